using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>A view of rows × columns values in fixed memory; each row is contiguous, and rows are <see cref="Stride"/> apart.</summary>
/// <remarks>It does not keep its memory alive: callers of kernels must hold the <see cref="AlignedBlock{T}"/>.</remarks>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Matrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Matrix(T* pointer, int rows, int columns, int stride)
    {
        Pointer = pointer;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>The address of the first element.</summary>
    public T* Pointer { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The distance from one row to the next, in elements.</summary>
    public int Stride { get; }

    /// <summary>The number of columns rounded up to full 64 bytes, which elementwise kernels process.</summary>
    public int PaddedColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)(((uint)Columns + (uint)AlignedBlock<T>.PerAlignment - 1) & ~((uint)AlignedBlock<T>.PerAlignment - 1));
    }

    /// <summary>One row.</summary>
    /// <param name="row">The index of the row.</param>
    /// <returns>The row's values.</returns>
    public Span<T> Row(int row) => new(RowPointer(row), Columns);

    /// <summary>One row with its padding, up to the next full 64 bytes.</summary>
    /// <param name="row">The index of the row.</param>
    /// <returns>The values.</returns>
    public Span<T> PaddedRow(int row) => new(RowPointer(row), PaddedColumns);

    /// <summary>A view of some of the rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>The view.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> SliceRows(int start, int count) => new(RowPointer(start), count, Columns, Stride);

    /// <summary>A view of some of the columns.</summary>
    /// <param name="start">The first column; a multiple of <see cref="AlignedBlock{T}.PerAlignment"/>.</param>
    /// <param name="count">The number of columns.</param>
    /// <returns>The view.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> SliceColumns(int start, int count) => new(Pointer + start, Rows, count, Stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* RowPointer(int row) => Pointer + ((nint)row * Stride);
}
