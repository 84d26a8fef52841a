using Descent.Data;

namespace Descent.Cli.Explanations;

/// <summary>A single layer as it is trained, behind neurons that hand on what they get: losses, and the gradients of what goes in.</summary>
internal sealed class Probe
{
    private readonly Model<double> model;
    private readonly Loss loss;

    /// <summary>Puts layers behind as many neurons as there are inputs.</summary>
    /// <param name="inputs">Numbers per sample.</param>
    /// <param name="layers">What is looked at.</param>
    /// <param name="loss">What stands behind it.</param>
    public Probe(int inputs, IReadOnlyList<Layer> layers, Loss loss)
    {
        this.loss = loss;
        model = Network.Create([new Dense(inputs) { UseBias = false }, .. layers]).Build<double>(inputs, seed: 1);
        model.SetParameter("layers.0.weight", [.. Enumerable.Range(0, inputs * inputs).Select(i => i % (inputs + 1) == 0 ? 1.0 : 0)]);
    }

    /// <summary>What the layers make of a sample in use.</summary>
    public double[] Outputs(double[] inputs) => model.Predict(inputs);

    /// <summary>The loss of a sample, and its derivatives with respect to the inputs.</summary>
    /// <exception cref="ArgumentException">If loss, targets and layers do not fit, or the layers cannot be trained.</exception>
    public (double Loss, double[] Slopes) Run(double[] inputs, double[] targets)
    {
        BatchGradients<double> gradients = model.Gradients(Dataset.Create<double>(inputs, inputs.Length, targets, targets.Length), loss);
        return (gradients.Loss, [.. gradients.Inputs.Cast<double>()]);
    }

    /// <summary>What a layer makes of a batch in training, masks, noise and the statistics of the batch included.</summary>
    /// <param name="layer">The layer, which keeps the width.</param>
    /// <param name="inputs">Samples, one after the other.</param>
    /// <param name="width">Numbers per sample.</param>
    /// <returns>As many numbers.</returns>
    public static double[] InTraining(Layer layer, double[] inputs, int width)
    {
        if (Network.Create([layer]).Build<double>(width).Layers[^1].Layer is Members)
        {
            // Nothing stands behind members; of their own they do the same in training as in use.
            return new Probe(width, [layer], new MeanSquaredError()).Outputs(inputs);
        }

        // Behind the layer stands a neuron without weight for every sample, of which the loss wants −1 for its own sample and 0 for all others:
        // half its squared error has the gradient 1 there, so that the gradient of a neuron's weights is what the layer gave for the neuron's sample.
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
