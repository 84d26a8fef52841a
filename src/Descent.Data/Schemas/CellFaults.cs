namespace Descent.Data;

/// <summary>The messages about single cells; each names line, column and value, and the way out.</summary>
internal static class CellFaults
{
    public static DataException Word(Table table, int row, int column, bool isTarget = false)
    {
        string name = table.Columns[column], value = table[row, column];
        return Cell.IsNumberWithOtherMark(table.Bytes(row, column), table.DecimalMark)
            ? new($"{table.Place(row, column)}: \"{value}\" is not a number with the decimal mark '{table.DecimalMark}'. If the file has the other decimal mark, say so; if it has thousands marks, remove them.", new Remedy(nameof(CsvOptions.DecimalMark), value: $"{Cell.OtherMark(table.DecimalMark)}"))
            : new($"{table.Place(row, column)}: \"{value}\" stands in a column of numbers.", Remedy.FromAdvice("correct the cell"), new Remedy(nameof(SchemaOptions.WordsAsMissing), name), isTarget ? new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Multiclass)) : new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Categorical)));
    }

    public static DataException Ambiguous(Table table, int row, int column) =>
        new($"{table.Place(row, column)}: \"{table[row, column]}\" may have a decimal mark or a mark between thousands, and no other number of the file says which. Say which decimal mark it has.", new Remedy(nameof(CsvOptions.DecimalMark)));

    public static DataException TooFar(Table table, int row, int column) =>
        new($"{table.Place(row, column)}: \"{table[row, column]}\" is so far from the values in training that the network cannot compute with it. Correct the cell or leave it empty; an empty cell counts as missing.");

    public static DataException NoDate(Table table, int row, int column, DateOrder order)
    {
        // With day and month exchanged it may well be one.
        string how = DateText.TryRead(table.Bytes(row, column), order == DateOrder.DayFirst ? DateOrder.MonthFirst : DateOrder.DayFirst, out _, out _)
            ? $" with the {(order == DateOrder.DayFirst ? "day" : "month")} first, as the others are read" : "";
        return new($"{table.Place(row, column)}: \"{table[row, column]}\" is no date{how}, but stands in a column of dates.",
            Remedy.FromAdvice("correct or empty the cell"), new Remedy(nameof(SchemaOptions.WordsAsMissing), table.Columns[column]), new Remedy(nameof(SchemaOptions.Kinds), table.Columns[column], nameof(ColumnKind.Categorical)));
    }

    public static DataException Huge(Table table, int row, int column) =>
        new($"{table.Place(row, column)}: \"{table[row, column]}\" is not a finite number of usable size (at most 1e300). Correct the cell or leave it empty; an empty cell counts as missing.");
}
