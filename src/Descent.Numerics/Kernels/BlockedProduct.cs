using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// C = A·B (+ bias) by the classic five loops: columns, depth, rows, strips, tiles (Goto and van de Geijn, "Anatomy of
/// high-performance matrix multiplication", 2008).
/// </summary>
/// <remarks>
/// A block of B stays in the second-level cache while blocks of A stream past it; a strip of it is read once per tile. A factor
/// is copied into the tile's reading order only if its own layout would be slow: A if its rows are not contiguous, B if
/// it must be transposed or its rows are far apart. For small matrices the loops run once and nothing is copied.
/// </remarks>
internal static unsafe class BlockedProduct<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>From this many elements of A on, copying it is faster if its rows are not contiguous; a smaller A fits in the
    /// first-level cache.</summary>
    private const int CopyLeftFrom = 4096;

    /// <summary>From this many bytes between rows of B on, copying it is faster, because every row is on a separate memory
    /// page.</summary>
    private const int CopyRightFrom = 2048;

    /// <summary>From this many rows of C on, copying B is faster.</summary>
    private const int FewRows = 32;

    /// <summary>Whether the left factor is copied.</summary>
    public static bool CopiesLeft(int rows, int depth, nint depthStep) => depthStep != 1 && (long)rows * depth >= CopyLeftFrom;

    /// <summary>Whether the right factor is copied. For a narrow strip of many rows it is copied earlier, because it reads little of
    /// each page.</summary>
    public static bool CopiesRight(int rows, int depth, nint depthStep, nint columnStep) =>
        columnStep != 1 || (rows >= FewRows && depthStep * sizeof(T) >= (V.Count * sizeof(T) < 64 && depth >= Blocking.DepthBlock ? CopyRightFrom / 2 : CopyRightFrom));

    /// <summary>
    /// Computes the product, or adds it to C, in which case the sums start from C instead of the bias. Columns of C beyond the last
    /// full register are written too, unless B is transposed.
    /// </summary>
    public static void Run(int rows, int depth, int columns, Factor<T> a, Factor<T> b, T* c, nint cStride, T* bias, Workspace<T> workspace, bool adds = false)
    {
        bool copyLeft = CopiesLeft(rows, depth, a.Inner), copyRight = CopiesRight(rows, depth, b.Outer, b.Inner);
        if (!copyLeft && !copyRight && depth <= Blocking.DepthBlock && columns <= Blocking.ColumnBlock)
        {
            Small(rows, depth, columns, a, b, c, cStride, bias, adds);
        }
        else if (RegisterFile.Holds32)
        {
            Run<Strip4<V, T>>(rows, depth, columns, a, copyLeft, b, copyRight, c, cStride, bias, workspace, adds);
        }
        else
        {
            Run<Strip2<V, T>>(rows, depth, columns, a, copyLeft, b, copyRight, c, cStride, bias, workspace, adds);
        }
    }

    private static void Run<S>(int rows, int depth, int columns, in Factor<T> a, bool copyLeft, in Factor<T> b, bool copyRight, T* c, nint cStride, T* bias, Workspace<T> workspace, bool adds)
        where S : struct, IStrip<S, T>
    {
        for (int j0 = 0; j0 < columns; j0 += Blocking.ColumnBlock)
        {
            int width = Math.Min(Blocking.ColumnBlock, columns - j0);
            for (int k0 = 0; k0 < depth; k0 += Blocking.DepthBlock)
            {
                int slice = Math.Min(Blocking.DepthBlock, depth - k0);
                T* right = b.At(k0, j0);
                if (copyRight)
                {
                    Packing<T, V>.Run(right, b.Inner, b.Outer, width, slice, S.Width, workspace.Right.Pointer);
                    right = workspace.Right.Pointer;
                }

                for (int i0 = 0; i0 < rows; i0 += Blocking.RowBlock)
                {
                    int height = Math.Min(Blocking.RowBlock, rows - i0);
                    T* left = a.At(i0, k0);
                    if (copyLeft)
                    {
                        Packing<T, V>.Run(left, a.Outer, a.Inner, height, slice, Blocking.TileRows, workspace.Left.Pointer);
                        left = workspace.Left.Pointer;
                    }

                    Target target = new(c + (i0 * cStride) + j0, cStride, bias == null ? null : bias + i0, adds || k0 > 0);
                    Block<S>(height, width, slice, new Factor<T>(left, a.Outer, a.Inner), copyLeft, new Factor<T>(right, b.Outer, b.Inner), copyRight, target, workspace);
                }
            }
        }

        GC.KeepAlive(workspace);
    }

    /// <summary>One block of B without copies: for a product of a few hundred nanoseconds, the overhead of the loops above is
    /// significant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Small(int rows, int depth, int columns, in Factor<T> a, in Factor<T> b, T* c, nint cStride, T* bias, bool adds)
    {
        T* right = b.Pointer;
        int j = 0;
        while (j < columns)
        {
            int left = (columns - j + V.Count - 1) / V.Count;
            if (RegisterFile.Holds32 && left >= 3)
            {
                // Five registers are better divided into three and two than into four and one.
                if (left == 3 || left == 5)
                {
                    Tile<Strip3<V, T>, T>.Run(rows, a.Pointer, a.Outer, a.Inner, right + j, b.Outer, c + j, cStride, depth, bias, adds);
                    j += 3 * V.Count;
                }
                else
                {
                    Tile<Strip4<V, T>, T>.Run(rows, a.Pointer, a.Outer, a.Inner, right + j, b.Outer, c + j, cStride, depth, bias, adds);
                    j += 4 * V.Count;
                }
            }
            else if (left >= 2)
            {
                Tile<Strip2<V, T>, T>.Run(rows, a.Pointer, a.Outer, a.Inner, right + j, b.Outer, c + j, cStride, depth, bias, adds);
                j += 2 * V.Count;
            }
            else
            {
                Tile<Strip1<V, T>, T>.Run(rows, a.Pointer, a.Outer, a.Inner, right + j, b.Outer, c + j, cStride, depth, bias, adds);
                j += V.Count;
            }
        }
    }

    /// <summary>Computes all tiles of one block of A times one block of B.</summary>
    private static void Block<S>(int rows, int columns, int depth, Factor<T> left, bool leftCopied, Factor<T> right, bool rightCopied, Target target, Workspace<T> workspace)
        where S : struct, IStrip<S, T>
    {
        int j = 0;
        for (; j + S.Width <= columns; j += S.Width)
        {
            Column<S>(rows, depth, left, leftCopied, rightCopied ? right.Pointer + ((nint)j * depth) : right.Pointer + j, rightCopied ? S.Width : right.Outer, target.Right(j));
        }

        T* strip = right.Pointer + (rightCopied ? (nint)j * depth : j);
        nint stride = rightCopied ? S.Width : right.Outer;
        if (RegisterFile.Holds32 && j + (3 * V.Count) <= columns)
        {
            Column<Strip3<V, T>>(rows, depth, left, leftCopied, strip, stride, target.Right(j));
            j += 3 * V.Count;
            strip += 3 * V.Count;
        }

        for (; j + (2 * V.Count) <= columns; j += 2 * V.Count, strip += 2 * V.Count)
        {
            Column<Strip2<V, T>>(rows, depth, left, leftCopied, strip, stride, target.Right(j));
        }

        for (; j + V.Count <= columns || (j < columns && !rightCopied); j += V.Count, strip += V.Count)
        {
            Column<Strip1<V, T>>(rows, depth, left, leftCopied, strip, stride, target.Right(j));
        }

        if (j < columns)
        {
            Edge(rows, columns - j, depth, left, leftCopied, strip, stride, target.Right(j), workspace);
        }
    }

    /// <summary>Computes all tiles in one strip of columns.</summary>
    private static void Column<S>(int rows, int depth, Factor<T> left, bool leftCopied, T* strip, nint stripStride, Target target)
        where S : struct, IStrip<S, T>
    {
        if (!leftCopied)
        {
            Tile<S, T>.Run(rows, left.Pointer, left.Outer, left.Inner, strip, stripStride, target.Pointer, target.Stride, depth, target.Bias, target.Accumulate);
            return;
        }

        for (int i = 0; i < rows; i += Blocking.TileRows)
        {
            Tile<S, T>.Run(
                Math.Min(Blocking.TileRows, rows - i), left.Pointer + ((nint)i * depth), 1, Blocking.TileRows, strip, stripStride,
                target.Pointer + (i * target.Stride), target.Stride, depth, target.Bias == null ? null : target.Bias + i, target.Accumulate);
        }
    }

    /// <summary>The last columns do not fill a register: computes full registers in a separate buffer, one tile at a time, and copies
    /// the needed columns.</summary>
    private static void Edge(int rows, int columns, int depth, Factor<T> left, bool leftCopied, T* strip, nint stripStride, Target target, Workspace<T> workspace)
    {
        T* edge = workspace.Edge.Pointer;
        for (int i = 0; i < rows; i += Blocking.TileRows)
        {
            int height = Math.Min(Blocking.TileRows, rows - i);
            T* own = target.Pointer + (i * target.Stride);
            Copy(own, target.Stride, edge, V.Count, target.Accumulate ? height : 0, columns);
            Factor<T> panel = leftCopied ? new Factor<T>(left.Pointer + ((nint)i * depth), 1, Blocking.TileRows) : new Factor<T>(left.Pointer + (i * left.Outer), left.Outer, left.Inner);
            Tile<Strip1<V, T>, T>.Run(height, panel.Pointer, panel.Outer, panel.Inner, strip, stripStride, edge, V.Count, depth, target.Bias == null ? null : target.Bias + i, target.Accumulate);
            Copy(edge, V.Count, own, target.Stride, height, columns);
        }
    }

    private static void Copy(T* source, nint sourceStride, T* target, nint targetStride, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            new ReadOnlySpan<T>(source + (i * sourceStride), columns).CopyTo(new Span<T>(target + (i * targetStride), columns));
        }
    }

    /// <summary>The destination of a block of C, and the initial values of its sums.</summary>
    private readonly struct Target(T* pointer, nint stride, T* bias, bool accumulate)
    {
        public T* Pointer => pointer;

        public nint Stride => stride;

        public T* Bias => bias;

        public bool Accumulate => accumulate;

        public Target Right(int columns) => new(pointer + columns, stride, bias, accumulate);
    }
}
