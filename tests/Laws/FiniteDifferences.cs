using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>
/// Holds gradients against (45·(L(+h) − L(−h)) − 9·(L(+2h) − L(−2h)) + (L(+3h) − L(−3h)))/60h, whose error is h⁶·L⁽⁷⁾/140;
/// with h = 1e−3 what remains is rounding. Differences are taken sample by sample, so that the losses of samples which do
/// not depend on that number cancel exactly.
/// </summary>
internal static class FiniteDifferences
{
    private const double H = 1e-3;

    /// <summary>Fails if a gradient is off by more than 1e−8 of its size, of a hundredth of its array's or a thousandth of all arrays' largest.</summary>
    public const double Tolerance = 1e-8;

    /// <summary>Checks the gradients of every parameter and input of a network.</summary>
    /// <returns>The worst relative error.</returns>
    public static double Check(Network network, int inputs, int samples, Loss loss, string targets, bool weighted = false, ulong seed = 5)
    {
        Probe<double> probe = new(network, inputs, samples, loss, seed);
        double[] weights = weighted ? Samples.Weights(samples, seed) : [];
        double[] wanted = Samples.Targets(targets, samples, probe.Plan.Target.Rows, seed);
        probe.SetBatch(Samples.Inputs(network, probe, samples, loss, wanted), wanted, weights);
        return Check(probe, $"{network}, {loss}, {targets}, {samples} samples{(weighted ? ", weighted" : "")}");
    }

    private static double Check(Probe<double> probe, string what)
    {
        probe.Gradient();
        double worst = 0, largest = probe.Gradients.Span.ToArray().Max(Math.Abs);
        foreach (Parameter parameter in probe.Plan.Parameters.InOrder.Where(p => p.Trains))
        {
            double[] gradient = probe.Gradients.Span.Slice(parameter.Offset, parameter.Count).ToArray();
            worst = Math.Max(worst, Compare(probe, $"{parameter.Name} of {what}", largest, gradient, i => ref probe.Parameters.Span[parameter.Offset + i]));
        }

        Matrix<double> inputs = probe.Frame.Value(probe.Plan.Input), slopes = probe.Frame.Delta(probe.Plan.Input);
        int[] places = [.. Enumerable.Range(0, inputs.Rows * inputs.Columns)];
        double[] inputGradient = [.. places.Select(i => slopes.Row(i / inputs.Columns)[i % inputs.Columns])];
        return Math.Max(worst, Compare(probe, $"the inputs of {what}", largest, inputGradient, i => ref inputs.Row(i / inputs.Columns)[i % inputs.Columns]));
    }

    private delegate ref double Place(int index);

    private static double Compare(Probe<double> probe, string what, double largest, double[] gradient, Place place)
    {
        // Where everything cancels, as in the sum of a softmax's outputs, the differences are the rounding of the losses divided by H.
        double floor = largest < 1e-12 ? 1e-3 : Math.Max(1e-2 * gradient.Max(Math.Abs), 1e-3 * largest), worst = 0;
        for (int i = 0; i < gradient.Length; i += gradient.Length > 150 ? 7 : 1)
        {
            double kept = place(i);
            double expected = 0;
            foreach ((double factor, int steps) in new[] { (45.0, 1), (-9, 2), (1, 3) })
            {
                place(i) = kept + (steps * H);
                probe.Loss();
                double[] above = probe.Frame.Losses.Row(0).ToArray();
                place(i) = kept - (steps * H);
                probe.Loss();
                ReadOnlySpan<double> below = probe.Frame.Losses.Row(0);
                for (int n = 0; n < above.Length; n++)
                {
                    expected += factor * (above[n] - below[n]) / (60 * H);
                }
            }

            place(i) = kept;
            double error = Math.Abs(expected - gradient[i]) / Math.Max(floor, Math.Abs(expected));
            Assert.True(error <= Tolerance, $"Gradient {i} with respect to {what}: {gradient[i]:R}, finite differences give {expected:R}, relative error {error:G3}. Either the derivative is wrong, or a function or its slope has a corner that Kinks in tests/Laws/Subjects.cs does not name.");
            worst = Math.Max(worst, error);
        }

        return worst;
    }
}
