using System.Globalization;
using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>A second copy of the training rows, which the augmentations rewrite before every epoch. Nothing is allocated after construction.</summary>
internal sealed class EpochRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dataset<T> source;
    private readonly ReadOnlyMemory<T> sourceWeights;
    private readonly T[] inputs, targets, weights;
    private readonly int[] room;
    private readonly bool[] twoValued;
    private readonly EpochAugmentation[] changes;
    private readonly ulong[] seeds;
    private readonly bool[] isOwn;

    private EpochRows(Dataset<T> source, ReadOnlyMemory<T> weights, EpochAugmentation[] changes, ulong seed)
    {
        this.source = source;
        sourceWeights = weights;
        this.changes = changes;
        seeds = Array.ConvertAll(changes, change => change.SeedFrom(seed));
        isOwn = Array.ConvertAll(changes, change => change.GetType().Assembly != typeof(EpochAugmentation).Assembly);
        inputs = source.Inputs.ToArray();
        targets = source.Targets.ToArray();
        this.weights = weights.ToArray();
        room = new int[source.Rows];
        twoValued = TwoValued.Of(source);
        Data = Dataset.Create<T>(inputs, source.InputColumns, targets, source.TargetColumns);
    }

    /// <summary>The rows: the same object for every epoch, with changed values.</summary>
    public Dataset<T> Data { get; }

    /// <summary>The weights of the rows, or empty.</summary>
    public ReadOnlyMemory<T> Weights => weights;

    /// <summary>Creates the rows for a list of augmentations; null if none of them is an <see cref="EpochAugmentation"/>.</summary>
    public static EpochRows<T>? Of(Dataset<T> source, ReadOnlyMemory<T> weights, IReadOnlyList<Augmentation>? augmentations, ulong seed)
    {
        EpochAugmentation[] ofEpochs = [.. (augmentations ?? []).OfType<EpochAugmentation>().OrderBy(change => !change.ReadsSource)];
        return ofEpochs.Length == 0 ? null : new EpochRows<T>(source, weights, ofEpochs, seed);
    }

    /// <summary>Whether targets may lie between those of the original rows.</summary>
    public bool ChangesTargets => changes.Any(change => change.ChangesTargets);

    /// <summary>Writes the rows of an epoch, which are the same every time for the same epoch.</summary>
    public void Refresh(int epoch)
    {
        source.Inputs.Span.CopyTo(inputs);
        source.Targets.Span.CopyTo(targets);
        sourceWeights.Span.CopyTo(weights);
        for (int i = 0; i < changes.Length; i++)
        {
            bool opens = changes[i].ChangesTargets;
            changes[i].Change(new AugmentedRows<T>
            {
                Source = source,
                SourceWeights = sourceWeights.Span,
                Inputs = inputs,
                Targets = opens ? targets : default,
                Weights = opens ? weights : default,
                TwoValued = twoValued,
                Scratch = room,
                Epoch = epoch,
                Seed = seeds[i],
            });
            if (isOwn[i])
            {
                RequireNumbers(changes[i], epoch);
            }
        }
    }

    /// <summary>Checks the rows of a custom augmentation here, because a later error would blame the learning rate.</summary>
    private void RequireNumbers(EpochAugmentation change, int epoch)
    {
        Require(inputs, source.InputColumns, "input");
        if (!change.ChangesTargets)
        {
            return;
        }

        Require(targets, source.TargetColumns, "target");
        if (weights.Length > 0 && Array.TrueForAll(weights, weight => weight == T.Zero))
        {
            throw new ArgumentException($"{change.GetType().Name} sets the weights of all rows in epoch {epoch} to 0, so that nothing is left to train on. At least one row must have a weight above 0.");
        }

        void Require(T[] numbers, int columns, string what)
        {
            if (Array.FindIndex(numbers, number => !T.IsFinite(number)) is >= 0 and var at)
            {
                throw new ArgumentException($"{change.GetType().Name} sets {what} {at % columns} of row {at / columns} to {numbers[at].ToString(null, CultureInfo.InvariantCulture)} in epoch {epoch}. An augmentation must produce finite numbers.");
            }
        }
    }
}
