using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// A way to add or change training rows, based on the existing ones. It applies only to training rows, never
/// to validation or test rows. All random numbers are derived from the seed, so the same seed gives the same rows.
/// </summary>
/// <remarks>
/// There are two kinds: <see cref="Resampling"/> adds or removes rows once, before training; an <see cref="EpochAugmentation"/> changes the
/// values of the rows again in every epoch (<see cref="Mixup"/> first, others such as <see cref="InputNoise"/> on top of it).
/// </remarks>
public abstract record Augmentation : IPart
{
    private protected Augmentation()
    {
    }

    /// <summary>Applies every <see cref="Resampling"/> of a list, in order, to a data set.</summary>
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
            throw new ArgumentException($"Augmentations has {twice.Key.Name} {twice.Count()} times. Use each augmentation only once.", nameof(augmentations));
        }

        if (augmentations?.OfType<EpochAugmentation>().Where(own => own.ReadsSource).ToArray() is [var first, var second, ..])
        {
            throw new ArgumentException($"{first.GetType().Name} and {second.GetType().Name} both compute every row from the original rows, so one would undo the other. Use only one of them.", nameof(augmentations));
        }
    }
}
