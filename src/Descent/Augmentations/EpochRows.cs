using System.Numerics;
using Descent.Data;

namespace Descent.Augmentations;

/// <summary>A second copy of the training rows, written anew before every epoch by the augmentations that change numbers; nothing is allocated after it was made.</summary>
internal sealed class EpochRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dataset<T> source;
    private readonly ReadOnlyMemory<T> sourceWeights;
    private readonly T[] inputs, targets, weights;
    private readonly int[] partners;
    private readonly bool[] twoValued;
    private readonly Mixup? mixup;
    private readonly InputNoise? noise;
    private readonly ulong seed;

    private EpochRows(Dataset<T> source, ReadOnlyMemory<T> weights, Mixup? mixup, InputNoise? noise, ulong seed)
    {
        this.source = source;
        sourceWeights = weights;
        this.mixup = mixup;
        this.noise = noise;
        this.seed = seed;
        inputs = source.Inputs.ToArray();
        targets = source.Targets.ToArray();
        this.weights = weights.ToArray();
        partners = new int[mixup is null ? 0 : source.Rows];
        twoValued = noise is null ? [] : TwoValued.Of(source);
        Data = Dataset.Create<T>(inputs, source.InputColumns, targets, source.TargetColumns);
    }

    /// <summary>The rows; the same object for every epoch, with other numbers.</summary>
    public Dataset<T> Data { get; }

    /// <summary>Their weights, or nothing.</summary>
    public ReadOnlyMemory<T> Weights => weights;

    /// <summary>The rows for a list of augmentations; null if none of them changes numbers.</summary>
    public static EpochRows<T>? Of(Dataset<T> source, ReadOnlyMemory<T> weights, IReadOnlyList<Augmentation>? augmentations, ulong seed)
    {
        Mixup? mixing = augmentations?.OfType<Mixup>().SingleOrDefault();
        InputNoise? moving = augmentations?.OfType<InputNoise>().SingleOrDefault();
        return mixing is null && moving is null ? null : new EpochRows<T>(source, weights, mixing, moving, seed);
    }

    /// <summary>Writes the rows of an epoch: the same ones whenever the same epoch is asked for.</summary>
    public void Refresh(int epoch)
    {
        if (mixup is null)
        {
            source.Inputs.Span.CopyTo(inputs);
        }
        else
        {
            mixup.Mix(source, sourceWeights.Span, inputs, targets, weights, partners, seed, epoch);
        }

        noise?.Add<T>(inputs, twoValued, seed, epoch);
    }
}
