namespace Descent.Numerics;

/// <summary>Names the independent uses of one seed, so that no two of them ever draw the same numbers. Streams of custom types begin at
/// 128 · 2⁵⁶.</summary>
/// <example><c>CounterRandom random = new(seed, Streams.Noise);</c></example>
public static class Streams
{
    /// <summary>Initial parameters; the low bits contain the parameter's index.</summary>
    public const ulong Initialization = 1UL << 56;

    /// <summary>The order of the rows; the low bits contain the epoch.</summary>
    public const ulong Shuffle = 2UL << 56;

    /// <summary>Splits into training, validation and test rows, and into folds.</summary>
    public const ulong Split = 3UL << 56;

    /// <summary>Synthetic data; the low bits contain the column.</summary>
    public const ulong Synthetic = 4UL << 56;

    /// <summary>Masks and noise in training mode; the low bits contain the layer and the step.</summary>
    public const ulong Noise = 5UL << 56;

    /// <summary>Augmented training rows; the low bits contain the purpose, and the epoch or the class.</summary>
    public const ulong Augmentation = 9UL << 56;

    /// <summary>Parameters that are fitted to the training rows; the low bits contain the parameter's index.</summary>
    public const ulong Fitting = 13UL << 56;

    /// <summary>New random values of weights during training; the low bits contain the parameter's index and the epoch.</summary>
    public const ulong Randomization = 12UL << 56;

    /// <summary>Permutations and orders for explaining a model; the low bits contain the column or the row, and the
    /// repetition.</summary>
    public const ulong Explanation = 14UL << 56;

    /// <summary>Values that samplers choose, and the seeds of trials; the low bits contain the purpose and the trial.</summary>
    public const ulong Tuning = 15UL << 56;

    /// <summary>Rows that are drawn with replacement, one for each index.</summary>
    public const ulong Bootstrap = 16UL << 56;
}
