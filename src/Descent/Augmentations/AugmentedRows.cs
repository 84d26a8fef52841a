using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>The training rows of an epoch, open to be changed, beside those that they come from.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct AugmentedRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Purposes = 1 << 16, PurposeBit = 40;

    /// <summary>The rows as they are given; not to be changed.</summary>
    public Dataset<T> Source { get; internal init; }

    /// <summary>Their weights, those of classes included; empty if all rows count alike.</summary>
    public ReadOnlySpan<T> SourceWeights { get; internal init; }

    /// <summary>The inputs to change, row after row, <c>Source.InputColumns</c> numbers each; at first those of <see cref="Source"/>, or what the augmentations before have made of them.</summary>
    public Span<T> Inputs { get; internal init; }

    /// <summary>The targets to change, row after row; empty unless <see cref="EpochAugmentation.ChangesTargets"/>.</summary>
    public Span<T> Targets { get; internal init; }

    /// <summary>The weights to change, one per row; empty if all rows count alike, or unless <see cref="EpochAugmentation.ChangesTargets"/>.</summary>
    public Span<T> Weights { get; internal init; }

    /// <summary>For each input column whether it has at most two different values, such as a one-hot column: what lies between them means nothing.</summary>
    public ReadOnlySpan<bool> TwoValued { get; internal init; }

    /// <summary>Room for one number per row, such as a permutation, with anything in it.</summary>
    public Span<int> Scratch { get; internal init; }

    /// <summary>Number of the epoch, from 1.</summary>
    public int Epoch { get; internal init; }

    internal ulong Seed { get; init; }

    /// <summary>Random numbers of this augmentation and epoch: every draw is a function of its index, so give each row, or each number of it, indices of its own.</summary>
    /// <param name="purpose">Tells independent uses apart, such as shuffling and noise: from 0 to 65,535; default 0.</param>
    /// <returns>The numbers, the same whenever the same training comes to this epoch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such purpose.</exception>
    public CounterRandom Draws(int purpose = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(purpose);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(purpose, Purposes);
        return DrawsFor((ulong)purpose << PurposeBit);
    }

    /// <summary>The same for one of <see cref="AugmentationUse"/>.</summary>
    internal CounterRandom DrawsFor(ulong use) => new(Seed, Streams.Augmentation + use + (ulong)Epoch);
}
