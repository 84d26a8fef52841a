using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

namespace Descent.Numerics.Kernels;

/// <summary>
/// Sums over the samples with the samples along the lanes: scalar products of rows, and sums of rows.
/// </summary>
/// <remarks>
/// Every sum is made in 64 bytes' worth of virtual lanes, whatever the machine's width: lane l adds up samples l, l + 16,
/// l + 32 … (floats), and the lanes are then added in halves (8, 4, 2, 1). A narrower machine makes several passes, one per
/// part of the 64 bytes, and arrives at the same bits.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
public static unsafe class Dots<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>result[i, j] = Σₙ a[i, n]·b[j, n] over the padded columns.</summary>
    /// <param name="a">The left rows; zero in the padding.</param>
    /// <param name="b">The right rows; finite in the padding.</param>
    /// <param name="result">a.Rows × b.Rows.</param>
    [MethodImpl(Hot)]
    public static void Outer(Matrix<T> a, Matrix<T> b, Matrix<T> result)
    {
        int columns = a.PaddedColumns;
        for (int i = 0; i < a.Rows; i += 2)
        {
            T* a0 = a.RowPointer(i), a1 = a.RowPointer(Math.Min(i + 1, a.Rows - 1));
            T* r0 = result.RowPointer(i), r1 = result.RowPointer(Math.Min(i + 1, a.Rows - 1));
            int j = 0;
            for (; j + 4 <= b.Rows; j += 4)
            {
                Block(a0, a1, b.RowPointer(j), b.Stride, columns, r0 + j, r1 + j);
            }

            for (; j < b.Rows; j++)
            {
                r0[j] = Dot(a0, b.RowPointer(j), columns);
                r1[j] = Dot(a1, b.RowPointer(j), columns);
            }
        }
    }

    /// <summary>result[i] = Σₙ a[i, n] over the padded columns.</summary>
    /// <param name="a">The rows; zero in the padding.</param>
    /// <param name="result">One row of a.Rows numbers.</param>
    [MethodImpl(Hot)]
    public static void RowSums(Matrix<T> a, Matrix<T> result)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            result.Pointer[i] = Sum(a.RowPointer(i), a.PaddedColumns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sum(T* a, int columns)
    {
        T* lanes = stackalloc T[AlignedBlock<T>.PerAlignment];
        int group = AlignedBlock<T>.PerAlignment;
        for (int part = 0; part < group; part += V.Count)
        {
            V sum = V.Zero;
            for (int n = part; n < columns; n += group)
            {
                sum += V.Load(a + n);
            }

            sum.Store(lanes + part);
        }

        return AddLanes(lanes);
    }

    /// <summary>Adds 64 bytes' worth of lanes in halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T AddLanes(T* lanes)
    {
        if (typeof(T) == typeof(float))
        {
            Lane128<T> sum = Lane128<T>.Load(lanes) + Lane128<T>.Load(lanes + 8) + (Lane128<T>.Load(lanes + 4) + Lane128<T>.Load(lanes + 12));
            sum.Store(lanes);
            return lanes[0] + lanes[2] + (lanes[1] + lanes[3]);
        }
        else
        {
            Lane128<T> sum = Lane128<T>.Load(lanes) + Lane128<T>.Load(lanes + 4) + (Lane128<T>.Load(lanes + 2) + Lane128<T>.Load(lanes + 6));
            sum.Store(lanes);
            return lanes[0] + lanes[1];
        }
    }

    [MethodImpl(Hot)]
    private static T Dot(T* a, T* b, int columns)
    {
        T* lanes = stackalloc T[AlignedBlock<T>.PerAlignment];
        int group = AlignedBlock<T>.PerAlignment;
        for (int part = 0; part < group; part += V.Count)
        {
            V sum = V.Zero;
            for (int n = part; n < columns; n += group)
            {
                sum = V.Fma(V.Load(a + n), V.Load(b + n), sum);
            }

            sum.Store(lanes + part);
        }

        return AddLanes(lanes);
    }

    /// <summary>Two left rows against four right rows: eight sums in flight, six loads for eight multiply-adds.</summary>
    [MethodImpl(Hot)]
    private static void Block(T* a0, T* a1, T* b, nint stride, int columns, T* r0, T* r1)
    {
        int group = AlignedBlock<T>.PerAlignment;
        T* lanes = stackalloc T[8 * AlignedBlock<T>.PerAlignment];
        for (int part = 0; part < group; part += V.Count)
        {
            V s00 = V.Zero, s01 = V.Zero, s02 = V.Zero, s03 = V.Zero, s10 = V.Zero, s11 = V.Zero, s12 = V.Zero, s13 = V.Zero;
            T* b2 = b + (2 * stride);
            for (nint n = part; n < columns; n += group)
            {
                V left0 = V.Load(a0 + n), left1 = V.Load(a1 + n), right = V.Load(b + n);
                s00 = V.Fma(left0, right, s00);
                s10 = V.Fma(left1, right, s10);
                right = V.Load(b + stride + n);
                s01 = V.Fma(left0, right, s01);
                s11 = V.Fma(left1, right, s11);
                right = V.Load(b2 + n);
                s02 = V.Fma(left0, right, s02);
                s12 = V.Fma(left1, right, s12);
                right = V.Load(b2 + stride + n);
                s03 = V.Fma(left0, right, s03);
                s13 = V.Fma(left1, right, s13);
            }

            T* to = lanes + part;
            s00.Store(to);
            s01.Store(to + group);
            s02.Store(to + (2 * group));
            s03.Store(to + (3 * group));
            s10.Store(to + (4 * group));
            s11.Store(to + (5 * group));
            s12.Store(to + (6 * group));
            s13.Store(to + (7 * group));
        }

        for (int q = 0; q < 4; q++)
        {
            r0[q] = AddLanes(lanes + (q * group));
            r1[q] = AddLanes(lanes + ((4 + q) * group));
        }
    }
}
