namespace Descent.Numerics;

/// <summary>Names the independent uses of one seed, so that no two of them ever draw the same numbers. Streams of one's own begin at 128 · 2⁵⁶.</summary>
/// <example><c>CounterRandom random = new(seed, Streams.Noise);</c></example>
public static class Streams
{
    /// <summary>Initial parameters; the low bits carry the parameter's number.</summary>
    public const ulong Initialization = 1UL << 56;

    /// <summary>Order of the rows; the low bits carry the epoch.</summary>
    public const ulong Shuffle = 2UL << 56;

    /// <summary>Splits into training, validation and test rows, and folds.</summary>
    public const ulong Split = 3UL << 56;

    /// <summary>Synthetic data; the low bits carry the column.</summary>
    public const ulong Synthetic = 4UL << 56;

    /// <summary>Masks and noise drawn while training; the low bits carry layer and step.</summary>
    public const ulong Noise = 5UL << 56;

    /// <summary>Made and mixed training rows; the low bits carry what for, and the epoch or the class.</summary>
    public const ulong Augmentation = 9UL << 56;

    /// <summary>Parameters that are fitted to training rows; the low bits carry the parameter's number.</summary>
    public const ulong Fitting = 13UL << 56;

    /// <summary>Fresh numbers for weights while training; the low bits carry the parameter's number and the epoch.</summary>
    public const ulong Randomization = 12UL << 56;

    /// <summary>Permutations and orders that explain a model; the low bits carry the column or the row, and the repeat.</summary>
    public const ulong Explanation = 14UL << 56;
}
