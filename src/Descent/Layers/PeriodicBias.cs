namespace Descent;

/// <summary>
/// Periodic embedding of every number with phases, which also keeps the number itself (<c>PBLD</c>): <c>e = (W·cos(2πf·x + p) + c, x)</c>, with separate parameters for each input.
/// </summary>
/// <remarks>
/// Holzmüller, Grinsztajn and Steinwart, "Better by default: strong pre-tuned MLPs and boosted trees on tabular data", 2024 (RealMLP). The frequencies f (<c>frequency</c>)
/// are drawn from N(0, σ²), the phases p (<c>phase</c>) from U(−π, π), W (<c>weight</c>) and c (<c>bias</c>) from U(−a, a), a = 1/√frequencies. All are learned. Penalties and decay
/// apply to W. Each number follows its own outputs, whereas the paper puts all numbers last. Category codes are passed on unchanged, for a <see cref="CategoryEmbedding"/> after this layer.
/// </remarks>
/// <example><c>Network network = [new PeriodicBias(), new CategoryEmbedding(), new Dense(256, new Selu()), new Dense(1)];</c></example>
/// <param name="Frequencies">The number of frequencies per input, at least 1; default 16.</param>
/// <param name="Width">The number of outputs per input, including x, at least 2; default 4.</param>
/// <param name="StandardDeviation">σ &gt; 0; default 0.1.</param>
public sealed record PeriodicBias([Option(AtLeast = 1)] int Frequencies = 16, [Option("with x itself", AtLeast = 2)] int Width = 4, [Option(Above = 0)] double StandardDeviation = 0.1) : Layer
{
    /// <summary>The number of frequencies per input.</summary>
    public int Frequencies { get; init => field = Check.AtLeast(value, 1, nameof(Frequencies)); } = Check.AtLeast(Frequencies, 1);

    /// <summary>The number of outputs per input, including x.</summary>
    public int Width { get; init => field = Check.AtLeast(value, 2, nameof(Width)); } = Check.AtLeast(Width, 2);

    /// <summary>σ.</summary>
    public double StandardDeviation { get; init => field = Check.Positive(value, nameof(StandardDeviation)); } = Check.Positive(StandardDeviation);

    internal override void Write(StepBuilder steps)
    {
        if (steps.Numbers > 0)
        {
            steps.PeriodicAffine(Frequencies, new RandomNormal(StandardDeviation), new RandomUniform(Math.PI), Width - 1, new RandomUniform(1 / Math.Sqrt(Frequencies)), raw: true);
        }
    }
}
