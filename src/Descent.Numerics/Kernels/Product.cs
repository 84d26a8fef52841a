using System.Numerics;

namespace Descent.Numerics;

/// <summary>
/// The three matrix products of a dense layer on feature-major batches: Y = W·X + b, dX = Wᵀ·dY and dW = dY·Xᵀ.
/// </summary>
/// <remarks>
/// All three use <see cref="BlockedProduct{T, V}"/>, which computes each element as one chain of fused multiply-adds
/// in the order of the summed index; how the work is divided affects the time but not a single bit. Only dW of a layer with few inputs
/// is summed differently, see <see cref="Dots{T, V}"/>.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class Product<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>Below this number of inputs, the samples are along the lanes in dW, and nothing is transposed.</summary>
    private const int FewInputs = 32;

    /// <summary>Describes how Y = W·X + b is computed for a layer, for a plan's explanation.</summary>
    /// <param name="outputs">The rows of W.</param>
    /// <param name="inputs">The columns of W.</param>
    /// <param name="samples">The columns of X.</param>
    /// <returns>A short description.</returns>
    public static string Describe(int outputs, int inputs, int samples)
    {
        string tiles = RegisterFile.Holds32 ? $"6 × {4 * V.Count}" : $"6 × {2 * V.Count}";
        string right = BlockedProduct<T, V>.CopiesRight(outputs, inputs, samples, 1) ? "X copied in strips" : "in place";
        return $"{tiles} tiles, {right}; dW {(inputs < FewInputs ? "along the samples" : "along the inputs")}";
    }

    /// <summary>Y = W·X + b.</summary>
    /// <param name="weight">W, outputs × inputs.</param>
    /// <param name="bias">b, one row of outputs values, or a matrix without rows if there is none.</param>
    /// <param name="x">X, inputs × samples.</param>
    /// <param name="y">Y, outputs × samples; columns up to the next full 64 bytes are written too.</param>
    /// <param name="workspace">Buffers for copied blocks.</param>
    public static void Affine(Matrix<T> weight, Matrix<T> bias, Matrix<T> x, Matrix<T> y, Workspace<T> workspace) =>
        BlockedProduct<T, V>.Run(
            weight.Rows, weight.Columns, y.PaddedColumns, new Factor<T>(weight.Pointer, weight.Stride, 1), new Factor<T>(x.Pointer, x.Stride, 1),
            y.Pointer, y.Stride, bias.Rows == 0 ? null : bias.Pointer, workspace);

    /// <summary>dX = Wᵀ·dY.</summary>
    /// <param name="weight">W, outputs × inputs.</param>
    /// <param name="dy">dY, outputs × samples.</param>
    /// <param name="dx">dX, inputs × samples; columns up to the next full 64 bytes are written too.</param>
    /// <param name="workspace">Buffers for copied blocks.</param>
    public static void Transposed(Matrix<T> weight, Matrix<T> dy, Matrix<T> dx, Workspace<T> workspace) =>
        BlockedProduct<T, V>.Run(
            weight.Columns, weight.Rows, dx.PaddedColumns, new Factor<T>(weight.Pointer, 1, weight.Stride), new Factor<T>(dy.Pointer, dy.Stride, 1),
            dx.Pointer, dx.Stride, null, workspace);

    /// <summary>dW = dY·Xᵀ, summed over the samples.</summary>
    /// <param name="dy">dY, outputs × samples, zero in the columns that pad the last 64 bytes.</param>
    /// <param name="x">X, inputs × samples, finite in the padding.</param>
    /// <param name="dw">dW, outputs × inputs.</param>
    /// <param name="workspace">Buffers for copied blocks.</param>
    /// <remarks>How the sums are computed depends only on the shape, so their order is the same on every machine.</remarks>
    public static void Outer(Matrix<T> dy, Matrix<T> x, Matrix<T> dw, Workspace<T> workspace)
    {
        if (x.Rows < FewInputs)
        {
            Dots<T, V>.Outer(dy, x, dw);
        }
        else
        {
            BlockedProduct<T, V>.Run(
                dy.Rows, x.Columns, x.Rows, new Factor<T>(dy.Pointer, dy.Stride, 1), new Factor<T>(x.Pointer, 1, x.Stride),
                dw.Pointer, dw.Stride, null, workspace);
        }
    }

    /// <summary>dW = dY·Xᵀ, or dW + dY·Xᵀ, which sums over several batches that share W, one after the other. Always along the
    /// inputs.</summary>
    /// <param name="dy">dY, outputs × samples.</param>
    /// <param name="x">X, inputs × samples.</param>
    /// <param name="dw">dW, outputs × inputs.</param>
    /// <param name="adds">Whether the sums start from dW.</param>
    /// <param name="workspace">Buffers for copied blocks.</param>
    public static void AddOuter(Matrix<T> dy, Matrix<T> x, Matrix<T> dw, bool adds, Workspace<T> workspace) =>
        BlockedProduct<T, V>.Run(
            dy.Rows, x.Columns, x.Rows, new Factor<T>(dy.Pointer, dy.Stride, 1), new Factor<T>(x.Pointer, 1, x.Stride),
            dw.Pointer, dw.Stride, null, workspace, adds);
}
