using Descent.Numerics;

namespace Descent;

/// <summary>The number of connections that <see cref="VarianceScaling"/> divides by.</summary>
public enum FanMode
{
    /// <summary>The number of inputs of the layer.</summary>
    FanIn,

    /// <summary>The number of outputs of the layer.</summary>
    FanOut,

    /// <summary>The mean of both.</summary>
    Average,
}

/// <summary>The distribution from which <see cref="VarianceScaling"/> draws; all have the same variance.</summary>
public enum ScaledDistribution
{
    /// <summary>A normal distribution cut at two standard deviations, widened to keep the variance (Keras's truncated_normal).</summary>
    TruncatedNormal,

    /// <summary>N(0, s/n) (Keras's untruncated_normal, and PyTorch's normal initializers).</summary>
    Normal,

    /// <summary>U(−a, a) with a = √(3s/n).</summary>
    Uniform,
}

/// <summary>
/// Draws values with mean 0 and variance <c>Scale / n</c>, where n is fanIn, fanOut or their mean. Special cases are LeCun (1, FanIn),
/// He (2, FanIn) and Glorot (1, Average).
/// </summary>
/// <remarks>Keras's VarianceScaling. The named normal initializers of Keras are truncated; those here are not, as in PyTorch.</remarks>
/// <param name="Scale">s &gt; 0; default 1.</param>
/// <param name="Mode">The meaning of n; default fanIn.</param>
/// <param name="Distribution">The distribution; default the truncated normal distribution.</param>
public sealed record VarianceScaling([Option(Above = 0)] double Scale = 1, FanMode Mode = FanMode.FanIn, ScaledDistribution Distribution = ScaledDistribution.TruncatedNormal) : Initializer
{
    /// <summary>Standard deviation of a standard normal number cut at ±2: √(1 − 4φ(2)/(2Φ(2) − 1)).</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>s.</summary>
    public double Scale { get; init => field = Check.Positive(value, nameof(Scale)); } = Check.Positive(Scale);

    /// <summary>The meaning of n.</summary>
    public FanMode Mode { get; init => field = Check.Defined(value); } = Check.Defined(Mode);

    /// <summary>The distribution.</summary>
    public ScaledDistribution Distribution { get; init => field = Check.Defined(value); } = Check.Defined(Distribution);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        double fan = Mode switch { FanMode.FanIn => fanIn, FanMode.FanOut => fanOut, _ => (fanIn + fanOut) / 2.0 };
        double deviation = Math.Sqrt(Scale / fan);
        switch (Distribution)
        {
            case ScaledDistribution.Uniform:
                new RandomUniform(deviation * Math.Sqrt(3)).Fill(values, fanOut, fanIn, random);
                break;
            case ScaledDistribution.Normal:
                new RandomNormal(deviation).Fill(values, fanOut, fanIn, random);
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = deviation / TruncatedDeviation * Truncated(random, (ulong)i, (ulong)values.Length);
                }

                break;
        }
    }

    /// <summary>Draws until a value lies within ±2; the further draws of value i have the indices i + count, i + 2·count ….</summary>
    private static double Truncated(CounterRandom random, ulong index, ulong count)
    {
        double value;
        do
        {
            value = random.Normal(index);
            index += count;
        }
        while (Math.Abs(value) > 2);

        return value;
    }
}
