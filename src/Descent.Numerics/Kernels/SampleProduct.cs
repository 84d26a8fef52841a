using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// y = W·x + b for a few samples, with the neurons along the lanes: one row per sample, and Wᵀ copied beforehand into panels that are
/// read sequentially, once for up to six samples.
/// </summary>
/// <remarks>
/// In a feature-major batch, a single sample would use only one lane. Its time is that of reading the weights, so
/// they must be contiguous. Each element is the same chain of multiply-adds as in <see cref="Product{T, V}.Affine"/>, with the same
/// bits as result.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class SampleProduct<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The neurons of a panel: the widest strip of any machine, so that panels are the same on every machine.</summary>
    private static int PanelWidth => 4 * AlignedBlock<T>.PerAlignment;

    /// <summary>The number of values in the panels of a matrix.</summary>
    /// <param name="outputs">The rows of W.</param>
    /// <param name="inputs">The columns of W.</param>
    /// <returns>The number of values.</returns>
    public static long Length(int outputs, int inputs) => AlignedBlock<T>.Pad(outputs) * inputs;

    /// <summary>Copies Wᵀ into panels; neurons that are missing in the last one become zeros.</summary>
    /// <param name="weight">W, outputs × inputs.</param>
    /// <param name="panels">One row of <see cref="Length"/> values.</param>
    public static void Pack(Matrix<T> weight, Matrix<T> panels)
    {
        T* to = panels.Pointer;
        for (int first = 0; first < weight.Rows; first += PanelWidth)
        {
            int width = Math.Min(PanelWidth, (int)AlignedBlock<T>.Pad(weight.Rows - first));
            Packing<T, V>.Run(weight.RowPointer(first), weight.Stride, 1, Math.Min(width, weight.Rows - first), weight.Columns, width, to);
            to += (nint)width * weight.Columns;
        }
    }

    /// <summary>y = W·x + b.</summary>
    /// <param name="panels">One row, the result of <see cref="Pack"/>.</param>
    /// <param name="bias">b, one row with padding, or a matrix without rows if there is none.</param>
    /// <param name="x">samples × inputs.</param>
    /// <param name="y">samples × outputs; columns up to the next full 64 bytes are written too.</param>
    public static void Affine(Matrix<T> panels, Matrix<T> bias, Matrix<T> x, Matrix<T> y)
    {
        T* start = bias.Rows == 0 ? null : bias.Pointer;
        if (x.Rows == 1)
        {
            One(panels.Pointer, start, x.Pointer, x.Columns, y.Pointer, y.PaddedColumns);
            return;
        }

        Start(start, y);
        if (RegisterFile.Holds32)
        {
            Several<Strip4<V, T>>(panels.Pointer, x, y);
        }
        else
        {
            Several<Strip2<V, T>>(panels.Pointer, x, y);
        }
    }

    /// <summary>Computes one sample: four registers of neurons at a time, enough to hide the latency of the multiply-adds.</summary>
    [MethodImpl(Hot)]
    private static void One(T* panel, T* bias, T* x, nint inputs, T* y, int columns)
    {
        for (int first = 0; first < columns; first += PanelWidth)
        {
            int width = Math.Min(PanelWidth, columns - first), j = 0;
            for (; j + (4 * V.Count) <= width; j += 4 * V.Count)
            {
                Strip4<V, T> sums = bias == null ? Strip4<V, T>.Splat(T.Zero) : Strip4<V, T>.Load(bias + first + j);
                T* weights = panel + j;
                for (nint k = 0; k < inputs; k++, weights += width)
                {
                    sums = Strip4<V, T>.Fma(x + k, Strip4<V, T>.Load(weights), sums);
                }

                sums.Store(y + first + j);
            }

            for (; j < width; j += V.Count)
            {
                V sum = bias == null ? V.Zero : V.Load(bias + first + j);
                T* weights = panel + j;
                for (nint k = 0; k < inputs; k++, weights += width)
                {
                    sum = V.Fma(V.Broadcast(x + k), V.Load(weights), sum);
                }

                sum.Store(y + first + j);
            }

            panel += width * inputs;
        }
    }

    /// <summary>Initializes the sums with the bias.</summary>
    private static void Start(T* bias, Matrix<T> y)
    {
        int columns = y.PaddedColumns;
        for (int r = 0; r < y.Rows; r++)
        {
            T* to = y.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                (bias == null ? V.Zero : V.Load(bias + c)).Store(to + c);
            }
        }
    }

    private static void Several<S>(T* panel, Matrix<T> x, Matrix<T> y)
        where S : struct, IStrip<S, T>
    {
        int columns = y.PaddedColumns;
        for (int first = 0; first < columns; first += PanelWidth)
        {
            int width = Math.Min(PanelWidth, columns - first), j = 0;
            T* to = y.Pointer + first;
            for (; j + S.Width <= width; j += S.Width)
            {
                Tile<S, T>.Run(x.Rows, x.Pointer, x.Stride, 1, panel + j, width, to + j, y.Stride, x.Columns, null, accumulate: true);
            }

            for (; j < width; j += V.Count)
            {
                Tile<Strip1<V, T>, T>.Run(x.Rows, x.Pointer, x.Stride, 1, panel + j, width, to + j, y.Stride, x.Columns, null, accumulate: true);
            }

            panel += (nint)width * x.Columns;
        }
    }
}
