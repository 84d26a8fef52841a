using Descent.Numerics;

namespace Descent;

/// <summary>Plus or minus <see cref="Size"/>, each with probability ½.</summary>
/// <remarks>It makes members that share their matrices differ: Wen, Tran and Ba, "BatchEnsemble", 2020.</remarks>
/// <param name="Size">a &gt; 0 of ±a; default 1.</param>
public sealed record RandomSigns([Option(Above = 0)] double Size = 1) : Initializer
{
    /// <summary>a of ±a.</summary>
    public double Size { get; init => field = Check.Positive(value, nameof(Size)); } = Check.Positive(Size);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Uniform((ulong)i) < 0.5 ? -Size : Size;
        }
    }
}
