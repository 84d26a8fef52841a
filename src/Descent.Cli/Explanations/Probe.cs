namespace Descent.Cli.Explanations;

/// <summary>A few layers and a loss: outputs, losses, and the gradients with respect to the inputs.</summary>
internal sealed class Probe
{
    private readonly Model<double> model;
    private readonly Loss loss;

    public Probe(int inputs, IReadOnlyList<Layer> layers, Loss loss)
    {
        this.loss = loss;
        model = Network.Create([.. layers]).Build<double>(inputs, seed: 1);
    }

    /// <summary>The outputs for a sample in inference mode.</summary>
    public double[] Outputs(double[] inputs) => model.Predict(inputs);

    /// <summary>The loss of a sample, and its derivatives with respect to the inputs.</summary>
    /// <exception cref="ArgumentException">If loss, targets and layers do not fit, or the layers cannot be trained.</exception>
    public (double Loss, double[] Slopes) Run(double[] inputs, double[] targets)
    {
        BatchGradients<double> gradients = model.Gradients(Dataset.Create<double>(inputs, inputs.Length, targets, targets.Length), loss);
        return (gradients.Loss, [.. gradients.Inputs.Cast<double>()]);
    }

    /// <summary>The outputs of a layer for a batch in training mode: with masks, noise and the statistics of the batch.</summary>
    /// <param name="layer">The layer, which has as many outputs as inputs.</param>
    /// <param name="inputs">Samples, one after the other.</param>
    /// <param name="width">Numbers per sample.</param>
    /// <returns>The outputs, sample by sample.</returns>
    public static double[] InTraining(Layer layer, double[] inputs, int width)
    {
        if (Network.Create([layer]).Build<double>(width).Layers[^1].Layer is Members)
        {
            // No layer may follow members, which compute the same in training and inference mode.
            return new Probe(width, [layer], new MeanSquaredError()).Outputs(inputs);
        }

        // A dense layer with zero weights and a neuron per sample follows. The target of a neuron is −1 for its sample and 0 for all others: half the
        // squared error has the gradient 1 there, so the gradient of the neuron's weights is the output of the layer for that sample.
        int rows = inputs.Length / width;
        double[] targets = new double[rows * rows];
        for (int row = 0; row < rows; row++)
        {
            targets[(row * rows) + row] = -1;
        }

        Probe probe = new(width, [layer, new Dense(rows) { UseBias = false, WeightInitializer = new Constant(0) }], new MeanSquaredError(Half: true, Reduction: Reduction.Sum));
        return probe.model.Gradients(Dataset.Create<double>(inputs, width, targets, rows), probe.loss).Parameters[probe.model.Parameters.Last(parameter => parameter.Trains).Name];
    }
}
