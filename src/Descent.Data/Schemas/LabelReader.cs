namespace Descent.Data;

/// <summary>Reads the labels of a target column as indices.</summary>
internal sealed class LabelReader
{
    private readonly Table _table;
    private readonly int _column;
    private readonly IReadOnlyList<string> _labels;
    private readonly TextLookup _places;

    public LabelReader(Table table, ColumnSchema target)
    {
        _table = table;
        _column = table.RequireColumn(target.Name);
        _labels = target.Labels;
        _places = new TextLookup(_labels);
    }

    /// <summary>The index of the label in a row of the table, or −1 if it did not occur in training.</summary>
    public int Find(int row) => _places.Find(_table.Bytes(row, _column), _table.DecimalMark);

    /// <summary>The index of the label in a row of the table.</summary>
    public int this[int row] => Find(row) is var place and >= 0
        ? place
        : throw new DataException($"{_table.Place(row, _column)}: the label \"{_table[row, _column]}\" did not occur in training. {ClosestNames.Hint(_table[row, _column], _labels)}");
}
