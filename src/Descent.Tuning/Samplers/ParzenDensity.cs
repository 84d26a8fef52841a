using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>
/// A density of parameters that are active together, estimated from observations: a mixture of a kernel per observation and a wide one, the
/// prior, which is last.
/// </summary>
/// <remarks>
/// <para>
/// p(x) = Σₖ wₖ·Πⱼ κ(xⱼ; μₖⱼ, σₖⱼ). The kernel of a number is a normal distribution truncated to the unit interval; that of a parameter
/// with steps is the mass of this distribution in the part of the value. The kernel of a choice with c values has the probabilities
/// (1{x = μ} + w/K)/(1 + c·w/K) with K kernels and the weight w of the prior.
/// </para>
/// <para>Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011; Watanabe, "Tree-structured Parzen estimator:
/// understanding its algorithm components and their roles for better empirical performance", 2023.</para>
/// </remarks>
internal sealed class ParzenDensity
{
    private readonly SearchParameter[] parameters;
    private readonly double[][] means, widths, logScales;
    private readonly double[] logWeights, cumulative;
    private readonly double smoothing;

    /// <param name="parameters">The parameters.</param>
    /// <param name="observations">Of each observation the values: on the unit interval, or the index of a choice.</param>
    /// <param name="weights">The weight of each observation.</param>
    /// <param name="options">The bandwidths and the weight of the prior.</param>
    public ParzenDensity(SearchParameter[] parameters, double[][] observations, double[] weights, ParzenOptions options)
    {
        int kernels = observations.Length + 1;
        this.parameters = parameters;
        smoothing = options.PriorWeight / kernels;
        double total = weights.Sum() + options.PriorWeight, sum = 0;
        double[] shares = [.. weights.Append(options.PriorWeight).Select(weight => weight / total)];
        logWeights = [.. shares.Select(share => Math.Log(share))];
        cumulative = [.. shares.Select(share => sum += share)];
        means = new double[parameters.Length][];
        widths = new double[parameters.Length][];
        logScales = new double[parameters.Length][];
        for (int j = 0; j < parameters.Length; j++)
        {
            means[j] = [.. observations.Select(row => row[j]), 0.5];
            widths[j] = parameters[j] is ChoiceParameter ? [] : Widths(means[j], parameters.Length, options);
            logScales[j] = [.. widths[j].Zip(means[j], (width, mean) => NormalDistribution.LogMass(-mean / width, (1 - mean) / width))];
        }
    }

    /// <summary>The logarithm of the density on the unit cube, or the probability of discrete values.</summary>
    public double Log(double[] point)
    {
        double[] terms = [.. logWeights];
        for (int j = 0; j < parameters.Length; j++)
        {
            for (int k = 0; k < terms.Length; k++)
            {
                terms[k] += LogKernel(j, k, point[j]);
            }
        }

        double largest = terms.Max();
        return largest + Math.Log(terms.Sum(term => Math.Exp(term - largest)));
    }

    /// <summary>Draws a point.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="draw">The index of the next number, which is advanced.</param>
    /// <returns>A value of each parameter: on the unit interval, or the index of a choice.</returns>
    public double[] Draw(CounterRandom random, ref ulong draw)
    {
        int k = Find(cumulative, random.Uniform(draw++));
        double[] point = new double[parameters.Length];
        for (int j = 0; j < point.Length; j++)
        {
            double u = random.Uniform(draw++);
            if (parameters[j] is ChoiceParameter { Choices.Count: var count })
            {
                double own = 1 / (1 + (count * smoothing));
                point[j] = k < cumulative.Length - 1 && u < own ? means[j][k] : Math.Min(Math.Floor((k < cumulative.Length - 1 ? (u - own) / (1 - own) : u) * count), count - 1);
            }
            else
            {
                double mean = means[j][k], sigma = widths[j][k], low = NormalDistribution.Cumulative(-mean / sigma), high = NormalDistribution.Cumulative((1 - mean) / sigma);
                point[j] = Math.Clamp(mean + (sigma * NormalDistribution.Quantile(low + (u * (high - low)))), 0, 1);
                if (Cells(parameters[j]) is { } cells)
                {
                    point[j] = (Math.Min(Math.Floor(point[j] * cells), cells - 1) + 0.5) / cells;
                }
            }
        }

        return point;
    }

    private static int Find(double[] cumulative, double u)
    {
        int k = 0;
        while (k < cumulative.Length - 1 && u >= cumulative[k])
        {
            k++;
        }

        return k;
    }

    // The number of parts of the unit interval; null for a continuous parameter. Logarithmic integers count as continuous: their parts differ in length.
    private static long? Cells(SearchParameter parameter) => parameter is IntegerParameter { Log: true } ? null : parameter.Count;

    private double LogKernel(int j, int k, double x)
    {
        if (parameters[j] is ChoiceParameter { Choices.Count: var count })
        {
            return k == logWeights.Length - 1 ? -Math.Log(count) : Math.Log(((x == means[j][k] ? 1 : 0) + smoothing) / (1 + (count * smoothing)));
        }

        double mean = means[j][k], sigma = widths[j][k];
        return (Cells(parameters[j]) is { } cells
            ? NormalDistribution.LogMass((Math.Max(x - (0.5 / cells), 0) - mean) / sigma, (Math.Min(x + (0.5 / cells), 1) - mean) / sigma)
            : NormalDistribution.LogDensity((x - mean) / sigma) - Math.Log(sigma)) - logScales[j][k];
    }

    private static double[] Widths(double[] means, int dimensions, ParzenOptions options)
    {
        int kernels = means.Length, observations = kernels - 1;
        double smallest = 1 / Math.Min(100, Math.Pow(1 + kernels, options.NarrowingPower));
        double[] own = options.Neighbors ? NeighborWidths(means) : [.. means.Select(_ => options.Scale * Math.Pow(Math.Max(observations, 1), -1.0 / (dimensions + 4)))];
        own = [.. own.Select(width => Math.Clamp(width, smallest, 1))];
        own[^1] = 1;
        return own;
    }

    // The larger distance to the neighbors, the prior among them; at the ends the only one.
    private static double[] NeighborWidths(double[] means)
    {
        int[] order = [.. Enumerable.Range(0, means.Length).OrderBy(k => means[k])];
        double[] own = new double[means.Length];
        for (int i = 0; i < order.Length; i++)
        {
            double mean = means[order[i]];
            double below = i > 0 ? mean - means[order[i - 1]] : double.NegativeInfinity, above = i < order.Length - 1 ? means[order[i + 1]] - mean : double.NegativeInfinity;
            own[order[i]] = order.Length == 1 ? 1 : Math.Max(below, above);
        }

        return own;
    }
}

/// <summary>Options of a density. Optuna has a scale of 0.2 and a power of 1.</summary>
/// <param name="PriorWeight">The weight of the prior, that of an observation being 1 on average.</param>
/// <param name="Neighbors">Whether the width of a kernel is its distance to its neighbors, rather than Scott's rule, scale·n^(−1/(d + 4)) for n observations of d parameters.</param>
/// <param name="Scale">The factor of Scott's rule.</param>
/// <param name="NarrowingPower">The smallest width is 1/min(100, (1 + kernels)^power).</param>
internal sealed record ParzenOptions(double PriorWeight, bool Neighbors, double Scale = 0.1, double NarrowingPower = 2);
