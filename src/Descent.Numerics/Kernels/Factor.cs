using System.Numerics;

namespace Descent.Numerics;

/// <summary>A matrix read by two steps, so that its transpose is the same memory with the steps exchanged.</summary>
internal readonly unsafe struct Factor<T>(T* pointer, nint outer, nint inner)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first element.</summary>
    public T* Pointer => pointer;

    /// <summary>From one row to the next.</summary>
    public nint Outer => outer;

    /// <summary>From one column to the next.</summary>
    public nint Inner => inner;

    /// <summary>The element at a place.</summary>
    public T* At(int row, int column) => pointer + (row * outer) + (column * inner);
}
