namespace Descent;

/// <summary>
/// Periodic embedding of every number, with separate parameters for each input: <c>e = max(0, W·(cos 2πf·x, sin 2πf·x) + b)</c>, known as <c>PLR</c>; without
/// <see cref="Rectified"/> it is <c>PL</c>.
/// </summary>
/// <remarks>
/// Gorishniy, Rubachev and Babenko, "On embeddings for numerical features in tabular deep learning", 2022. The frequencies f (<c>frequency</c>) are drawn from
/// N(0, σ²), with values beyond 3σ drawn again; W (<c>weight</c>) and b (<c>bias</c>) are drawn from U(−a, a), a = 1/√(2·frequencies). All are learned. Penalties and decay apply to W. Category codes
/// are passed on unchanged, for a <see cref="CategoryEmbedding"/> after this layer.
/// </remarks>
/// <example><c>Network network = [new Periodic(StandardDeviation: 0.1), new Dense(64, new Relu()), new Dense(1)];</c></example>
/// <param name="Frequencies">The number of frequencies per input, at least 1; default 48.</param>
/// <param name="Width">The number of outputs per input, at least 1; default 24.</param>
/// <param name="StandardDeviation">σ &gt; 0, which has to be tuned between about 0.01 and 1; default 0.01.</param>
/// <param name="Rectified">Whether the rectifier max(0, …) is applied; default true.</param>
public sealed record Periodic([Option(AtLeast = 1)] int Frequencies = 48, [Option(AtLeast = 1)] int Width = 24, [Option(Above = 0)] double StandardDeviation = 0.01, bool Rectified = true) : Layer
{
    /// <summary>The number of frequencies per input.</summary>
    public int Frequencies { get; init => field = Check.AtLeast(value, 1, nameof(Frequencies)); } = Check.AtLeast(Frequencies, 1);

    /// <summary>The number of outputs per input.</summary>
    public int Width { get; init => field = Check.AtLeast(value, 1, nameof(Width)); } = Check.AtLeast(Width, 1);

    /// <summary>σ.</summary>
    public double StandardDeviation { get; init => field = Check.Positive(value, nameof(StandardDeviation)); } = Check.Positive(StandardDeviation);

    internal override void Write(StepBuilder steps)
    {
        if (steps.Numbers == 0)
        {
            return;
        }

        steps.PeriodicAffine(Frequencies, new CutNormal(StandardDeviation), phase: null, Width, new RandomUniform(1 / Math.Sqrt(2.0 * Frequencies)));
        if (Rectified)
        {
            new Relu().Write(steps);
        }
    }
}
