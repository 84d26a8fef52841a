using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// Sums over the samples, with the samples along the lanes: dot products of rows, and sums of rows.
/// </summary>
/// <remarks>
/// Every sum is computed in 64 bytes of virtual lanes, regardless of the register width: lane l adds samples l, l + 16,
/// l + 32 … (for float), and the lanes are then added in halves (8, 4, 2, 1). With narrower registers there are several passes, one per
/// part of the 64 bytes, with the same bits as result.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class Dots<T, V>
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
        int columns = a.PaddedColumns, last = a.Rows - 1;
        for (int i = 0; i < a.Rows; i += 4)
        {
            // After the last row, the last one is used again, and the same values are written again.
            T* a0 = a.RowPointer(i), a1 = a.RowPointer(Math.Min(i + 1, last)), a2 = a.RowPointer(Math.Min(i + 2, last)), a3 = a.RowPointer(Math.Min(i + 3, last));
            T* r0 = result.RowPointer(i), r1 = result.RowPointer(Math.Min(i + 1, last)), r2 = result.RowPointer(Math.Min(i + 2, last)), r3 = result.RowPointer(Math.Min(i + 3, last));
            int j = 0;
            for (; j + 4 <= b.Rows; j += 4)
            {
                if (RegisterFile.Holds32)
                {
                    Block16(a0, a1, a2, a3, b.RowPointer(j), b.Stride, columns, r0 + j, r1 + j, r2 + j, r3 + j);
                }
                else
                {
                    Block8(a0, a1, b.RowPointer(j), b.Stride, columns, r0 + j, r1 + j);
                    Block8(a2, a3, b.RowPointer(j), b.Stride, columns, r2 + j, r3 + j);
                }
            }

            for (; j < b.Rows; j++)
            {
                T* right = b.RowPointer(j);
                r0[j] = Dot(a0, right, columns);
                r1[j] = Dot(a1, right, columns);
                r2[j] = Dot(a2, right, columns);
                r3[j] = Dot(a3, right, columns);
            }
        }
    }

    /// <summary>result[i] = Σₙ a[i, n] over the padded columns.</summary>
    /// <param name="a">The rows; zero in the padding.</param>
    /// <param name="result">One row of a.Rows values.</param>
    public static void RowSums(Matrix<T> a, Matrix<T> result) => RowSums<T, V>.Run(new Plain(a.Pointer), a.Rows, a.PaddedColumns, a.Stride, result.Pointer);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Dot(T* a, T* b, int columns)
    {
        byte* room = stackalloc byte[LaneSums<T>.Room(1)];
        T* lanes = LaneSums<T>.Align(room);
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

        return LaneSums<T>.Add(lanes);
    }

    /// <summary>Four left rows times four right rows: sixteen independent sums, with eight loads for sixteen multiply-adds.</summary>
    [MethodImpl(Hot)]
    private static void Block16(T* a0, T* a1, T* a2, T* a3, T* b, nint stride, int columns, T* r0, T* r1, T* r2, T* r3)
    {
        int group = AlignedBlock<T>.PerAlignment;
        byte* room = stackalloc byte[LaneSums<T>.Room(16)];
        T* lanes = LaneSums<T>.Align(room);
        for (int part = 0; part < group; part += V.Count)
        {
            V s00 = V.Zero, s01 = V.Zero, s02 = V.Zero, s03 = V.Zero, s10 = V.Zero, s11 = V.Zero, s12 = V.Zero, s13 = V.Zero;
            V s20 = V.Zero, s21 = V.Zero, s22 = V.Zero, s23 = V.Zero, s30 = V.Zero, s31 = V.Zero, s32 = V.Zero, s33 = V.Zero;
            T* b2 = b + (2 * stride);
            for (nint n = part; n < columns; n += group)
            {
                V left0 = V.Load(a0 + n), left1 = V.Load(a1 + n), left2 = V.Load(a2 + n), left3 = V.Load(a3 + n);
                V right = V.Load(b + n);
                s00 = V.Fma(left0, right, s00);
                s10 = V.Fma(left1, right, s10);
                s20 = V.Fma(left2, right, s20);
                s30 = V.Fma(left3, right, s30);
                right = V.Load(b + stride + n);
                s01 = V.Fma(left0, right, s01);
                s11 = V.Fma(left1, right, s11);
                s21 = V.Fma(left2, right, s21);
                s31 = V.Fma(left3, right, s31);
                right = V.Load(b2 + n);
                s02 = V.Fma(left0, right, s02);
                s12 = V.Fma(left1, right, s12);
                s22 = V.Fma(left2, right, s22);
                s32 = V.Fma(left3, right, s32);
                right = V.Load(b2 + stride + n);
                s03 = V.Fma(left0, right, s03);
                s13 = V.Fma(left1, right, s13);
                s23 = V.Fma(left2, right, s23);
                s33 = V.Fma(left3, right, s33);
            }

            if (RegisterSums<T, V>.IsSupported)
            {
                RegisterSums<T, V>.Store(
                    RegisterSums<T, V>.Quarters(s00, s10, s20, s30), RegisterSums<T, V>.Quarters(s01, s11, s21, s31),
                    RegisterSums<T, V>.Quarters(s02, s12, s22, s32), RegisterSums<T, V>.Quarters(s03, s13, s23, s33), r0, r1, r2, r3);
                return;
            }

            T* to = lanes + part;
            Store(s00, s01, s02, s03, to, group);
            Store(s10, s11, s12, s13, to + (4 * group), group);
            Store(s20, s21, s22, s23, to + (8 * group), group);
            Store(s30, s31, s32, s33, to + (12 * group), group);
        }

        LaneSums<T>.Add(lanes, 4, r0);
        LaneSums<T>.Add(lanes + (4 * group), 4, r1);
        LaneSums<T>.Add(lanes + (8 * group), 4, r2);
        LaneSums<T>.Add(lanes + (12 * group), 4, r3);
    }

    /// <summary>Two left rows times four right rows, for machines with 16 registers.</summary>
    [MethodImpl(Hot)]
    private static void Block8(T* a0, T* a1, T* b, nint stride, int columns, T* r0, T* r1)
    {
        int group = AlignedBlock<T>.PerAlignment;
        byte* room = stackalloc byte[LaneSums<T>.Room(8)];
        T* lanes = LaneSums<T>.Align(room);
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

            if (RegisterSums<T, V>.IsSupportedInPairs && part > 0)
            {
                V column0 = RegisterSums<T, V>.Halves(s00 + V.Load(lanes), s10 + V.Load(lanes + (4 * group)));
                V column1 = RegisterSums<T, V>.Halves(s01 + V.Load(lanes + group), s11 + V.Load(lanes + (5 * group)));
                V column2 = RegisterSums<T, V>.Halves(s02 + V.Load(lanes + (2 * group)), s12 + V.Load(lanes + (6 * group)));
                V column3 = RegisterSums<T, V>.Halves(s03 + V.Load(lanes + (3 * group)), s13 + V.Load(lanes + (7 * group)));
                RegisterSums<T, V>.Store(column0, column1, column2, column3, r0, r1);
                return;
            }

            T* to = lanes + part;
            Store(s00, s01, s02, s03, to, group);
            Store(s10, s11, s12, s13, to + (4 * group), group);
        }

        LaneSums<T>.Add(lanes, 4, r0);
        LaneSums<T>.Add(lanes + (4 * group), 4, r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V s0, V s1, V s2, V s3, T* to, int group)
    {
        s0.Store(to);
        s1.Store(to + group);
        s2.Store(to + (2 * group));
        s3.Store(to + (3 * group));
    }

    private readonly struct Plain(T* rows) : ITerms<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Constant(int row) => V.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add(V sum, V constant, nint at) => sum + V.Load(rows + at);
    }
}
