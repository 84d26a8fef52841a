using Descent.Numerics;

namespace Descent.Cli.Explanations;

/// <summary>Draws which weights an initializer gives a layer.</summary>
internal static class InitializerDrawing
{
    private const int Inputs = 128, Outputs = 256;

    /// <summary>The drawing.</summary>
    public static Drawing Of(Initializer initializer)
    {
        double[] weights = new double[Inputs * Outputs];
        initializer.Fill(weights, Outputs, Inputs, new CounterRandom(1, Streams.Noise));
        double least = weights.Min(), most = weights.Max(), middle = least == most ? least : 0;
        double reach = least == most ? 1 : 1.15 * Math.Max(Math.Abs(least), Math.Abs(most));
        Histogram histogram = new(weights, middle - reach, middle + reach);
        string inside = initializer switch
        {
            Dynamic or UnitVariance => " Drawn before they are scaled by the training data.",
            ZeroAtRows => " Drawn before they are fitted to the training data.",
            _ => "",
        };
        return new Drawing("weight", middle - reach, middle + reach, [new FunctionCurve("share of the weights in percent, by weight", "% of the weights", histogram.At)])
        {
            Remark = $"A layer of {Inputs} inputs and {Outputs} neurons: {Histogram.Moments(weights)}.{inside}",
            Filled = true,
        };
    }
}
