namespace Descent.Numerics;

/// <summary>A square matrix of doubles, row after row.</summary>
/// <param name="size">The number of rows and columns.</param>
internal sealed class SquareMatrix(int size)
{
    private readonly double[] values = new double[(long)size * size];

    /// <summary>The number of rows and columns.</summary>
    public int Size => size;

    /// <summary>A row.</summary>
    public Span<double> Row(int index) => values.AsSpan(index * size, size);

    /// <summary>Sets all values to 0.</summary>
    public void Clear() => Array.Clear(values);

    /// <summary>Copies all values to a matrix of the same size.</summary>
    public void CopyTo(SquareMatrix other) => values.CopyTo(other.values, 0);
}

/// <summary>Solves systems of equations with a positive definite matrix: A = L·Lᵀ with a lower triangular L. Only the lower triangle of A is read and written.</summary>
internal static class Cholesky
{
    /// <summary>Replaces A by L, row by row (Cholesky–Banachiewicz).</summary>
    /// <returns>Whether A is positive definite in double; otherwise its content is undefined.</returns>
    public static bool Factorize(SquareMatrix matrix)
    {
        for (int i = 0; i < matrix.Size; i++)
        {
            Span<double> row = matrix.Row(i);
            for (int j = 0; j < i; j++)
            {
                Span<double> other = matrix.Row(j);
                row[j] = (row[j] - Reductions.Product<double>(row[..j], other[..j])) / other[j];
            }

            double square = row[i] - Reductions.Product<double>(row[..i], row[..i]);
            if (!(square > 0 && double.IsFinite(square)))
            {
                return false;
            }

            row[i] = Math.Sqrt(square);
        }

        return true;
    }

    /// <summary>Solves L·Lᵀ·x = b.</summary>
    /// <param name="factor">L.</param>
    /// <param name="vector">b, which is replaced by x.</param>
    public static void Solve(SquareMatrix factor, Span<double> vector)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = (vector[i] - Reductions.Product<double>(factor.Row(i)[..i], vector[..i])) / factor.Row(i)[i];
        }

        for (int i = vector.Length - 1; i >= 0; i--)
        {
            Span<double> row = factor.Row(i);
            vector[i] /= row[i];
            for (int j = 0; j < i; j++)
            {
                vector[j] -= row[j] * vector[i];
            }
        }
    }
}
