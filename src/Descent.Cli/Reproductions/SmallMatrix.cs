namespace Descent.Cli.Reproductions;

/// <summary>A matrix of a few numbers with the operations that the notes write down, so that their programs can be read line by line here.</summary>
internal sealed class SmallMatrix
{
    private readonly double[,] cells;

    public SmallMatrix(double[,] cells) => this.cells = cells;

    public int Rows => cells.GetLength(0);

    public int Columns => cells.GetLength(1);

    /// <summary>The numbers, row after row.</summary>
    public double[] Flat => [.. cells.Cast<double>()];

    /// <summary>The elementwise product.</summary>
    public static SmallMatrix operator *(SmallMatrix left, SmallMatrix right) => left.With(right, (a, b) => a * b);

    /// <summary>Every element times a number.</summary>
    public static SmallMatrix operator *(double factor, SmallMatrix matrix) => matrix.Map(a => factor * a);

    public static SmallMatrix operator +(SmallMatrix left, SmallMatrix right) => left.With(right, (a, b) => a + b);

    public static SmallMatrix operator -(SmallMatrix left, SmallMatrix right) => left.With(right, (a, b) => a - b);

    /// <summary>A matrix whose numbers are asked for row after row.</summary>
    public static SmallMatrix Fill(int rows, int columns, Func<double> next) => Made(rows, columns, (_, _) => next());

    public static SmallMatrix Zeros(int rows, int columns) => new(new double[rows, columns]);

    /// <summary>The matrix product.</summary>
    public SmallMatrix Times(SmallMatrix right) => Made(Rows, right.Columns, (row, column) =>
        Enumerable.Range(0, Columns).Sum(inner => cells[row, inner] * right.cells[inner, column]));

    /// <summary>A column of one number per row, added to every column.</summary>
    public SmallMatrix PlusColumn(SmallMatrix column) => Made(Rows, Columns, (row, at) => cells[row, at] + column.cells[row, 0]);

    public SmallMatrix Transposed() => Made(Columns, Rows, (row, column) => cells[column, row]);

    /// <summary>One mean per row, as a column.</summary>
    public SmallMatrix RowMeans() => Made(Rows, 1, (row, _) => Enumerable.Range(0, Columns).Average(column => cells[row, column]));

    public SmallMatrix Map(Func<double, double> function) => Made(Rows, Columns, (row, column) => function(cells[row, column]));

    public SmallMatrix With(SmallMatrix other, Func<double, double, double> function) =>
        Made(Rows, Columns, (row, column) => function(cells[row, column], other.cells[row, column]));

    private static SmallMatrix Made(int rows, int columns, Func<int, int, double> cell)
    {
        double[,] made = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                made[row, column] = cell(row, column);
            }
        }

        return new(made);
    }
}
