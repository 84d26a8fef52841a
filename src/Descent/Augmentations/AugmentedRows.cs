using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>The training rows of an epoch, which can be changed, together with the original rows.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct AugmentedRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Purposes = 1 << 16, PurposeBit = 40;

    /// <summary>The original rows, which must not be changed.</summary>
    public Dataset<T> Source { get; internal init; }

    /// <summary>The weights of the original rows, including class weights; empty if all rows have the same weight.</summary>
    public ReadOnlySpan<T> SourceWeights { get; internal init; }

    /// <summary>The inputs to change, row after row, <c>Source.InputColumns</c> values each; initially those of <see cref="Source"/>, or the results of the preceding augmentations.</summary>
    public Span<T> Inputs { get; internal init; }

    /// <summary>The targets to change, row after row; empty unless <see cref="EpochAugmentation.ChangesTargets"/>.</summary>
    public Span<T> Targets { get; internal init; }

    /// <summary>The weights to change, one per row; empty if all rows have the same weight, and unless <see cref="EpochAugmentation.ChangesTargets"/>.</summary>
    public Span<T> Weights { get; internal init; }

    /// <summary>For each input column, whether it has at most two different values, such as a one-hot column; values between them have no meaning.</summary>
    public ReadOnlySpan<bool> TwoValued { get; internal init; }

    /// <summary>A buffer of one number per row, for example for a permutation; its initial content is arbitrary.</summary>
    public Span<int> Scratch { get; internal init; }

    /// <summary>The number of the epoch, starting at 1.</summary>
    public int Epoch { get; internal init; }

    internal ulong Seed { get; init; }

    /// <summary>Gets the random numbers of this augmentation and epoch. Every draw is a function of its index, so use different indices for each row or each value.</summary>
    /// <param name="purpose">Separates independent uses, such as shuffling and noise; from 0 to 65,535, default 0.</param>
    /// <returns>The random numbers, which are the same in this epoch whenever the training is repeated or resumed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If the purpose is not from 0 to 65,535.</exception>
    public CounterRandom Draws(int purpose = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(purpose);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(purpose, Purposes);
        return DrawsFor((ulong)purpose << PurposeBit);
    }

    /// <summary>Gets the random numbers for one of <see cref="AugmentationUse"/>.</summary>
    internal CounterRandom DrawsFor(ulong use) => new(Seed, Streams.Augmentation + use + (ulong)Epoch);
}
