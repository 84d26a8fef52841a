using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>A view of rows × columns numbers in fixed memory, each row contiguous, rows <see cref="Stride"/> apart.</summary>
/// <remarks>It does not keep its memory alive: whoever runs kernels on it holds the <see cref="AlignedBlock{T}"/>.</remarks>
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

    /// <summary>The first element.</summary>
    public T* Pointer { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Numbers per row.</summary>
    public int Columns { get; }

    /// <summary>Distance in elements from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Columns rounded up to full 64 bytes: what elementwise kernels run over.</summary>
    public int PaddedColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)(((uint)Columns + (uint)AlignedBlock<T>.PerAlignment - 1) & ~((uint)AlignedBlock<T>.PerAlignment - 1));
    }

    /// <summary>One row.</summary>
    /// <param name="row">Its number.</param>
    /// <returns>The row's numbers.</returns>
    public Span<T> Row(int row) => new(RowPointer(row), Columns);

    /// <summary>One row with the padding behind it, up to the next full 64 bytes.</summary>
    /// <param name="row">Its number.</param>
    /// <returns>The numbers.</returns>
    public Span<T> PaddedRow(int row) => new(RowPointer(row), PaddedColumns);

    /// <summary>Some of the rows.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>The view.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> SliceRows(int start, int count) => new(RowPointer(start), count, Columns, Stride);

    /// <summary>Some of the columns.</summary>
    /// <param name="start">The first; a multiple of <see cref="AlignedBlock{T}.PerAlignment"/>.</param>
    /// <param name="count">How many.</param>
    /// <returns>The view.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> SliceColumns(int start, int count) => new(Pointer + start, Rows, count, Stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* RowPointer(int row) => Pointer + ((nint)row * Stride);
}
