using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Changes the values of the training rows before every epoch. To write your own, derive a sealed record from it.</summary>
/// <remarks>
/// Rows are changed by one thread, and every random number is a function of the seed, the type, the epoch and the index of the draw
/// (<see cref="AugmentedRows{T}.Draws"/>). The rows are therefore the same for any number of threads, and in a resumed training.
/// Category codes cannot be changed this way, so networks with category columns do not support augmentations of this kind.
/// </remarks>
/// <example>
/// <code>
/// public sealed record SwapNoise(double Probability = 0.1) : EpochAugmentation
/// {
///     protected override void Change&lt;T&gt;(in AugmentedRows&lt;T&gt; rows)
///     { … }
/// }
/// </code>
/// </example>
public abstract record EpochAugmentation : Augmentation
{
    /// <summary>
    /// Whether it computes every row from the original rows, overwrites the results of other augmentations, and so has to come before them; default false. A list can contain one
    /// such augmentation; the others change its results, in order.
    /// </summary>
    protected internal virtual bool ReadsSource => false;

    /// <summary>Whether it also changes targets and weights; default false. Losses that do not support the new targets are rejected before training.</summary>
    protected internal virtual bool ChangesTargets => false;

    /// <summary>Changes the rows of an epoch. It is called once before every epoch; its result must depend only on the rows and their draws.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The rows to change, and the original rows.</param>
    protected internal abstract void Change<T>(in AugmentedRows<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A separate seed, so that two types do not draw the same numbers: the draw at an index that is the hash (FNV-1a) of the type's name.</summary>
    internal virtual ulong SeedFrom(ulong seed)
    {
        ulong hash = 14695981039346656037;
        foreach (byte part in MemoryMarshal.AsBytes((GetType().FullName ?? GetType().Name).AsSpan()))
        {
            hash = (hash ^ part) * 1099511628211;
        }

        return new CounterRandom(seed, Streams.Augmentation + AugmentationUse.Own).Bits(hash);
    }
}
