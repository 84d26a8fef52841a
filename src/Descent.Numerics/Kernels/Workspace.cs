using System.Numerics;

namespace Descent.Numerics;

/// <summary>The buffers into which one thread packs blocks of a large product. Each is allocated once, when first needed.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class Workspace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private AlignedBlock<T>? left, right, edge, scratch;

    /// <summary>The number of values in all buffers together.</summary>
    public static int Length => ((Blocking.RowBlock + Blocking.ColumnBlock) * Blocking.DepthBlock) + (Blocking.TileRows * Blocking.WidestStrip);

    /// <summary>Allocates the buffers now, so that no later step allocates.</summary>
    public void Reserve()
    {
        _ = Left;
        _ = Right;
        _ = Edge;
    }

    internal AlignedBlock<T> Left => left ??= new(Blocking.RowBlock * Blocking.DepthBlock);

    internal AlignedBlock<T> Right => right ??= new(Blocking.ColumnBlock * Blocking.DepthBlock);

    internal AlignedBlock<T> Edge => edge ??= new(Blocking.TileRows * Blocking.WidestStrip);

    /// <summary>A buffer of some rows, which the next call overwrites. It is allocated when first needed, and again only if it must be
    /// larger.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <returns>The rows, padded to 64 bytes.</returns>
    public unsafe Matrix<T> Rows(int rows, int columns)
    {
        int stride = (int)AlignedBlock<T>.Pad(columns);
        return new(Scratch(checked(rows * stride)), rows, columns, stride);
    }

    /// <summary>A buffer for an embedding that processes one feature.</summary>
    /// <param name="length">The number of values.</param>
    internal unsafe T* Scratch(int length)
    {
        if (scratch is null || scratch.Length < length)
        {
            scratch = new(length);
        }

        return scratch.Pointer;
    }
}
