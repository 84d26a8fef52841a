namespace Descent.Tests.Engine;

/// <summary>The few matrix operations that the reference engine is written with: plain loops, one row per sample.</summary>
internal static class ReferenceMatrix
{
    public static int Rows(this double[,] a) => a.GetLength(0);

    public static int Columns(this double[,] a) => a.GetLength(1);

    /// <summary>A matrix whose elements are a function of their place.</summary>
    public static double[,] Matrix(int rows, int columns, Func<int, int, double> element)
    {
        double[,] result = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[i, j] = element(i, j);
            }
        }

        return result;
    }

    /// <summary>Reads a flat, row-major list.</summary>
    public static double[,] Matrix(int rows, int columns, IReadOnlyList<double> flat) =>
        flat.Count == rows * columns ? Matrix(rows, columns, (i, j) => flat[(i * columns) + j]) : throw new ArgumentException($"{flat.Count} numbers are not {rows} × {columns}.", nameof(flat));

    /// <summary>f(a, b) element by element.</summary>
    public static double[,] Map(this double[,] a, double[,] b, Func<double, double, double> f) => Matrix(a.Rows(), a.Columns(), (i, j) => f(a[i, j], b[i, j]));

    /// <summary>f(a) element by element.</summary>
    public static double[,] Map(this double[,] a, Func<double, double> f) => Matrix(a.Rows(), a.Columns(), (i, j) => f(a[i, j]));

    /// <summary>A·B.</summary>
    public static double[,] Times(this double[,] a, double[,] b) => Matrix(a.Rows(), b.Columns(), (i, j) => Sum(a.Columns(), k => a[i, k] * b[k, j]));

    /// <summary>Aᵀ.</summary>
    public static double[,] Transposed(this double[,] a) => Matrix(a.Columns(), a.Rows(), (i, j) => a[j, i]);

    /// <summary>The sums down the columns, as one row.</summary>
    public static double[,] ColumnSums(this double[,] a) => Matrix(1, a.Columns(), (_, j) => Sum(a.Rows(), i => a[i, j]));

    /// <summary>f(0) + … + f(count − 1).</summary>
    public static double Sum(int count, Func<int, double> f)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += f(i);
        }

        return sum;
    }
}
