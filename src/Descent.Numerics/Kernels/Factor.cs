using System.Numerics;

namespace Descent.Numerics;

/// <summary>A matrix with two strides, so that its transpose is the same memory with the strides exchanged.</summary>
internal readonly unsafe struct Factor<T>(T* pointer, nint outer, nint inner)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first element.</summary>
    public T* Pointer => pointer;

    /// <summary>The distance from one row to the next.</summary>
    public nint Outer => outer;

    /// <summary>The distance from one column to the next.</summary>
    public nint Inner => inner;

    /// <summary>The address of an element.</summary>
    public T* At(int row, int column) => pointer + (row * outer) + (column * inner);
}
