using System.Numerics;
using Descent.Numerics.Lanes;

namespace Descent.Numerics.Kernels;

/// <summary>
/// C = A·B (+ bias) for large matrices by the classic five loops: columns, depth, rows, strips, tiles (Goto and van de Geijn,
/// "Anatomy of high-performance matrix multiplication", 2008). Both factors are read by two steps each, so transposition is
/// only another way of packing.
/// </summary>
internal static unsafe class PackedProduct<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public static void Run(int rows, int depth, T* a, nint aRowStep, nint aDepthStep, T* b, nint bDepthStep, nint bColumnStep, int columns, T* c, nint cStride, T* bias, Workspace<T> workspace)
    {
        if (RegisterFile.Holds32)
        {
            Run<Strip4<V, T>>(rows, depth, a, aRowStep, aDepthStep, b, bDepthStep, bColumnStep, columns, c, cStride, bias, workspace);
        }
        else
        {
            Run<Strip2<V, T>>(rows, depth, a, aRowStep, aDepthStep, b, bDepthStep, bColumnStep, columns, c, cStride, bias, workspace);
        }
    }

    private static void Run<S>(int rows, int depth, T* a, nint aRowStep, nint aDepthStep, T* b, nint bDepthStep, nint bColumnStep, int columns, T* c, nint cStride, T* bias, Workspace<T> workspace)
        where S : struct, IStrip<S, T>
    {
        T* left = workspace.Left.Pointer, right = workspace.Right.Pointer, edge = workspace.Edge.Pointer;
        for (int j0 = 0; j0 < columns; j0 += Blocking.ColumnBlock)
        {
            int width = Math.Min(Blocking.ColumnBlock, columns - j0);
            for (int k0 = 0; k0 < depth; k0 += Blocking.DepthBlock)
            {
                int slice = Math.Min(Blocking.DepthBlock, depth - k0);
                Packing<T, V>.Run(b + (k0 * bDepthStep) + (j0 * bColumnStep), bColumnStep, bDepthStep, width, slice, S.Width, right);
                for (int i0 = 0; i0 < rows; i0 += Blocking.RowBlock)
                {
                    int height = Math.Min(Blocking.RowBlock, rows - i0);
                    Packing<T, V>.Run(a + (i0 * aRowStep) + (k0 * aDepthStep), aRowStep, aDepthStep, height, slice, Blocking.TileRows, left);
                    Block<S>(height, width, slice, left, right, c + (i0 * cStride) + j0, cStride, bias == null ? null : bias + i0, accumulate: k0 > 0, edge);
                }
            }
        }

        GC.KeepAlive(workspace);
    }

    /// <summary>All tiles of one packed left block times one packed right block.</summary>
    private static void Block<S>(int rows, int columns, int depth, T* left, T* right, T* c, nint cStride, T* bias, bool accumulate, T* edge)
        where S : struct, IStrip<S, T>
    {
        for (int j = 0; j < columns; j += S.Width)
        {
            T* strip = right + ((nint)j * depth);
            int width = Math.Min(S.Width, columns - j);
            for (int i = 0; i < rows; i += Blocking.TileRows)
            {
                T* panel = left + ((nint)i * depth), target = c + (i * cStride) + j, rowBias = bias == null ? null : bias + i;
                int height = Math.Min(Blocking.TileRows, rows - i);
                if (width == S.Width)
                {
                    Tile<S, T>.Run(height, panel, 1, Blocking.TileRows, strip, S.Width, target, cStride, depth, rowBias, accumulate);
                }
                else
                {
                    // The last columns fill no strip: compute a full one beside the matrix and copy what belongs to it.
                    Copy(target, cStride, edge, S.Width, accumulate ? height : 0, width);
                    Tile<S, T>.Run(height, panel, 1, Blocking.TileRows, strip, S.Width, edge, S.Width, depth, rowBias, accumulate);
                    Copy(edge, S.Width, target, cStride, height, width);
                }
            }
        }
    }

    private static void Copy(T* source, nint sourceStride, T* target, nint targetStride, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            new ReadOnlySpan<T>(source + (i * sourceStride), columns).CopyTo(new Span<T>(target + (i * targetStride), columns));
        }
    }
}
