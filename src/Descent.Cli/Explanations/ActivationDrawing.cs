using Descent.Activations;
using Descent.Layers;
using Descent.Losses;
using Descent.Models;

namespace Descent.Cli.Explanations;

/// <summary>Draws value and derivative of an activation.</summary>
internal static class ActivationDrawing
{
    private const double Reach = 5;

    /// <summary>The drawing; what no gradient can pass has its value alone.</summary>
    public static Drawing Of(Activation activation)
    {
        // A single neuron says nothing about a function of the whole layer: give it a neighbor at 0.
        double reach = activation is Step step ? Math.Max(Reach, 2 * Math.Abs(step.Threshold)) : Reach;
        Model<double> alone = Neurons(activation, 1).Build<double>(1);
        alone.SetParameter("layers.0.weight", [1]);
        int count = alone.Predict([-reach])[0] != alone.Predict([reach])[0] ? 1 : 2;
        string remark = count == 1 ? "" : " for inputs x and 0";

        Model<double> model = Neurons(activation, count).Build<double>(count);
        model.SetParameter("layers.0.weight", Identity(count));
        List<FunctionCurve> curves = [new($"value{remark}", "value", x => model.Predict(Inputs(x, count))[0])];
        if (Slope(activation, count, model) is { } slope)
        {
            curves.Add(new FunctionCurve($"derivative{remark}", "derivative", slope));
        }

        return new Drawing("x", -reach, reach, curves) { Remark = count == 1 ? "" : "The inputs of the layer are x and 0; the plot shows the first output." };
    }

    // Behind a loss of which the derivative with respect to the first output is 1, the gradient of the input is the activation's derivative.
    private static Func<double, double>? Slope(Activation activation, int count, Model<double> model)
    {
        Probe probe;
        try
        {
            probe = new Probe(Neurons(activation, count), count, 1, new MeanSquaredError(Half: true, Reduction: Reduction.Sum));
        }
        catch (ArgumentException)
        {
            // Step says that it cannot be trained; there is no derivative to show.
            return null;
        }

        probe.SetWeights(Identity(count));
        return x =>
        {
            double[] targets = model.Predict(Inputs(x, count));
            targets[0] -= 1;
            return probe.Run(Inputs(x, count), targets).Slopes[0];
        };
    }

    private static double[] Inputs(double x, int count) => count == 1 ? [x] : [x, 0];

    /// <summary>Neurons that hand their input to the activation as it is, once their weights are <see cref="Identity"/>.</summary>
    private static Network Neurons(Activation activation, int count) => [new Dense(count, activation) { UseBias = false }];

    private static double[] Identity(int count) => [.. Enumerable.Range(0, count * count).Select(i => i % (count + 1) == 0 ? 1.0 : 0)];
}
