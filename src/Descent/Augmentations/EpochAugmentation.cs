using System.Numerics;

namespace Descent;

/// <summary>Changes the numbers of the training rows anew before every epoch.</summary>
public abstract record EpochAugmentation : Augmentation
{
    private protected EpochAugmentation()
    {
    }

    /// <summary>Whether it works on the rows as they are given, so that it comes before what works on its results.</summary>
    internal virtual bool ReadsSource => false;

    /// <summary>Whether targets may lie between those of the rows afterwards, which not every loss takes.</summary>
    internal virtual bool ChangesTargets => false;

    /// <summary>Changes the rows of an epoch; the same epoch is always changed alike.</summary>
    internal abstract void Change<T>(in AugmentedRows<T> rows, ulong seed, int epoch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
