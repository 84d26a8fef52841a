using System.Globalization;
using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>A second copy of the training rows, written anew before every epoch by the augmentations that change numbers; nothing is allocated after it was made.</summary>
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

    /// <summary>The rows; the same object for every epoch, with other numbers.</summary>
    public Dataset<T> Data { get; }

    /// <summary>Their weights, or nothing.</summary>
    public ReadOnlyMemory<T> Weights => weights;

    /// <summary>The rows for a list of augmentations; null if none of them changes numbers.</summary>
    public static EpochRows<T>? Of(Dataset<T> source, ReadOnlyMemory<T> weights, IReadOnlyList<Augmentation>? augmentations, ulong seed)
    {
        EpochAugmentation[] ofEpochs = [.. (augmentations ?? []).OfType<EpochAugmentation>().OrderBy(change => !change.ReadsSource)];
        return ofEpochs.Length == 0 ? null : new EpochRows<T>(source, weights, ofEpochs, seed);
    }

    /// <summary>Whether targets may lie between those of the rows.</summary>
    public bool ChangesTargets => changes.Any(change => change.ChangesTargets);

    /// <summary>Writes the rows of an epoch: the same ones whenever the same epoch is asked for.</summary>
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

    /// <summary>What an augmentation of one's own makes must be rows that can be trained on: later it would be the learning rate that is blamed.</summary>
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
            throw new ArgumentException($"{change.GetType().Name} gives all rows of epoch {epoch} the weight 0, so that nothing is left to learn from. Leave some their weight.");
        }

        void Require(T[] numbers, int columns, string what)
        {
            if (Array.FindIndex(numbers, number => !T.IsFinite(number)) is >= 0 and var at)
            {
                throw new ArgumentException($"{change.GetType().Name} makes {what} {at % columns} of row {at / columns} {numbers[at].ToString(null, CultureInfo.InvariantCulture)} in epoch {epoch}. An augmentation gives finite numbers.");
            }
        }
    }
}
