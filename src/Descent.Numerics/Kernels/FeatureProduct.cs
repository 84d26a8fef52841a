using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>Y = W·X + b for a few samples, with a small W of its own for each feature; the same bits as <see cref="Product{T, V}"/>
/// gives feature by feature.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class FeatureProduct<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The number of values in the panels of all features.</summary>
    /// <param name="features">The number of features.</param>
    /// <param name="units">The rows of each feature's matrix.</param>
    /// <param name="inputs">The columns of each feature's matrix.</param>
    /// <returns>The number of values.</returns>
    public static long Length(int features, int units, int inputs) => (long)features * inputs * AlignedBlock<T>.Pad(units);

    /// <summary>Transposes every feature's matrix, with each row padded with zeros to 64 bytes.</summary>
    /// <param name="weight">features·units × inputs.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="panels">One row of <see cref="Length"/> values.</param>
    public static void Pack(Matrix<T> weight, int features, Matrix<T> panels)
    {
        int units = weight.Rows / features, padded = (int)AlignedBlock<T>.Pad(units);
        panels.Row(0).Clear();
        for (int row = 0; row < weight.Rows; row++)
        {
            T* to = panels.Pointer + ((nint)(row / units) * weight.Columns * padded) + (row % units);
            for (int i = 0; i < weight.Columns; i++)
            {
                to[(nint)i * padded] = weight.RowPointer(row)[i];
            }
        }
    }

    /// <summary>Computes the products of some samples, one row each.</summary>
    /// <param name="panels">The result of <see cref="Pack"/>.</param>
    /// <param name="bias">One row of features·units values, or a matrix without rows.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="units">The rows of each feature's matrix.</param>
    /// <param name="inputs">The columns of each feature's matrix.</param>
    /// <param name="x">samples × at least features·inputs.</param>
    /// <param name="y">samples × features·stride.</param>
    /// <param name="stride">The number of values of y per feature, of which the first ones are written.</param>
    [MethodImpl(Hot)]
    public static void Affine(Matrix<T> panels, Matrix<T> bias, int features, int units, int inputs, Matrix<T> x, Matrix<T> y, int stride)
    {
        int padded = (int)AlignedBlock<T>.Pad(units);
        byte* room = stackalloc byte[LaneSums<T>.Room(1)];
        T* part = LaneSums<T>.Align(room);
        for (int feature = 0; feature < features; feature++)
        {
            for (int start = 0; start < units; start += V.Count)
            {
                int count = Math.Min(V.Count, units - start);
                T* panel = panels.Pointer + ((nint)feature * inputs * padded) + start;
                for (int sample = 0; sample < y.Rows; sample++)
                {
                    for (int i = 0; i < V.Count; i++)
                    {
                        part[i] = bias.Rows > 0 && i < count ? bias.Pointer[(feature * units) + start + i] : T.Zero;
                    }

                    V sum = V.Load(part);
                    T* from = x.RowPointer(sample) + (feature * inputs), to = y.RowPointer(sample) + (feature * stride) + start;
                    for (int i = 0; i < inputs; i++)
                    {
                        sum = V.Fma(V.Load(panel + ((nint)i * padded)), V.Splat(from[i]), sum);
                    }

                    sum.Store(part);
                    new Span<T>(part, count).CopyTo(new Span<T>(to, count));
                }
            }
        }
    }
}
