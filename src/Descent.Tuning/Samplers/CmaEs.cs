using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Descent.Tuning;

/// <summary>
/// The state of the covariance matrix adaptation evolution strategy: points are drawn from N(m, σ²·C), and m, σ and C follow the better ones.
/// </summary>
/// <remarks>
/// <para>
/// Hansen, "The CMA evolution strategy: a tutorial", 2016, with the default parameters of its table 1 and negative weights (active update).
/// </para>
/// <para>
/// The objective sees m + A·(x − m) instead of a point x. The diagonal matrix A keeps the probability of neighboring integers from vanishing:
/// Hamano et al., "CMA-ES with margin: lower-bounding marginal probability for mixed-integer black-box optimization", GECCO 2022. Without
/// integers it is the identity.
/// </para>
/// </remarks>
internal sealed class CmaEs
{
    private readonly int dimensions;
    private readonly double[] weights;
    private readonly double effective, rateC, rate1, rateMu, rateSigma, damping, expectedNorm;
    private Vector<double> pathSigma, pathC;
    private Matrix<double> root, inverseRoot;

    public CmaEs(double[] mean, double step, int population)
    {
        (dimensions, Population, Step, Mean) = (mean.Length, population, step, Vector<double>.Build.DenseOfArray(mean));
        double n = dimensions;
        double[] raw = [.. Enumerable.Range(1, population).Select(i => Math.Log((population + 1) / 2.0) - Math.Log(i))];
        int parents = population / 2;
        effective = Effective(raw[..parents]);
        rateC = (4 + (effective / n)) / (n + 4 + (2 * effective / n));
        rate1 = 2 / (((n + 1.3) * (n + 1.3)) + effective);
        rateMu = Math.Min(1 - rate1, 2 * (effective - 2 + (1 / effective)) / (((n + 2) * (n + 2)) + effective));
        rateSigma = (effective + 2) / (n + effective + 5);
        damping = 1 + (2 * Math.Max(0, Math.Sqrt((effective - 1) / (n + 1)) - 1)) + rateSigma;
        expectedNorm = Math.Sqrt(n) * (1 - (1 / (4 * n)) + (1 / (21 * n * n)));
        double negative = Math.Min(1 + (rate1 / rateMu), Math.Min(1 + (2 * Effective(raw[parents..]) / (effective + 2)), (1 - rate1 - rateMu) / (n * rateMu)));
        double above = raw.Where(w => w > 0).Sum(), below = -raw.Where(w => w < 0).Sum();
        weights = [.. raw.Select(w => w >= 0 ? w / above : negative * w / below)];
        pathSigma = Vector<double>.Build.Dense(dimensions);
        pathC = Vector<double>.Build.Dense(dimensions);
        Covariance = Matrix<double>.Build.DenseIdentity(dimensions);
        (root, inverseRoot) = (Covariance, Covariance);
        Scale = [.. Enumerable.Repeat(1.0, dimensions)];
    }

    /// <summary>The number of points of a generation, λ.</summary>
    public int Population { get; }

    /// <summary>The number of updates, g.</summary>
    public int Generation { get; private set; }

    /// <summary>The mean m.</summary>
    public Vector<double> Mean { get; private set; }

    /// <summary>The step size σ.</summary>
    public double Step { get; private set; }

    /// <summary>The covariance matrix C.</summary>
    public Matrix<double> Covariance { get; private set; }

    /// <summary>The diagonal of A.</summary>
    public double[] Scale { get; }

    /// <summary>The number of points of a generation by default, 4 + ⌊3 ln n⌋ for n dimensions.</summary>
    public static int DefaultPopulation(int dimensions) => 4 + (int)Math.Floor(3 * Math.Log(dimensions));

    /// <summary>The point m + σ·√C·z.</summary>
    public double[] Point(double[] z) => (Mean + (Step * (root * Vector<double>.Build.DenseOfArray(z)))).ToArray();

    /// <summary>What the objective sees of a point, m + A·(x − m).</summary>
    public double[] Seen(double[] point) => [.. point.Select((value, j) => Mean[j] + (Scale[j] * (value - Mean[j])))];

