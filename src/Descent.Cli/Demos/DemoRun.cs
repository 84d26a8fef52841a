using Descent.Data;

namespace Descent.Cli.Demos;

/// <summary>A demo that was run: the model, how it was trained, and what it says about rows it never saw.</summary>
internal sealed class DemoRun
{
    private readonly Outcome outcome;

    private DemoRun(Demo demo, Model<float> model, TrainingOptions training, History history, Dataset<float> unseen)
    {
        Demo = demo;
        Model = model;
        Training = training;
        History = history;
        Unseen = unseen;
        Outputs = model.Predict(unseen.Inputs.Span);
        outcome = Outcome.From<float>(demo.Form, unseen.Targets.Span, Outputs, unseen.TargetColumns);
        IsClassification = demo.Form != OutcomeForm.Regression;
    }

    public Demo Demo { get; }

    public Model<float> Model { get; }

    /// <summary>How it was trained in fact.</summary>
    public TrainingOptions Training { get; }

    public History History { get; }

    /// <summary>The rows it is judged by.</summary>
    public Dataset<float> Unseen { get; }

    /// <summary>What it says about them, row after row.</summary>
    public float[] Outputs { get; }

    public bool IsClassification { get; }

    /// <summary>The share of right answers for each output: |ŷ − y| ≤ 0.5.</summary>
    public IReadOnlyList<double> AccuracyPerOutput => new AccuracyPerOutput().Each(outcome);

    /// <summary>The share of right rows for multiclass, of right elements for multilabel.</summary>
    public double Accuracy => new Accuracy().Compute(outcome);

    /// <summary>The root of the mean squared error over all outputs at once.</summary>
    public double PooledRmse => Math.Sqrt(new MeanSquaredErrorMetric().Compute(outcome));

    /// <summary>The root mean squared error of each output.</summary>
    public IReadOnlyList<double> RmsePerOutput => [.. Enumerable.Range(0, outcome.Columns).Select(column =>
        new RootMeanSquaredError().Compute(new Outcome(OutcomeForm.Regression, Column(outcome.Targets.Span, column), Column(outcome.Outputs.Span, column), 1)))];

    public double R2 => new R2().Compute(outcome);

    /// <summary>Draws the data, trains and predicts.</summary>
    /// <param name="demo">What to run.</param>
    /// <param name="rows">Training rows; half as many, but at least one, are judged by.</param>
    /// <param name="noise">Half the width of the input noise.</param>
    /// <param name="seed">Decides data, first weights and order.</param>
    /// <param name="progress">Hears of progress.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">If it was stopped.</exception>
    public static DemoRun Of(Demo demo, int rows, double noise, ulong seed, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        (Dataset train, Dataset unseen) = demo.Draw(rows + Math.Max(1, rows / 2), seed, noise).Data.SplitAt(rows);
        long stepsPerEpoch = (rows + demo.Training.BatchSize - 1) / demo.Training.BatchSize;
        TrainingOptions training = demo.Training with
        {
            // As many passes as the wanted steps need.
            Epochs = demo.Training.MaximumSteps is { } steps ? (int)((steps + stepsPerEpoch - 1) / stepsPerEpoch) : demo.Training.Epochs,
            Progress = progress,
        };
        Model<float> model = demo.Network.Build<float>(Demo.Inputs, seed);
        History history = model.Fit(train, training, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return new DemoRun(demo, model, training, history, unseen.As<float>());
    }

    private double[] Column(ReadOnlySpan<double> values, int column)
    {
        double[] picked = new double[outcome.Rows];
        for (int row = 0; row < picked.Length; row++)
        {
            picked[row] = values[(row * outcome.Columns) + column];
        }

        return picked;
    }
}
