namespace Descent.Cli.Explanations;

/// <summary>Draws the value and the derivative of an activation; one that blocks gradients has its value alone.</summary>
internal static class ActivationDrawing
{
    private const double Reach = 5;

    public static Drawing Of(Activation activation)
    {
        // A single neuron says nothing about a function of the whole layer, which gets a second one at 0.
        double reach = activation is Step step ? Math.Max(Reach, 2 * Math.Abs(step.Threshold)) : Reach;
        Probe alone = Neurons(activation, 1);
        int count = new[] { -reach, -reach / 3, reach / 7, reach }.Select(x => alone.Outputs([x])[0]).Distinct().Count() > 1 ? 1 : 2;
        string remark = count == 1 ? "" : " for inputs x and 0";

        Probe probe = Neurons(activation, count);
        List<FunctionCurve> curves = [new($"value{remark}", "value", x => probe.Outputs(Inputs(x, count))[0])];
        if (Slope(probe, count) is { } slope)
        {
            curves.Add(new FunctionCurve($"derivative{remark}", "derivative", slope));
        }

        return new Drawing("x", -reach, reach, curves) { Remark = count == 1 ? "" : "The inputs of the layer are x and 0; the plot shows the first output." };
    }

    // With a loss whose derivative with respect to the first output is 1, the gradient of the input is the activation's derivative.
    private static Func<double, double>? Slope(Probe probe, int count)
    {
        try
        {
            _ = probe.Run(Inputs(0, count), new double[count]);
        }
        catch (ArgumentException)
        {
            // Step rejects training; there is no derivative to show.
            return null;
        }

        return x =>
        {
            double[] targets = probe.Outputs(Inputs(x, count));
            targets[0] -= 1;
            return probe.Run(Inputs(x, count), targets).Slopes[0];
        };
    }

    private static double[] Inputs(double x, int count) => count == 1 ? [x] : [x, 0];

    private static Probe Neurons(Activation activation, int count) => new(count, [activation], new MeanSquaredError(Half: true, Reduction: Reduction.Sum));
}
