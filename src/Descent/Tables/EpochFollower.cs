using System.Numerics.Tensors;
using Descent.Data;

namespace Descent;

/// <summary>Passes the epochs of a training run on, with predictions of held-out rows, which another process may compute while it trains.</summary>
/// <param name="form">A model of the network, which says what its outputs mean.</param>
/// <param name="rows">The held-out rows.</param>
/// <param name="epochs">The largest number of epochs.</param>
/// <param name="onEpoch">Receives each epoch, and may end training with an exception.</param>
internal sealed class EpochFollower(TableModel form, Dataset<float> rows, int epochs, Action<TableEpoch> onEpoch) : TrainingCallback
{
    /// <summary>The held-out rows.</summary>
    public Dataset<float> Rows => rows;

    /// <inheritdoc/>
    internal override bool CanFollow => true;

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record) => onEpoch(new TableEpoch(() => Predict(state, rows, form.OutputCount), record, form, rows, epochs));

    /// <summary>Takes an epoch of another process.</summary>
    /// <param name="record">The results of the epoch.</param>
    /// <param name="outputs">What <see cref="Predict"/> gave there.</param>
    public void Take(EpochRecord record, float[] outputs) => onEpoch(new TableEpoch(() => outputs, record, form, rows, epochs));

    /// <summary>Predicts rows with the current weights.</summary>
    /// <param name="state">The state of training.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The number of outputs per row.</param>
    public static float[] Predict(TrainingState state, Dataset<float> rows, int columns)
    {
        float[] outputs = new float[rows.Rows * columns];
        if (state is StepperState<double> wide)
        {
            double[] exact = new double[outputs.Length];
            wide.Predict(rows.As<double>().Inputs.Span, exact);
            TensorPrimitives.ConvertTruncating<double, float>(exact, outputs);
        }
        else
        {
            ((StepperState<float>)state).Predict(rows.Inputs.Span, outputs);
        }

        return outputs;
    }
}
