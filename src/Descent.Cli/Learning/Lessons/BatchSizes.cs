namespace Descent.Cli.Learning.Lessons;

/// <summary>Batch, mini-batch and stochastic gradient descent: many rough steps against few exact ones.</summary>
internal sealed class BatchSizes() : Lesson("batch-size", "Batch, mini-batch, one row", "few exact steps or many rough ones",
    ["batch", "epoch", "stochastic-gradient-descent", "gradient_descent"], options: [LearningRateOption])
{
    private const int Rows = 512, Epochs = 20, Draws = 64;
    private const double Noise = 0.2, Rate = 0.1;

    private static readonly int[] s_sizes = [Rows, 32, 1];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double rate = settings.LearningRate ?? Rate;
        Dataset<double> data = ToyTasks.Moons<double>(Rows, settings.Seed, Noise).Data;
        Network network = [new Dense(16, new Tanh()), new Dense(1, new Sigmoid())];
        Case[] cases = [.. s_sizes.Select(size =>
        {
            TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new GradientDescent(rate), Epochs = Epochs, BatchSize = size };
            History history = Train(network, data, options, settings.Seed, cancellation).History;
            return new Case(size, history, Scatter(network.Build<double>(data.InputColumns, settings.Seed), data, size, settings.Seed));
        })];
        return new LessonResult(
            [
                Figure.One("learningRate", rate), Figure.Series("batchSizes", cases.Select(one => (double)one.Size)), Figure.Series("updates", cases.Select(one => (double)one.History.Steps)),
                Figure.Series("firstLoss", cases.Select(one => one.History.Epochs[0].Loss)), Figure.Series("lastLoss", cases.Select(one => one.History.Epochs[^1].Loss)), Figure.Series("scatter", cases.Select(one => one.Scatter)),
            ],
            new("How many rows per step?",
                new Paragraph($"The gradient of the loss is a mean over rows. Batch gradient descent takes all {Rows} rows for every step, stochastic gradient descent one row, mini-batch gradient descent a few, here 32. An epoch is one pass over all rows, so the smaller the batch, the more steps an epoch has. The rows are drawn in a new random order in every epoch."),
                new Grid(["batch", "steps per epoch", "scatter of the gradient"], [.. cases.Select(one => (string[])[Words(one.Size), $"{one.History.Steps / Epochs}", Fixed.Number(one.Scatter, 2)])]),
                new Paragraph($"The last column compares the gradients of {Draws} batches, before training: their mean distance from the gradient over all rows, divided by the length of that gradient. A quarter of the rows gives twice the scatter, because the error of a mean falls with the root of the number of rows.")),
            new("The same number of epochs",
                new Paragraph($"Gradient descent with learning rate {Fixed.Number(rate)}, {Epochs} epochs for each, so that all of them see every row {Epochs} times:"),
                new Plot("training loss, by epoch", "epoch", [.. cases.Select(one => ByEpoch(Words(one.Size), one.History))]),
                new Grid(["batch", "updates", "loss after 1 epoch", $"after {Epochs}"], [.. cases.Select(one => (string[])[Words(one.Size), $"{one.History.Steps:#,0}", Fixed.Text(one.History.Epochs[0].Loss), Fixed.Text(one.History.Epochs[^1].Loss)])])),
            new("Which to take",
                new Paragraph("Small batches make more progress per epoch, because a rough direction is good enough far from the minimum. Near it their scatter keeps them from settling, unless the learning rate falls. Large batches use the processor better: 32 rows take far less than 32 times as long as one. So mini-batches are the usual choice; the default of the library is 32 rows. Larger batches go with larger learning rates, smaller batches with smaller ones."),
                new Commands(new("learn batch-size --learning-rate 1", "Larger steps suit the large batch:"), new("explain batch", "The words:"), new("explain choosing-a-schedule", "Rates that fall:"))));
    }

    /// <summary>The mean distance of a batch's gradient from the full gradient, relative to the length of the latter.</summary>
    private static double Scatter(Model<double> model, Dataset<double> data, int size, ulong seed)
    {
        double[] full = Gradient(model, data);
        int[] order = [.. Enumerable.Range(0, Rows)];
        new CounterRandom(seed, Streams.Shuffle).Shuffle<int>(order);
        double[] distances = [.. Enumerable.Range(0, Draws).Select(draw =>
        {
            int[] rows = [.. Enumerable.Range(0, size).Select(i => order[((draw * size) + i) % Rows])];
            return Math.Sqrt(Gradient(model, data.Select(rows)).Zip(full, (a, b) => (a - b) * (a - b)).Sum());
        })];
        return distances.Average() / Math.Sqrt(full.Sum(g => g * g));
    }

    private static double[] Gradient(Model<double> model, Dataset<double> rows) => [.. model.Gradients(rows, new BinaryCrossEntropy()).Parameters.Values.SelectMany(values => values)];

    private static string Words(int size) => size switch { Rows => $"all {Rows} rows", 1 => "one row", _ => $"{size} rows" };

    private sealed record Case(int Size, History History, double Scatter);
}
