using System.Globalization;
using System.Numerics;

namespace Descent.Data;

/// <summary>Reads the column that says how much each row counts.</summary>
internal static class RowWeights
{
    /// <summary>Larger ones could overflow when they are added.</summary>
    private const double Largest = 1e30;

    /// <summary>Below it, the least weights of a column could vanish in single precision.</summary>
    private const double Smallest = 1e-20;

    /// <summary>The column, as its cells are written.</summary>
    public static ColumnSchema Column(ColumnProfile profile, string name) => new(name, ColumnKind.Weight, "says how much each row counts; no feature") { Notation = profile.Notation };

    /// <summary>Checks the weights of all rows and describes their column.</summary>
    public static ColumnSchema Describe(ColumnProfile profile, string name, ReadOnlySpan<int> rows, List<Notice> notices)
    {
        ColumnSchema column = Column(profile, name);
        double[] weights = Read(profile.Table, column, rows);
        column = column with { Minimum = profile.Minimum, Maximum = profile.Maximum };
        notices.Add(Notice.Information(string.Create(CultureInfo.InvariantCulture, $"Rows count as column \"{name}\" says, from {Rounded.Text(weights.Min())} to {Rounded.Text(weights.Max())}: in the training loss, the validation loss and the scores.")));
        return column;
    }

    /// <summary>The weights of some rows; nothing if the schema has none or the table lacks their column.</summary>
    public static T[] Of<T>(Table table, Schema schema, ReadOnlySpan<int> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        schema.Weight is { } column && rows.Length > 0 && table.IndexOf(column.Name) >= 0
            ? Array.ConvertAll(Read(table, column, rows), weight => T.CreateTruncating(weight * Factor(column)))
            : [];

    /// <summary>A power of two that brings weights up which single precision would take for 0; only their ratios matter.</summary>
    private static double Factor(ColumnSchema column) => column.Maximum is > 0 and < Smallest and var largest ? Math.ScaleB(1, Math.Min(1000, -Math.ILogB(largest))) : 1;

    /// <summary>The weights of some rows as they are written; not all 0.</summary>
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
                throw new DataException($"{table.Place(rows[i], column)}: {found}. A weight is a number from 0 to 1e30. Correct the cell; 0 leaves the row out.");
            }
        }

        return weights.AsSpan().ContainsAnyExcept(0)
            ? weights
            : throw new DataException($"{table.Source}, column \"{schema.Name}\": the weights of all {weights.Length} rows are 0, so none counts. Give at least one a weight above 0.");
    }
}
