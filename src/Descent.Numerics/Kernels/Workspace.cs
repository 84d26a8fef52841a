using System.Numerics;

namespace Descent.Numerics;

/// <summary>The buffers into which one thread packs blocks of a large product. They are made when first needed, once.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class Workspace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private AlignedBlock<T>? left, right, edge, scratch;

    /// <summary>How many numbers all buffers together hold.</summary>
    public static int Length => ((Blocking.RowBlock + Blocking.ColumnBlock) * Blocking.DepthBlock) + (Blocking.TileRows * Blocking.WidestStrip);

    /// <summary>Makes the buffers now, so that no later step allocates.</summary>
    public void Reserve()
    {
        _ = Left;
        _ = Right;
        _ = Edge;
    }

    internal AlignedBlock<T> Left => left ??= new(Blocking.RowBlock * Blocking.DepthBlock);

    internal AlignedBlock<T> Right => right ??= new(Blocking.ColumnBlock * Blocking.DepthBlock);

    internal AlignedBlock<T> Edge => edge ??= new(Blocking.TileRows * Blocking.WidestStrip);

    /// <summary>Room for some rows, which the next use overwrites. It is made when first needed, and again only to be larger.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <returns>The rows, padded to 64 bytes.</returns>
    public unsafe Matrix<T> Rows(int rows, int columns)
    {
        int stride = (int)AlignedBlock<T>.Pad(columns);
        return new(Scratch(checked(rows * stride)), rows, columns, stride);
    }

    /// <summary>Room for what an embedding needs while it works on one feature.</summary>
    /// <param name="length">How many numbers.</param>
    internal unsafe T* Scratch(int length)
    {
        if (scratch is null || scratch.Length < length)
        {
            scratch = new(length);
        }

        return scratch.Pointer;
    }
}
