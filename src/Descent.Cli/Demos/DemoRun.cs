namespace Descent.Cli.Demos;

/// <summary>A finished demo: the model, how it was trained, and its predictions for unseen rows.</summary>
internal sealed record DemoRun(Demo Demo, Model<float> Model, TrainingOptions Training, History History, Dataset<float> Unseen, Outcome Outcome)
{
    public bool IsClassification => Demo.Form != OutcomeForm.Regression;

    /// <summary>The fraction of correct answers for each output: |ŷ − y| ≤ 0.5.</summary>
    public IReadOnlyList<double> AccuracyPerOutput => new AccuracyPerOutput().Each(Outcome);

    /// <summary>The fraction of correct rows for multiclass, of correct elements for multilabel.</summary>
    public double Accuracy => new Accuracy().Compute(Outcome);

    /// <summary>The root of the mean squared error over all outputs together.</summary>
    public double PooledRmse => Math.Sqrt(new MeanSquaredErrorMetric().Compute(Outcome));

    public IEnumerable<double> RmsePerOutput => StandardMetrics.Values(Outcome).Where(score => score.Key.StartsWith("rmse[", StringComparison.Ordinal)).Select(score => score.Value);

    public double R2 => new R2().Compute(Outcome);

    /// <summary>Draws the data, trains and predicts.</summary>
    /// <param name="demo">What to run.</param>
    /// <param name="rows">Training rows; half as many, but at least one, are for the evaluation.</param>
    /// <param name="noise">Half the width of the input noise.</param>
    /// <param name="seed">Determines data, initial weights and order of rows.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">If it was stopped.</exception>
    public static DemoRun Of(Demo demo, int rows, double noise, ulong seed, CancellationToken cancellation)
    {
        (Dataset train, Dataset unseen) = demo.Draw(rows + Math.Max(1, rows / 2), seed, noise).Data.SplitAt(rows);
        long stepsPerEpoch = (rows + demo.Training.BatchSize - 1) / demo.Training.BatchSize;
        // As many epochs as the steps need.
        TrainingOptions training = demo.Training.MaximumSteps is { } steps ? demo.Training with { Epochs = (int)((steps + stepsPerEpoch - 1) / stepsPerEpoch) } : demo.Training;
        Model<float> model = demo.Network.Build<float>(Demo.Inputs, seed);
        History history = model.Fit(train, training, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Dataset<float> judged = unseen.As<float>();
        return new(demo, model, training, history, judged, Outcome.From<float>(demo.Form, judged.Targets.Span, model.Predict(judged.Inputs.Span), judged.TargetColumns));
    }
}
