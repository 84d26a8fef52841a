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
    public static GaussianProcess Fit(double[][] inputs, double[] targets)
    {
        int dimensions = inputs[0].Length;
        double[] means = [.. Enumerable.Repeat(Math.Sqrt(2) + (0.5 * Math.Log(dimensions)), dimensions), 0, -6], variances = [.. Enumerable.Repeat(3.0, dimensions), 1, 4];
        Vector<double> low = Vector<double>.Build.Dense(dimensions + 2, i => i < dimensions ? Math.Log(0.01) : i == dimensions ? -4 : Math.Log(1e-8));
        Vector<double> high = Vector<double>.Build.Dense(dimensions + 2, i => i < dimensions ? Math.Log(1000) : i == dimensions ? 4 : 0);
        (double Loss, double[] Logs) best = (double.PositiveInfinity, []);
        foreach (double length in (double[])[0.3, Math.Exp(means[0])])
        {
            IObjectiveFunction objective = ObjectiveFunction.Gradient(Evaluate);
            try
            {
                new BfgsBMinimizer(1e-4, 1e-4, 1e-6, 60).FindMinimum(objective, low, high, Vector<double>.Build.DenseOfEnumerable([.. Enumerable.Repeat(Math.Log(length), dimensions), 0, -6]));
            }
            catch (OptimizationException)
            {
                // A line search that finds no better point ends the search; the best point so far was noted.
            }
        }

        return new GaussianProcess(inputs, targets, best.Logs);

        (double, Vector<double>) Evaluate(Vector<double> logs)
        {
            GaussianProcess process = new(inputs, targets, logs.ToArray());
            double loss = -process.LogLikelihood;
            double[] gradient = process.Gradient();
            for (int i = 0; i < means.Length; i++)
            {
                double deviation = (logs[i] - means[i]) / variances[i];
                loss += 0.5 * deviation * (logs[i] - means[i]);
                gradient[i] = deviation - gradient[i];
            }

            if (loss < best.Loss)
            {
                best = (loss, logs.ToArray());
            }

            return (loss, Vector<double>.Build.DenseOfArray(gradient));
        }
    }
}
