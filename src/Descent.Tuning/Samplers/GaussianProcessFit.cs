using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Descent.Tuning;

/// <summary>Chooses the length scales, the scale and the noise of a Gaussian process by maximum a posteriori.</summary>
/// <remarks>
/// The priors are log-normal. ln ℓⱼ has mean √2 + ½·ln d and variance 3 for d dimensions: Hvarfner, Hellsten and Nardi, "Vanilla Bayesian optimization performs
/// great in high dimensions", ICML 2024, for inputs in the unit cube and values of mean 0 and variance 1. ln s² has mean 0 and variance 1,
/// and ln η² mean −6 and variance 4: objectives repeat themselves nearly, but not always quite.
/// </remarks>
internal static class GaussianProcessFit
{
    private const double NoiseMean = -6;

    /// <summary>The process with the most probable scales that a search from two starting points finds.</summary>
    public static GaussianProcess Fit(double[][] inputs, double[] targets)
    {
        int dimensions = inputs[0].Length;
        Vector<double> low = Vector<double>.Build.Dense(dimensions + 2, i => i < dimensions ? Math.Log(0.01) : i == dimensions ? -4 : Math.Log(1e-8));
        Vector<double> high = Vector<double>.Build.Dense(dimensions + 2, i => i < dimensions ? Math.Log(1000) : i == dimensions ? 4 : 0);
        (double Loss, double[] Logs) best = (double.PositiveInfinity, []);
        foreach (double length in (double[])[Math.Log(0.3), LengthMean(dimensions)])
        {
            IObjectiveFunction objective = ObjectiveFunction.Gradient(logs =>
            {
                (double loss, double[] gradient) = Loss(inputs, targets, logs.ToArray());
                best = loss < best.Loss ? (loss, logs.ToArray()) : best;
                return (loss, Vector<double>.Build.DenseOfArray(gradient));
            });
            try
            {
                new BfgsBMinimizer(1e-4, 1e-4, 1e-6, 60).FindMinimum(objective, low, high, Vector<double>.Build.Dense(dimensions + 2, i => i < dimensions ? length : i == dimensions ? 0 : NoiseMean));
            }
            catch (OptimizationException)
            {
                // A line search that finds no better point ends the search; the best point so far was noted.
            }
        }

        return new GaussianProcess(inputs, targets, best.Logs);
    }

    /// <summary>The negative logarithm of the posterior of the scales, up to a constant, and its gradient.</summary>
    internal static (double Loss, double[] Gradient) Loss(double[][] inputs, double[] targets, double[] logs)
    {
        GaussianProcess process = new(inputs, targets, logs);
        double loss = -process.LogLikelihood;
        double[] gradient = process.Gradient();
        for (int i = 0; i < logs.Length; i++)
        {
            (double mean, double variance) = i < logs.Length - 2 ? (LengthMean(logs.Length - 2), 3) : i == logs.Length - 2 ? (0, 1) : (NoiseMean, 4);
            loss += 0.5 * (logs[i] - mean) * (logs[i] - mean) / variance;
            gradient[i] = ((logs[i] - mean) / variance) - gradient[i];
        }

        return (loss, gradient);
    }

    private static double LengthMean(int dimensions) => Math.Sqrt(2) + (0.5 * Math.Log(dimensions));
}
