using System.Globalization;
using System.Numerics;

namespace Descent.Data;

/// <summary>Reads the column with the weights of the rows.</summary>
internal static class RowWeights
{
    /// <summary>The sum of larger weights could overflow.</summary>
    private const double Largest = 1e30;

    /// <summary>If all weights of a column are smaller, the smallest ones could underflow in single precision.</summary>
    private const double Smallest = 1e-20;

    /// <summary>The schema of the weight column, with the notation of its cells.</summary>
    public static ColumnSchema Column(ColumnProfile profile, string name) => new(name, ColumnKind.Weight, "the weight of each row; not a feature") { Notation = profile.Notation };

    /// <summary>Checks the weights of all rows and describes their column.</summary>
    public static ColumnSchema Describe(ColumnProfile profile, string name, ReadOnlySpan<int> rows, List<Notice> notices)
    {
        ColumnSchema column = Column(profile, name);
        double[] weights = Read(profile.Table, column, rows);
        column = column with { Minimum = profile.Minimum, Maximum = profile.Maximum };
        notices.Add(Notice.Information(string.Create(CultureInfo.InvariantCulture, $"Rows are weighted by column \"{name}\", from {Rounded.Text(weights.Min())} to {Rounded.Text(weights.Max())}: in the training loss, the validation loss and the scores.")));
        return column;
    }

    /// <summary>The weights of the given rows; empty if the schema has no weights or the table lacks their column.</summary>
    public static T[] Of<T>(Table table, Schema schema, ReadOnlySpan<int> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        schema.Weight is { } column && rows.Length > 0 && table.IndexOf(column.Name) >= 0
            ? Array.ConvertAll(Read(table, column, rows), weight => T.CreateTruncating(weight * Factor(column)))
            : [];

    /// <summary>A power of two that scales up weights that would underflow in single precision; only ratios of weights
    /// matter.</summary>
    private static double Factor(ColumnSchema column) => column.Maximum is > 0 and < Smallest and var largest ? Math.ScaleB(1, Math.Min(1000, -Math.ILogB(largest))) : 1;

    /// <summary>The unscaled weights of the given rows; throws if all are 0.</summary>
    public static double[] Read(Table table, ColumnSchema schema, ReadOnlySpan<int> rows)
    {
        int column = table.RequireColumn(schema.Name);
        double[] weights = new double[rows.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            bool isNumber = NumberReader.TryRead(table, table.Bytes(rows[i], column), schema.Notation, out weights[i]);
            if (table.IsMissing(rows[i], column) || !isNumber || !(weights[i] is >= 0 and <= Largest))
            {
                string found = table.IsMissing(rows[i], column) ? "the weight has no value" : $"the weight is \"{table[rows[i], column]}\"";
                throw new DataException($"{table.Place(rows[i], column)}: {found}. A weight must be a number from 0 to 1e30. Correct the cell; 0 leaves the row out.");
            }
        }

        return weights.AsSpan().ContainsAnyExcept(0)
            ? weights
            : throw new DataException($"{table.Source}, column \"{schema.Name}\": the weights of all {weights.Length} rows are 0. Give at least one row a weight above 0.");
    }
}
