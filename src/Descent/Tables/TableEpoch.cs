using Descent.Data;

namespace Descent;

/// <summary>The training of a single network on a table after an epoch, for <see cref="TablePlan.Train(Action{TableEpoch}, CancellationToken)"/>.</summary>
public sealed class TableEpoch
{
    private readonly Func<float[]> predict;
    private readonly TableModel form;
    private readonly Dataset<float> rows;

    /// <summary>Keeps what an evaluation needs.</summary>
    /// <param name="predict">Predicts the test rows with the current weights.</param>
    /// <param name="record">The results of the epoch.</param>
    /// <param name="form">A model of the network, which says what its outputs mean.</param>
    /// <param name="rows">The test rows.</param>
    /// <param name="epochs">The largest number of epochs.</param>
    internal TableEpoch(Func<float[]> predict, EpochRecord record, TableModel form, Dataset<float> rows, int epochs) =>
        (this.predict, Record, this.form, this.rows, Epochs) = (predict, record, form, rows, epochs);

    /// <summary>The number of the epoch and its losses.</summary>
    public EpochRecord Record { get; }

    /// <summary>The number of epochs that the training has, unless it is stopped before.</summary>
    public int Epochs { get; }

    /// <summary>Evaluates the current weights on the test rows. This is meant for the folds of a search, and not for the rows of a final test. Valid until the method that received the epoch returns.</summary>
    /// <returns>The outcome and the scores, without baselines, classes and notices. Rows whose label training has not seen are left out.</returns>
    public TableEvaluation Evaluate() => TableEvaluation.Of(form, rows, form.Finished(predict()));
}
