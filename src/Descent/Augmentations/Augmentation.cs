using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// A way to make more, or other, training rows out of those there are. Only the rows that are trained on are touched, never
/// validation or test rows. Everything drawn follows from the seed, so the same seed gives the same rows.
/// </summary>
/// <remarks>
/// There are two sorts: <see cref="Resampling"/> decides once, before training, which rows there are; an <see cref="EpochAugmentation"/> changes the
/// numbers of the rows anew in every epoch (<see cref="Mixup"/> first, others such as <see cref="InputNoise"/> on top of it).
/// </remarks>
public abstract record Augmentation : IPart
{
    private protected Augmentation()
    {
    }

    /// <summary>The data set after every <see cref="Resampling"/> of a list, in order.</summary>
    internal static Dataset<T> Resampled<T>(Dataset<T> data, IReadOnlyList<Augmentation>? augmentations, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require(augmentations);
        foreach (Resampling resampling in augmentations?.OfType<Resampling>() ?? [])
        {
            data = resampling.Apply(data, seed);
        }

        return data;
    }

    private static void Require(IReadOnlyList<Augmentation>? augmentations)
    {
        if (augmentations?.GroupBy(own => own.GetType()).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Augmentations has {twice.Key.Name} {twice.Count()} times; name each once.", nameof(augmentations));
        }

        if (augmentations?.OfType<EpochAugmentation>().Where(own => own.ReadsSource).ToArray() is [var first, var second, ..])
        {
            throw new ArgumentException($"{first.GetType().Name} and {second.GetType().Name} both write every row from those that are given, so one would undo the other. Use one of them.", nameof(augmentations));
        }
    }
}
