using System.Numerics;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

namespace Descent.Numerics.Kernels;

/// <summary>
/// The three matrix products of a dense layer on feature-major batches: Y = W·X + b, dX = Wᵀ·dY and dW = dY·Xᵀ.
/// </summary>
/// <remarks>
/// Small products run the register tile over the matrices as they lie. Large ones go through
/// <see cref="PackedProduct{T, V}"/>, which first copies blocks into the order in which the tile reads them. Both compute
/// each element as the same chain of fused multiply-adds, so the choice changes the time, never a bit.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
public static unsafe class Product<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>Multiply-adds from which packing pays for itself (measured: below it the copies cost more than the cache misses they save).</summary>
    private const long PackFrom = 1L << 20;

    /// <summary>How the product of the given size would be computed, in words for a plan's explanation.</summary>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="depth">Length of the sums.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <returns>A short description.</returns>
    public static string Describe(int rows, int depth, int columns) =>
        IsLarge(rows, depth, columns) ? "packed in cache blocks" : "direct";

    /// <summary>Y = W·X + b.</summary>
    /// <param name="weight">W, outputs × inputs.</param>
    /// <param name="bias">b, one row of outputs numbers, or a matrix without rows for none.</param>
    /// <param name="x">X, inputs × samples.</param>
    /// <param name="y">Y, outputs × samples; columns up to the next full 64 bytes are written too.</param>
    /// <param name="workspace">Room for packed blocks.</param>
    public static void Affine(Matrix<T> weight, Matrix<T> bias, Matrix<T> x, Matrix<T> y, Workspace<T> workspace) =>
        Run(weight.Rows, weight.Columns, weight.Pointer, weight.Stride, 1, x, y, bias.Rows == 0 ? null : bias.Pointer, workspace);

    /// <summary>dX = Wᵀ·dY.</summary>
    /// <param name="weight">W, outputs × inputs.</param>
    /// <param name="dy">dY, outputs × samples.</param>
    /// <param name="dx">dX, inputs × samples; columns up to the next full 64 bytes are written too.</param>
    /// <param name="workspace">Room for packed blocks.</param>
    public static void Transposed(Matrix<T> weight, Matrix<T> dy, Matrix<T> dx, Workspace<T> workspace) =>
        Run(weight.Columns, weight.Rows, weight.Pointer, 1, weight.Stride, dy, dx, null, workspace);

    /// <summary>dW = dY·Xᵀ, summed over the samples.</summary>
    /// <param name="dy">dY, outputs × samples, zero in the columns that pad the last 64 bytes.</param>
    /// <param name="x">X, inputs × samples, finite in the padding.</param>
    /// <param name="dw">dW, outputs × inputs.</param>
    /// <param name="workspace">Room for packed blocks.</param>
    /// <remarks>
    /// With few inputs the samples lie along the lanes (<see cref="Dots{T, V}"/>); with many, the inputs do and X is
    /// transposed while it is packed. The shape alone decides, so the order of the sums is the same on every machine.
    /// </remarks>
    public static void Outer(Matrix<T> dy, Matrix<T> x, Matrix<T> dw, Workspace<T> workspace)
    {
        if (x.Rows < 32)
        {
            Dots<T, V>.Outer(dy, x, dw);
        }
        else
        {
            PackedProduct<T, V>.Run(dy.Rows, x.Columns, dy.Pointer, dy.Stride, 1, x.Pointer, 1, x.Stride, x.Rows, dw.Pointer, dw.Stride, null, workspace);
        }
    }

    private static bool IsLarge(int rows, int depth, int columns) => (long)rows * depth * columns >= PackFrom && rows >= 16;

    private static void Run(int rows, int depth, T* a, nint rowStep, nint depthStep, Matrix<T> b, Matrix<T> c, T* bias, Workspace<T> workspace)
    {
        if (IsLarge(rows, depth, c.Columns))
        {
            PackedProduct<T, V>.Run(rows, depth, a, rowStep, depthStep, b.Pointer, b.Stride, 1, c.PaddedColumns, c.Pointer, c.Stride, bias, workspace);
        }
        else
        {
            Direct(rows, depth, a, rowStep, depthStep, b, c, bias);
        }
    }

    private static void Direct(int rows, int depth, T* a, nint rowStep, nint depthStep, Matrix<T> b, Matrix<T> c, T* bias)
    {
        int columns = c.PaddedColumns, j = 0;
        if (RegisterFile.Holds32)
        {
            for (; j + (4 * V.Count) <= columns; j += 4 * V.Count)
            {
                Tile<Strip4<V, T>, T>.Run(rows, a, rowStep, depthStep, b.Pointer + j, b.Stride, c.Pointer + j, c.Stride, depth, bias, accumulate: false);
            }
        }

        for (; j + (2 * V.Count) <= columns; j += 2 * V.Count)
        {
            Tile<Strip2<V, T>, T>.Run(rows, a, rowStep, depthStep, b.Pointer + j, b.Stride, c.Pointer + j, c.Stride, depth, bias, accumulate: false);
        }

        for (; j < columns; j += V.Count)
        {
            Tile<Strip1<V, T>, T>.Run(rows, a, rowStep, depthStep, b.Pointer + j, b.Stride, c.Pointer + j, c.Stride, depth, bias, accumulate: false);
        }
    }
}
