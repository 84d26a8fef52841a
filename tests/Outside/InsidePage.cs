using Descent.Data;
using Descent.Formats;

namespace Descent.Outside;

/// <summary>The code of docs/inside.md, one example after the other, with what must hold of it.</summary>
public static class InsidePage
{
    public static void Run()
    {
        double[,] inputs = new double[60, 2], targets = new double[60, 1];
        for (int row = 0; row < 60; row++)
        {
            (inputs[row, 0], inputs[row, 1]) = (Math.Sin(row), Math.Cos(0.7 * row));
            targets[row, 0] = inputs[row, 0] * inputs[row, 1];
        }

        Network network = [new Dense(8, new Tanh()), new Dropout(0.1), new Dense(1)];
        Model<double> model = network.Build<double>(2, seed: 1);
        Dataset data = Dataset.Create(inputs, targets);

        Console.Write(model.Summary());
        foreach (LayerShape shape in model.Layers)
        {
            Console.WriteLine($"{shape.Index} {shape.Layer.GetType().Name}: {shape.Inputs} → {shape.Outputs}, {shape.Parameters} learnable");
        }

        double[] weight = model.GetParameter("layers.0.weight");
        weight[0] = 0.5;
        model.SetParameter("layers.0.weight", weight);
        Require(model.GetParameter("layers.0.weight")[0] == 0.5 && model.Layers.Count == 4, "an array is set");

        foreach (LayerOutput<double> output in model.Activations([0.5, -1, 2, 0.25]))
        {
            Console.WriteLine($"layer {output.Index}, {output.Layer.GetType().Name}: the first neuron gives {output.Values[0, 0]:F3} and {output.Values[1, 0]:F3}");
        }

        BatchGradients<double> gradients = model.Gradients(data, new MeanSquaredError());
        double[] slopes = gradients.Parameters["layers.0.weight"];
        double towardsFirstInput = gradients.Inputs[0, 0];
        Require(slopes.Length == 16 && double.IsFinite(towardsFirstInput), "gradients are there");

        double loss = model.Loss(data, new MeanSquaredError());
        double penalty = model.Penalty(new L2(0.01));
        double same = model.Loss(model.Predict(inputs).Cast<double>().ToArray(), [.. targets.Cast<double>()], new MeanSquaredError());
        Require(loss > 0 && penalty > 0 && Math.Abs(loss - same) < 1e-12 * loss, "losses agree");

        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(0.01), BatchSize = 20 };
        using (TrainingRun<double> run = model.Begin(options))
        {
            for (int i = 0; i < 30; i++)
            {
                double batchLoss = run.Step(data.Select([.. Enumerable.Range(20 * (i % 3), 20)]));
                if (i % 10 == 0)
                {
                    Console.WriteLine($"step {run.Steps}: loss {batchLoss:F4}, gradient {run.GradientNorm:F4}, on all rows {run.Evaluate(data):F4}");
                }
            }
        }

        Require(model.Loss(data, new MeanSquaredError()) < loss, "thirty steps make the loss smaller");

        LargestWeight watch = new(limit: 3);
        History history = model.Fit(data, options with { Epochs = 20, Callbacks = [watch], RecordSteps = true });
        Console.WriteLine($"{history.Stop} after {history.Steps} steps, largest weight {watch.Seen:F2}");
        foreach (StepRecord step in history.StepRecords.Where(step => step.Step % 20 == 0))
        {
            Console.WriteLine($"{step.Step}: loss {step.Loss:F4}, gradient {step.GradientNorm:F4}, rate {step.LearningRate}");
        }

        Require(history.StepRecords.Count == history.Steps && watch.Seen > 0, "every step is recorded");

        MemoryStream file = new();
        model.Save(file);
        file.Position = 0;
        Model<double> loaded = Model<double>.Load(file);
        Require(loaded.Network.Equals(network) && loaded.Predict([0.5, -1])[0] == model.Predict([0.5, -1])[0], "the model comes back");
        OfTables();
    }

    private static void OfTables()
    {
        Table table = Table.Parse("x,y\n" + string.Concat(Enumerable.Range(0, 120).Select(i => FormattableString.Invariant($"{i % 17},{(2 * (i % 17)) + (i % 5)}\n"))));

        TableTraining training = TableTrainer.Train(table, ["y"], new TableOptions { Recipe = new LinearRecipe(), Seed = 1 });
        foreach (RecipeTrial trial in training.Trials)
        {
            Console.WriteLine($"{trial.Recipe}: loss {trial.Loss:F4}, share {trial.Weight:F2}");
        }

        foreach (TableMember member in training.Model.Members)
        {
            Console.WriteLine($"{member.Recipe}, fold {member.Fold}, weight {member.Weight:F2}: {member.Model.ParameterCount} parameters");
        }

        TableModel first = training.Model.Member(0);
        double alone = first.Predict(table).Number(0), together = training.Model.Predict(table).Number(0);
        Require(training.Trials.Count > 0 && double.IsFinite(alone) && double.IsFinite(together), "members predict");

        MemoryStream file = new();
        ModelFile.Save(file, training.Model);
        file.Position = 0;
        TableModel loaded = ModelFile.Load(file);
        Require(loaded.Predict(table).Number(0) == together, "the table model comes back");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"It does not hold that {what}.");
        }
    }
}

/// <summary>Remembers the largest weight of the first layer, and stops when it passes a limit.</summary>
public sealed class LargestWeight(double limit) : TrainingCallback
{
    public double Seen { get; private set; }

    public override void OnStep(TrainingState state)
    {
        Seen = Math.Max(Seen, state.GetParameter("layers.0.weight").Max(Math.Abs));
        if (Seen > limit)
        {
            state.Stop();
        }
    }
}
