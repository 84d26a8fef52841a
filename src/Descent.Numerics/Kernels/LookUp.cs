using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>Looks up rows of a table by category codes, or encodes the codes as one-hot. An invalid code counts as 0, so that nothing
/// outside the table is read.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class LookUp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>y[i, n] = table[code of sample n, i], padding included.</summary>
    /// <param name="table">One row per code.</param>
    /// <param name="codes">One row of codes.</param>
    /// <param name="y">table.Columns × samples.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> table, Matrix<T> codes, Matrix<T> y)
    {
        for (int n = 0; n < y.PaddedColumns; n++)
        {
            T* from = table.RowPointer(Code(codes.Pointer[n], table.Rows)), to = y.Pointer + n;
            for (int i = 0; i < table.Columns; i++, to += y.Stride)
            {
                *to = from[i];
            }
        }
    }

    /// <summary>y[i, n] = 1 if the code of sample n is i + 1, otherwise 0; so code 0 gives zeros.</summary>
    /// <param name="codes">One row of codes.</param>
    /// <param name="y">One row per value × samples.</param>
    [MethodImpl(Hot)]
    public static void OneHot(Matrix<T> codes, Matrix<T> y)
    {
        for (int i = 0; i < y.Rows; i++)
        {
            y.PaddedRow(i).Clear();
        }

        for (int n = 0; n < y.Columns; n++)
        {
            if (Code(codes.Pointer[n], y.Rows + 1) is > 0 and int code)
            {
                y.RowPointer(code - 1)[n] = T.One;
            }
        }
    }

    /// <summary>1 if the code of a sample is 1, −1 if it is 2, otherwise 0; padding included.</summary>
    /// <param name="codes">One row of codes.</param>
    /// <param name="y">One row × samples.</param>
    public static void Signs(Matrix<T> codes, Matrix<T> y)
    {
        for (int n = 0; n < y.PaddedColumns; n++)
        {
            y.Pointer[n] = Sign(codes.Pointer[n]);
        }
    }

    /// <summary>The same for one code.</summary>
    /// <param name="code">The code.</param>
    /// <returns>1, −1 or 0.</returns>
    public static T Sign(T code) => Code(code, 3) switch
    {
        1 => T.One,
        2 => T.NegativeOne,
        _ => T.Zero,
    };

    /// <summary>The same as <see cref="Forward"/>, or without a table as <see cref="OneHot"/>, for one sample.</summary>
    /// <param name="table">One row per code, or a matrix without rows.</param>
    /// <param name="code">The code.</param>
    /// <param name="y">The buffer for the row or the one-hot code.</param>
    public static void Sample(Matrix<T> table, T code, Span<T> y)
    {
        if (table.Rows > 0)
        {
            table.Row(Code(code, table.Rows)).CopyTo(y);
            return;
        }

        y.Clear();
        if (Code(code, y.Length + 1) is > 0 and int place)
        {
            y[place - 1] = T.One;
        }
    }

    /// <summary>The gradients of some rows of a table, each the sum over the samples with its code, in the order of the
    /// batch.</summary>
    /// <param name="codes">One row of codes.</param>
    /// <param name="rows">The number of rows of the whole table.</param>
    /// <param name="start">The first of the rows whose gradients are computed.</param>
    /// <param name="dy">table.Columns × samples.</param>
    /// <param name="gradient">The buffer for the gradients of the rows.</param>
    [MethodImpl(Hot)]
    public static void Gradient(Matrix<T> codes, int rows, int start, Matrix<T> dy, Matrix<T> gradient)
    {
        for (int row = 0; row < gradient.Rows; row++)
        {
            gradient.Row(row).Clear();
        }

        for (int n = 0; n < dy.Columns; n++)
        {
            int row = Code(codes.Pointer[n], rows) - start;
            if ((uint)row < (uint)gradient.Rows)
            {
                T* to = gradient.RowPointer(row), from = dy.Pointer + n;
                for (int i = 0; i < gradient.Columns; i++, from += dy.Stride)
                {
                    to[i] += *from;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Code(T code, int rows) => int.CreateSaturating(code) is int number && (uint)number < (uint)rows ? number : 0;
}