    /// <summary>One update.</summary>
    /// <param name="points">The points of the generation, the best first.</param>
    public void Update(IReadOnlyList<double[]> points)
    {
        Vector<double>[] steps = [.. points.Select(point => Vector<double>.Build.Dense(dimensions, j => (point[j] - Mean[j]) / Step))];
        Vector<double> mean = Vector<double>.Build.Dense(dimensions);
        for (int i = 0; i < Population / 2; i++)
        {
            mean += weights[i] * steps[i];
        }

        Mean += Step * mean;
        pathSigma = ((1 - rateSigma) * pathSigma) + (Math.Sqrt(rateSigma * (2 - rateSigma) * effective) * (inverseRoot * mean));
        double norm = pathSigma.L2Norm();
        Generation++;
        bool isSlow = norm / Math.Sqrt(1 - Math.Pow(1 - rateSigma, 2 * Generation)) < (1.4 + (2.0 / (dimensions + 1))) * expectedNorm;
        pathC = ((1 - rateC) * pathC) + ((isSlow ? Math.Sqrt(rateC * (2 - rateC) * effective) : 0) * mean);
        Matrix<double> covariance = (1 + (isSlow ? 0 : rate1 * rateC * (2 - rateC)) - rate1 - (rateMu * weights.Sum())) * Covariance;
        covariance += rate1 * pathC.OuterProduct(pathC);
        for (int i = 0; i < Population; i++)
        {
            double length = (inverseRoot * steps[i]).L2Norm();
            double weight = weights[i] >= 0 || length == 0 ? weights[i] : weights[i] * dimensions / (length * length);
            covariance += rateMu * weight * steps[i].OuterProduct(steps[i]);
        }

        Covariance = (covariance + covariance.Transpose()) / 2;
        Step = Math.Min(Step * Math.Exp(rateSigma / damping * ((norm / expectedNorm) - 1)), 1e3);
        Decompose();
    }

    /// <summary>Moves the mean and widens the distribution of an integer, so that its neighbors on either side have a probability of at least 1/(2·n·λ) each.</summary>
    /// <param name="j">The dimension.</param>
    /// <param name="low">The lower end of the part of the mean's integer; null for the lowest integer.</param>
    /// <param name="high">The upper end; null for the highest integer.</param>
    public void KeepMargin(int j, double? low, double? high)
    {
        double margin = 1.0 / (dimensions * Population), deviation = Step * Scale[j] * Math.Sqrt(Covariance[j, j]);
        if (low is null || high is null)
        {
            // At an end there is one neighbor, whose probability is at least 1/(n·λ).
            double edge = (low ?? high)!.Value, distance = Math.Min(Math.Abs(Mean[j] - edge), -NormalDistribution.Quantile(margin) * deviation);
            Mean[j] = low is null ? edge - distance : edge + distance;
            return;
        }

        double below = NormalDistribution.Cumulative((low.Value - Mean[j]) / deviation), above = NormalDistribution.Cumulative((Mean[j] - high.Value) / deviation), middle = 1 - below - above;
        double least = margin / 2, raisedBelow = Math.Max(below, least), raisedAbove = Math.Max(above, least);
        double share = (1 - raisedBelow - raisedAbove - middle) / (raisedBelow + raisedAbove + middle - (3 * least));
        double left = Distance(raisedBelow), right = Distance(raisedAbove);
        Scale[j] *= (high.Value - low.Value) / ((left + right) * deviation);
        Mean[j] = low.Value + (left * (high.Value - low.Value) / (left + right));

        // In standard deviations; the bounds keep the sum of both from being 0.
        double Distance(double raised) => -NormalDistribution.Quantile(Math.Clamp(raised + (share * (raised - least)), 1e-10, 0.5 - 1e-10));
    }

    private static double Effective(double[] weights) => weights.Sum() * weights.Sum() / weights.Sum(weight => weight * weight);

    private void Decompose()
    {
        Evd<double> decomposition = Covariance.Evd(Symmetricity.Symmetric);
        Vector<double> deviations = decomposition.EigenValues.Map(value => Math.Sqrt(Math.Max(value.Real, 1e-20)));
        Matrix<double> vectors = decomposition.EigenVectors;
        root = vectors * Matrix<double>.Build.DiagonalOfDiagonalVector(deviations) * vectors.Transpose();
        inverseRoot = vectors * Matrix<double>.Build.DiagonalOfDiagonalVector(deviations.Map(deviation => 1 / deviation)) * vectors.Transpose();
    }
}
