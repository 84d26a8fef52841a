using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Descent.Tuning;

/// <summary>
/// A Gaussian process with the Matérn 5/2 kernel and a length scale for each dimension: k(a, b) = s²·(1 + √5·r + 5/3·r²)·exp(−√5·r) with
/// r² = Σⱼ ((aⱼ − bⱼ)/ℓⱼ)², plus the variance η² of the noise for equal points.
/// </summary>
/// <remarks>Rasmussen and Williams, "Gaussian processes for machine learning", 2006, algorithm 2.1 and section 5.4.</remarks>
internal sealed class GaussianProcess
{
    private readonly double[][] inputs;
    private readonly double[] lengths;
    private readonly double signal, noise;
    private readonly Cholesky<double> factor;
    private readonly Vector<double> targets, solution;

    /// <param name="inputs">The points.</param>
    /// <param name="targets">Their values, with mean 0.</param>
    /// <param name="logs">The logarithms of the length scales, of s² and of η².</param>
    public GaussianProcess(double[][] inputs, double[] targets, double[] logs)
    {
        (this.inputs, this.targets, Logs) = (inputs, Vector<double>.Build.DenseOfArray(targets), logs);
        lengths = [.. logs[..^2].Select(log => Math.Exp(log))];
        (signal, noise) = (Math.Exp(logs[^2]), Math.Exp(logs[^1]));
        factor = Matrix<double>.Build.Dense(inputs.Length, inputs.Length, (i, j) => (signal * Correlation(inputs[i], inputs[j])) + (i == j ? noise : 0)).Cholesky();
        solution = factor.Solve(this.targets);
    }

    /// <summary>The logarithms of the length scales, of s² and of η².</summary>
    public double[] Logs { get; }

    /// <summary>The logarithm of the marginal likelihood: −½·yᵀK⁻¹y − ½·ln det K − n/2·ln 2π.</summary>
    public double LogLikelihood => (-0.5 * targets.DotProduct(solution)) - (0.5 * factor.DeterminantLn) - (inputs.Length * Constants.LogSqrt2Pi);

    /// <summary>A process with the same scales and other points.</summary>
    public GaussianProcess With(double[][] points, double[] values) => new(points, values, Logs);

    /// <summary>The mean and the standard deviation at a point, without noise.</summary>
    public (double Mean, double Deviation) Predict(double[] point)
    {
        Vector<double> covariances = Vector<double>.Build.Dense(inputs.Length, i => signal * Correlation(point, inputs[i]));
        double variance = signal - covariances.DotProduct(factor.Solve(covariances));
        return (covariances.DotProduct(solution), Math.Sqrt(Math.Max(variance, 0)));
    }

    /// <summary>The gradient of <see cref="LogLikelihood"/> with respect to the logarithms: ½·tr((ααᵀ − K⁻¹)·∂K/∂θ) with α = K⁻¹y.</summary>
    public double[] Gradient()
    {
        int n = inputs.Length;
        Matrix<double> inverse = factor.Solve(Matrix<double>.Build.DenseIdentity(n));
        double[] gradient = new double[lengths.Length + 2];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double share = 0.5 * ((solution[i] * solution[j]) - inverse[i, j]), distance = Math.Sqrt(5 * SquaredDistance(inputs[i], inputs[j]));
                gradient[^2] += share * signal * Correlation(inputs[i], inputs[j]);
                gradient[^1] += i == j ? share * noise : 0;

                // ∂k/∂ln ℓⱼ = s²·5/3·(1 + √5·r)·exp(−√5·r)·((aⱼ − bⱼ)/ℓⱼ)².
                double slope = share * signal * (5.0 / 3) * (1 + distance) * Math.Exp(-distance);
                for (int d = 0; d < lengths.Length; d++)
                {
                    double difference = (inputs[i][d] - inputs[j][d]) / lengths[d];
                    gradient[d] += slope * difference * difference;
                }
            }
        }

        return gradient;
    }

    private double SquaredDistance(double[] a, double[] b)
    {
        double sum = 0;
        for (int d = 0; d < lengths.Length; d++)
        {
            double difference = (a[d] - b[d]) / lengths[d];
            sum += difference * difference;
        }

        return sum;
    }

    private double Correlation(double[] a, double[] b)
    {
        double distance = Math.Sqrt(5 * SquaredDistance(a, b));
        return (1 + distance + (distance * distance / 3)) * Math.Exp(-distance);
    }
}
