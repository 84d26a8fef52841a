namespace Descent.Data;

/// <summary>The messages about single cells; each names the line, the column, the value and the remedy.</summary>
internal static class CellFaults
{
    public static DataException Word(Table table, int row, int column, bool isTarget = false)
    {
        string name = table.Columns[column], value = table[row, column];
        return Cell.IsNumberWithOtherMark(table.Bytes(row, column), table.DecimalMark)
            ? new($"{table.Place(row, column)}: \"{value}\" is not a number with the decimal mark '{table.DecimalMark}'. If the file uses the other decimal mark, set it; if it has thousands separators, remove them.", new Remedy(nameof(CsvOptions.DecimalMark), value: $"{Cell.OtherMark(table.DecimalMark)}")) { Row = row, Column = name }
            : new($"{table.Place(row, column)}: \"{value}\" is not a number, but the column is numeric.", Remedy.FromAdvice("correct the cell"), new Remedy(nameof(SchemaOptions.WordsAsMissing), name), isTarget ? new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Multiclass)) : new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Categorical))) { Row = row, Column = name };
    }

    public static DataException Ambiguous(Table table, int row, int column) =>
        new($"{table.Place(row, column)}: \"{table[row, column]}\" may contain a decimal mark or a thousands separator, and no other number in the file shows which. Set the decimal mark.", new Remedy(nameof(CsvOptions.DecimalMark))) { Row = row, Column = table.Columns[column] };

    public static DataException TooFar(Table table, int row, int column) =>
        new($"{table.Place(row, column)}: \"{table[row, column]}\" is so far from the training values that the network cannot compute with it. Correct the cell or leave it empty; an empty cell counts as missing.") { Row = row, Column = table.Columns[column] };

    public static DataException NoDate(Table table, int row, int column, DateOrder order)
    {
        // It may be a date if day and month are exchanged.
        string how = DateText.TryRead(table.Bytes(row, column), order == DateOrder.DayFirst ? DateOrder.MonthFirst : DateOrder.DayFirst, out _, out _)
            ? $" with the {(order == DateOrder.DayFirst ? "day" : "month")} first, as the other dates are read" : "";
        return new($"{table.Place(row, column)}: \"{table[row, column]}\" is not a date{how}, but the column contains dates.",
            Remedy.FromAdvice("correct or empty the cell"), new Remedy(nameof(SchemaOptions.WordsAsMissing), table.Columns[column]), new Remedy(nameof(SchemaOptions.Kinds), table.Columns[column], nameof(ColumnKind.Categorical)))
        { Row = row, Column = table.Columns[column] };
    }

    public static DataException Huge(Table table, int row, int column) =>
        new($"{table.Place(row, column)}: \"{table[row, column]}\" is not a finite number of usable size (at most 1e300). Correct the cell or leave it empty; an empty cell counts as missing.") { Row = row, Column = table.Columns[column] };
}
