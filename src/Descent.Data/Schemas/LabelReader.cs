namespace Descent.Data;

/// <summary>Reads the labels of a target column as indices.</summary>
internal sealed class LabelReader
{
    private readonly Table table;
    private readonly int column;
    private readonly IReadOnlyList<string> labels;
    private readonly TextLookup places;

    public LabelReader(Table table, ColumnSchema target)
    {
        this.table = table;
        column = table.RequireColumn(target.Name);
        labels = target.Labels;
        places = new TextLookup(labels);
    }

    /// <summary>The index of the label in a row of the table, or −1 if it did not occur in training.</summary>
    public int Find(int row) => places.Find(table.Bytes(row, column), table);

    /// <summary>The index of the label in a row of the table.</summary>
    public int this[int row] => Find(row) is var place and >= 0
        ? place
        : throw new DataException($"{table.Place(row, column)}: the label \"{table[row, column]}\" did not occur in training. {ClosestNames.Hint(table[row, column], labels)}");
}
