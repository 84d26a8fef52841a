using Descent.Numerics;

namespace Descent;

/// <summary>Which number of connections <see cref="VarianceScaling"/> divides by.</summary>
public enum FanMode
{
    /// <summary>Inputs of the layer.</summary>
    FanIn,

    /// <summary>Outputs of the layer.</summary>
    FanOut,

    /// <summary>The mean of both.</summary>
    Average,
}

/// <summary>From what <see cref="VarianceScaling"/> draws; the variance is the same.</summary>
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
/// Numbers of mean 0 and variance <c>Scale / n</c>, n being fanIn, fanOut or their mean. Cases of it: LeCun (1, FanIn),
/// He (2, FanIn), Glorot (1, Average).
/// </summary>
/// <remarks>Keras's VarianceScaling, whose named normal cases are truncated; those here are not, like PyTorch's.</remarks>
/// <param name="Scale">s &gt; 0; default 1.</param>
/// <param name="Mode">What n is; default fanIn.</param>
/// <param name="Distribution">From what is drawn; default the truncated normal distribution.</param>
public sealed record VarianceScaling(double Scale = 1, FanMode Mode = FanMode.FanIn, ScaledDistribution Distribution = ScaledDistribution.TruncatedNormal) : Initializer
{
    /// <summary>Standard deviation of a standard normal number cut at ±2: √(1 − 4φ(2)/(2Φ(2) − 1)).</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>s.</summary>
    public double Scale { get; init => field = Check.Positive(value, nameof(Scale)); } = Check.Positive(Scale);

    /// <summary>What n is.</summary>
    public FanMode Mode { get; init => field = Check.Defined(value); } = Check.Defined(Mode);

    /// <summary>From what is drawn.</summary>
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

    /// <summary>Draws until a number lies within ±2; the further draws of value i are numbered i + count, i + 2·count ….</summary>
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
