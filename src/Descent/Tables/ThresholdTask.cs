using Descent.Data;

namespace Descent;

/// <summary>The choice of a threshold, which is to be made after training.</summary>
/// <param name="Metric">The metric that decides.</param>
/// <param name="Folds">The folds of the training rows, as positions among them, for the copies of a single network.</param>
/// <param name="Seed">The seed of the initial weights, that of the network.</param>
internal sealed record ThresholdTask(Metric Metric, IReadOnlyList<(int[] Train, int[] Test)> Folds, ulong Seed)
{
    /// <summary>The number of folds.</summary>
    public const int MostFolds = 5;

    /// <summary>Checks the options and creates the task; null if no metric is to choose the threshold.</summary>
    /// <exception cref="DataException">If the options contradict each other, or the metric does not depend on a threshold.</exception>
    /// <param name="options">The options.</param>
    /// <param name="hasFolds">Whether every training row is predicted by networks of other folds in any case.</param>
    /// <param name="hasValidation">Whether there are validation rows.</param>
    /// <param name="folds">Divides the training rows.</param>
    /// <param name="notices">Receives what is trained in addition.</param>
    public static ThresholdTask? Of(TableOptions options, bool hasFolds, bool hasValidation, Func<(int[] Train, int[] Test)[]> folds, List<Notice> notices)
    {
        if (options.ThresholdMetric is not { } metric)
        {
            return null;
        }

        if (options.Threshold is not null)
        {
            throw new DataException("A threshold and a metric that chooses it cannot be combined. Remove one of the two.", new Remedy(nameof(TableOptions.Threshold)));
        }

        if (ThresholdChoice.WhyNot(metric) is { } why)
        {
            throw new DataException(why, new Remedy(nameof(TableOptions.Threshold)));
        }

        if (options.Transfer is not null || options.Precision == NumericPrecision.Double)
        {
            throw new DataException("A metric chooses the threshold by further networks, which start from random weights and are trained in single precision. Remove the metric, or give a number.", new Remedy(nameof(TableOptions.Threshold)));
        }

        if (options.Ensemble is { } method && !method.HoldsRows && !hasValidation)
        {
            throw new DataException(
                $"A metric chooses the threshold on rows that the networks were not trained on, but {method.Name} has none here. {(method.UsesValidation ? "Hold out validation rows, use bagging, or give a number" : "Use bagging, or give a number")}.",
                [.. method.UsesValidation ? [new Remedy(nameof(TableOptions.ValidationFraction), value: "0.2")] : Array.Empty<Remedy>(), new Remedy(nameof(TableOptions.Ensemble), value: "bagging"), new Remedy(nameof(TableOptions.Threshold))]);
        }

        if (hasFolds || options.Ensemble is not null)
        {
            return new ThresholdTask(metric, [], options.Seed);
        }

        (int[] Train, int[] Test)[] own = folds();
        notices.Add(Notice.Information(own.Length == 1
            ? "Another network is trained on four fifths of the training rows; its predictions of the others choose the threshold."
            : $"{own.Length} more networks are trained, each on {own.Length - 1} of {own.Length} folds of the training rows; their predictions of the other folds choose the threshold.", new Remedy(nameof(TableOptions.Threshold))));
        return new ThresholdTask(metric, own, options.Seed);
    }

    /// <summary>Predicts every fold with a copy of the network that is trained on the others in the same way.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="options">The training options of the network.</param>
    /// <param name="cancellation">Ends training within one batch.</param>
    /// <returns>The predicted rows and their predictions; null if training was canceled, or the loss of a copy became infinite or NaN.</returns>
    public (Dataset<float> Rows, float[] Predictions)? Predict(Model<float> network, Dataset<float> train, TrainingOptions options, CancellationToken cancellation)
    {
        TrainingJob<float>[] jobs = [.. Folds.Select(fold => new TrainingJob<float>(network.Network.Build<float>(train.InputColumns, Seed), train.Select(fold.Train), options with { Progress = null, Selection = new RowSelection(train, fold.Train) }))];
        if (Trainer.TrainMany(jobs, options.Threads, cancellation: cancellation).Any(result => result.Failure is not null) || cancellation.IsCancellationRequested)
        {
            return null;
        }

        float[] predictions = [.. Folds.Zip(jobs, (fold, job) => job.Model.Predict(train.Select(fold.Test).Inputs.Span)).SelectMany(outputs => outputs)];
        return (train.Select([.. Folds.SelectMany(fold => fold.Test)]), predictions);
    }
}
