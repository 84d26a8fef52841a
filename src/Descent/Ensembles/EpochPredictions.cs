namespace Descent;

/// <summary>The predictions of the held-out rows of a fold after each epoch.</summary>
/// <param name="inputs">The inputs of these rows.</param>
/// <param name="count">The number of outputs for all of these rows.</param>
internal sealed class EpochPredictions(ReadOnlyMemory<float> inputs, int count) : TrainingCallback
{
    private readonly List<(float[] Predictions, double Loss)> epochs = [];

    /// <summary>The predictions and the loss after each epoch.</summary>
    public IReadOnlyList<(float[] Predictions, double Loss)> Epochs => epochs;

    /// <inheritdoc/>
    internal override bool CanFollow => true;

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record)
    {
        float[] predictions = new float[count];
        ((StepperState<float>)state).Predict(inputs.Span, predictions);
        Take(predictions, record.ValidationLoss!.Value);
    }

    /// <summary>Adds an epoch.</summary>
    public void Take(float[] predictions, double loss) => epochs.Add((predictions, double.IsFinite(loss) ? loss : double.PositiveInfinity));

    /// <summary>
    /// Gets the predictions of each fold at the epoch that is best for the other folds. The loss of a fold at its own best epoch is the smallest of many
    /// and therefore optimistic, the more so the fewer its rows are and the more its loss varies from epoch to epoch.
    /// </summary>
    /// <param name="folds">At least two folds, each with at least one epoch.</param>
    /// <returns>The predictions of every fold.</returns>
    public static float[][] AtEpochOfOthers(IReadOnlyList<EpochPredictions> folds) =>
        [.. folds.Select((fold, own) => fold.epochs.Select((epoch, number) => (epoch.Predictions, Loss: folds.Where((_, other) => other != own).Sum(other => other.LossAfter(number)))).MinBy(epoch => epoch.Loss).Predictions)];

    /// <summary>Gets the loss after an epoch or, if training ended earlier, after the last one.</summary>
    private double LossAfter(int epoch) => epochs[Math.Min(epoch, epochs.Count - 1)].Loss;
}
