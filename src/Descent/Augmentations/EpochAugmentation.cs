using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Changes the numbers of the training rows anew before every epoch. Derive a sealed record from it to write one.</summary>
/// <remarks>
/// Rows are changed by one thread, and every random number follows from the seed, the type, the epoch and the number of the draw
/// (<see cref="AugmentedRows{T}.Draws"/>): any number of threads trains on the same rows, and so does a training that was resumed.
/// Codes of categories are no numbers to be changed: networks with category columns refuse every augmentation of this kind.
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
    /// Whether it writes every row from the rows as they are given, over what others have made of them, and so has to come before them; default no. A list can have one
    /// augmentation that does; the others work on its results, in their order.
    /// </summary>
    protected internal virtual bool ReadsSource => false;

    /// <summary>Whether it changes targets and weights, too; default no. Losses that do not take the new targets are refused before training.</summary>
    protected internal virtual bool ChangesTargets => false;

    /// <summary>Changes the rows of an epoch. It is called once before every epoch; what it does may depend on nothing but the rows and their draws.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The rows, and where they come from.</param>
    protected internal abstract void Change<T>(in AugmentedRows<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A seed of its own, so that two types never draw the same numbers: a draw at the place that the type's name stands for (FNV-1a).</summary>
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
