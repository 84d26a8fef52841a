namespace Descent;

/// <summary>What a fold's own rows are predicted as after each epoch.</summary>
/// <param name="inputs">Inputs of these rows.</param>
/// <param name="count">Numbers that are predicted of all of them.</param>
internal sealed class EpochPredictions(ReadOnlyMemory<float> inputs, int count) : TrainingCallback
{
    private readonly List<(float[] Predictions, double Loss)> epochs = [];

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record)
    {
        float[] predictions = new float[count];
        ((StepperState<float>)state).Predict(inputs.Span, predictions);
        Take(predictions, record.ValidationLoss!.Value);
    }

    /// <summary>Takes an epoch in.</summary>
    public void Take(float[] predictions, double loss) => epochs.Add((predictions, double.IsFinite(loss) ? loss : double.PositiveInfinity));

    /// <summary>
    /// The predictions of each fold at the epoch that the other folds find best. At its own best epoch a fold's loss is the least of many,
    /// and so too good by what chance contributes: the more, the fewer its rows are and the more its loss varies from epoch to epoch.
    /// </summary>
    /// <param name="folds">At least two, of at least one epoch each.</param>
    /// <returns>A prediction for every fold.</returns>
    public static float[][] AtEpochOfOthers(IReadOnlyList<EpochPredictions> folds) =>
        [.. folds.Select((fold, own) => fold.epochs.Select((epoch, number) => (epoch.Predictions, Loss: folds.Where((_, other) => other != own).Sum(other => other.LossAfter(number)))).MinBy(epoch => epoch.Loss).Predictions)];

    /// <summary>The loss after an epoch; where training had ended before, after its last one.</summary>
    private double LossAfter(int epoch) => epochs[Math.Min(epoch, epochs.Count - 1)].Loss;
}
