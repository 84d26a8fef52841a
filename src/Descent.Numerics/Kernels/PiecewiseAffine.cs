using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// y = (v·x + b) + W·p for every feature, where p is the piecewise-linear encoding of x (<see cref="PiecewiseLinear{T, V}"/>). All
/// components of p except one are 0 or 1: for x in bin j, W·p is the sum of the columns of W before j, which is looked up, plus (x −
/// l)/(h − l) times column j.
/// </summary>
/// <remarks>
/// The units of one feature are along the lanes. For each feature, a table has rows of units padded to 64 bytes: v, b, and for each bin
/// the sum of the columns before it and its own column.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class PiecewiseAffine<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The number of samples that are transposed at once: as many as fit into the first-level cache together with the
    /// table.</summary>
    private const int Block = 64;

    /// <summary>The number of values in the table of one feature.</summary>
    /// <param name="units">The number of results per feature.</param>
    /// <param name="bins">The number of bins per feature.</param>
    /// <returns>The number of values.</returns>
    public static long Length(int units, int bins) => (2 + (2L * bins)) * AlignedBlock<T>.Pad(units);

    /// <summary>Finds the bin of each value and its position in the bin, (x − l)/(h − l); padding included.</summary>
    /// <param name="edges">features × (bins + 1).</param>
    /// <param name="x">At least features rows × samples.</param>
    /// <param name="places">Two rows per feature: indices of bins, stored as integers, and positions in the bins.</param>
    [MethodImpl(Hot)]
    public static void Place(Matrix<T> edges, Matrix<T> x, Matrix<T> places)
    {
        int columns = places.PaddedColumns;
        for (int feature = 0; feature < edges.Rows; feature++)
        {
            T* edge = edges.RowPointer(feature), from = x.RowPointer(feature), bins = places.RowPointer(2 * feature), shares = places.RowPointer((2 * feature) + 1);
            int live = PiecewiseLinear<T, V>.Live(edge, edges.Columns - 1);
            new Span<T>(bins, columns).Clear();
            for (int bin = 1; bin < live; bin++)
            {
                V low = V.Splat(edge[bin]);
                for (int n = 0; n < columns; n += V.Count)
                {
                    (V.Load(bins + n) + V.SelectLess(V.Load(from + n), low, V.Zero, V.One)).Store(bins + n);
                }
            }

            for (int n = 0; n < columns; n++)
            {
                int bin = int.CreateTruncating(bins[n]);
                *(int*)(bins + n) = bin;
                shares[n] = live == 0 ? T.Zero : (from[n] - edge[bin]) / (edge[bin + 1] - edge[bin]);
            }
        }
    }

    /// <summary>Computes y from the result of <see cref="Place"/>, padding included.</summary>
    /// <param name="linear">v, features·units × 1.</param>
    /// <param name="bias">b, one row of features·units values.</param>
    /// <param name="weight">W, features·units × bins.</param>
    /// <param name="x">At least features rows × samples.</param>
    /// <param name="places">The result of <see cref="Place"/>.</param>
    /// <param name="y">features·units × samples.</param>
    /// <param name="workspace">Buffers for the table of one feature.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> linear, Matrix<T> bias, Matrix<T> weight, Matrix<T> x, Matrix<T> places, Matrix<T> y, Workspace<T> workspace)
    {
        int features = places.Rows / 2, units = y.Rows / features, padded = (int)AlignedBlock<T>.Pad(units), length = checked((int)Length(units, weight.Columns));
        T* table = workspace.Scratch(checked(length + (Block * padded))), block = table + length;
        for (int feature = 0; feature < features; feature++)
        {
            Tabulate(linear, bias, weight, feature, units, table);
            for (int start = 0; start < y.PaddedColumns; start += Block)
            {
                int count = Math.Min(Block, y.PaddedColumns - start);
                T* numbers = x.RowPointer(feature) + start, bins = places.RowPointer(2 * feature) + start, shares = places.RowPointer((2 * feature) + 1) + start;
                for (int n = 0; n < count; n++)
                {
                    Sample(table, units, *(int*)(bins + n), shares[n], numbers[n], block + (n * padded));
                }

                Transposition<T>.Turn(new(block, count, units, padded), new(y.RowPointer(feature * units) + start, units, count, y.Stride));
            }
        }
    }

    /// <summary>Creates the tables of all features.</summary>
    /// <param name="linear">v, features·units × 1.</param>
    /// <param name="bias">b, one row of features·units values.</param>
    /// <param name="weight">W, features·units × bins.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="tables">One row of features times <see cref="Length"/> values.</param>
    public static void Pack(Matrix<T> linear, Matrix<T> bias, Matrix<T> weight, int features, Matrix<T> tables)
    {
        int units = weight.Rows / features;
        for (int feature = 0; feature < features; feature++)
        {
            Tabulate(linear, bias, weight, feature, units, tables.Pointer + (feature * (nint)Length(units, weight.Columns)));
        }
    }

    /// <summary>The same as <see cref="Forward"/> with one row per sample, with the same bits.</summary>
    /// <param name="tables">The result of <see cref="Pack"/>.</param>
    /// <param name="edges">features × (bins + 1).</param>
    /// <param name="units">The number of results per feature.</param>
    /// <param name="x">samples × at least features.</param>
    /// <param name="y">samples × features·units.</param>
    [MethodImpl(Hot)]
    public static void ForwardSamples(Matrix<T> tables, Matrix<T> edges, int units, Matrix<T> x, Matrix<T> y)
    {
        int bins = edges.Columns - 1;
        byte* room = stackalloc byte[LaneSums<T>.Room(1)];
        T* part = LaneSums<T>.Align(room);
        for (int feature = 0; feature < edges.Rows; feature++)
        {
            T* edge = edges.RowPointer(feature), table = tables.Pointer + (feature * (nint)Length(units, bins));
            int live = PiecewiseLinear<T, V>.Live(edge, bins);
            for (int sample = 0; sample < y.Rows; sample++)
            {
                T number = x.RowPointer(sample)[feature];
                int bin = 0;
                for (int next = 1; next < live; next++)
                {
                    bin += number < edge[next] ? 0 : 1;
                }

                T share = live == 0 ? T.Zero : (number - edge[bin]) / (edge[bin + 1] - edge[bin]);
                T* to = y.RowPointer(sample) + (feature * units);
                for (int start = 0; start < units; start += V.Count)
                {
                    int count = Math.Min(V.Count, units - start);
                    Of(table + start, (int)AlignedBlock<T>.Pad(units), bin, V.Splat(share), V.Splat(number)).Store(part);
                    new Span<T>(part, count).CopyTo(new Span<T>(to + start, count));
                }
            }
        }
    }

    /// <summary>Computes dx = Σ dy·(v + W_j/(h − l)) over the units, in their order.</summary>
    /// <param name="edges">features × (bins + 1).</param>
    /// <param name="linear">v, features·units × 1.</param>
    /// <param name="weight">W, features·units × bins.</param>
    /// <param name="places">The result of <see cref="Place"/>.</param>
    /// <param name="dy">Gradient with respect to y.</param>
    /// <param name="dx">Gradient with respect to x; rows after the features become 0.</param>
    [MethodImpl(Hot)]
    public static void Backward(Matrix<T> edges, Matrix<T> linear, Matrix<T> weight, Matrix<T> places, Matrix<T> dy, Matrix<T> dx)
    {
        int units = dy.Rows / edges.Rows, columns = dy.PaddedColumns;
        for (int row = 0; row < dx.Rows; row++)
        {
            new Span<T>(dx.RowPointer(row), columns).Clear();
        }

        for (int feature = 0; feature < edges.Rows; feature++)
        {
            T* edge = edges.RowPointer(feature), bins = places.RowPointer(2 * feature), to = dx.RowPointer(feature);
            int live = PiecewiseLinear<T, V>.Live(edge, edges.Columns - 1);
            for (int unit = feature * units; unit < (feature + 1) * units; unit++)
            {
                T* slope = dy.RowPointer(unit), own = weight.RowPointer(unit);
                T straight = *linear.RowPointer(unit);
                for (int n = 0; n < columns; n++)
                {
                    int bin = *(int*)(bins + n);
                    T bent = live == 0 ? T.Zero : own[bin] / (edge[bin + 1] - edge[bin]);
                    to[n] = T.FusedMultiplyAdd(slope[n], straight + bent, to[n]);
                }
            }
        }
    }

    /// <summary>Computes the gradients of some units of one feature, each summed over the samples in the order of the batch.</summary>
    /// <param name="x">One row: the feature's values.</param>
    /// <param name="places">The feature's two rows of the result of <see cref="Place"/>.</param>
    /// <param name="dy">Gradient with respect to y, units × samples.</param>
    /// <param name="linearGradient">The buffer for the gradient of v, units × 1.</param>
    /// <param name="biasGradient">The buffer for the gradient of b, one row of units values.</param>
    /// <param name="weightGradient">The buffer for the gradient of W, units × bins.</param>
    /// <param name="workspace">Buffers for sums.</param>
    [MethodImpl(Hot)]
    public static void Gradient(
        Matrix<T> x, Matrix<T> places, Matrix<T> dy, Matrix<T> linearGradient, Matrix<T> biasGradient, Matrix<T> weightGradient, Workspace<T> workspace)
    {
        int units = dy.Rows, padded = (int)AlignedBlock<T>.Pad(units), bins = weightGradient.Columns, length = checked((int)Length(units, bins));

        // The sums of dy·x and, at the end, of dy; then for each bin the sums of dy and of dy·position over its samples.
        T* sums = workspace.Scratch(checked(length + (Block * padded))), block = sums + length;
        new Span<T>(sums, length + (Block * padded)).Clear();
        for (int start = 0; start < dy.Columns; start += Block)
        {
            int count = Math.Min(Block, dy.Columns - start);
            Transposition<T>.Turn(new(dy.Pointer + start, units, count, dy.Stride), new(block, count, units, padded));
            T* numbers = x.Pointer + start, place = places.Pointer + start, share = places.RowPointer(1) + start;
            for (int part = 0; part < padded; part += V.Count)
            {
                V product = V.Load(sums + part);
                for (int n = 0; n < count; n++)
                {
                    T* to = sums + ((2 + (2 * (nint)(*(int*)(place + n)))) * padded) + part;
                    V slope = V.Load(block + (n * padded) + part);
                    product = V.Fma(slope, V.Splat(numbers[n]), product);
                    (V.Load(to) + slope).Store(to);
                    V.Fma(slope, V.Splat(share[n]), V.Load(to + padded)).Store(to + padded);
                }

                product.Store(sums + part);
            }
        }

        // A sample in a later bin counts 1 in every bin before it.
        for (int part = 0; part < padded; part += V.Count)
        {
            V later = V.Zero;
            for (int bin = bins - 1; bin >= 0; bin--)
            {
                T* own = sums + ((2 + (2 * (nint)bin)) * padded) + part;
                V here = V.Load(own);
                (V.Load(own + padded) + later).Store(own + padded);
                later += here;
            }

            later.Store(sums + padded + part);
        }

        for (int unit = 0; unit < units; unit++)
        {
            *linearGradient.RowPointer(unit) = sums[unit];
            biasGradient.Pointer[unit] = sums[padded + unit];
        }

        Transposition<T>.Turn(new(sums + (3 * padded), bins, units, 2 * padded), weightGradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sample(T* table, int units, int bin, T share, T number, T* to)
    {
        int padded = (int)AlignedBlock<T>.Pad(units);
        V along = V.Splat(share), at = V.Splat(number);
        for (int part = 0; part < padded; part += V.Count)
        {
            Of(table + part, padded, bin, along, at).Store(to + part);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Of(T* table, int padded, int bin, V share, V number)
    {
        T* own = table + ((2 + (2 * (nint)bin)) * padded);
        return V.Fma(V.Load(own + padded), share, V.Load(own)) + V.Fma(V.Load(table), number, V.Load(table + padded));
    }

    private static void Tabulate(Matrix<T> linear, Matrix<T> bias, Matrix<T> weight, int feature, int units, T* table)
    {
        int padded = (int)AlignedBlock<T>.Pad(units), first = feature * units, bins = weight.Columns;
        new Span<T>(table, (int)Length(units, bins)).Clear();
        for (int unit = 0; unit < units; unit++)
        {
            table[unit] = *linear.RowPointer(first + unit);
            table[padded + unit] = bias.Pointer[first + unit];
        }

        T* own = table + (3 * (nint)padded);
        Transposition<T>.Turn(weight.SliceRows(first, units), new(own, bins, units, 2 * padded));
        for (int part = 0; part < padded; part += V.Count)
        {
            V before = V.Zero;
            for (int bin = 0; bin < bins; bin++)
            {
                T* column = own + (2 * (nint)bin * padded) + part;
                before.Store(column - padded);
                before += V.Load(column);
            }
        }
    }
}
