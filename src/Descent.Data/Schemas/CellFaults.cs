using System.Globalization;

namespace Descent.Data;

/// <summary>The messages about single cells; each names the line, the column, the value and the remedy.</summary>
internal static class CellFaults
{
    private const string InPercent = "in percent";

    public static DataException Word(Table table, int row, int column, bool isTarget = false)
    {
        string name = table.Columns[column], value = table[row, column];
        return Cell.IsNumberWithOtherMark(table.Bytes(row, column), table.DecimalMark)
            ? new($"{table.Place(row, column)}: \"{value}\" is not a number with the decimal mark '{table.DecimalMark}'. If the file uses the other decimal mark, set it; if it has thousands separators, remove them.", new Remedy(nameof(CsvOptions.DecimalMark), value: $"{Cell.OtherMark(table.DecimalMark)}")) { Row = row, Column = name }
            : new($"{table.Place(row, column)}: \"{value}\" is not a number, but the column is numeric.", [Remedy.FromAdvice("correct the cell"), .. value.Contains(',', StringComparison.Ordinal) ? Array.Empty<Remedy>() : [new Remedy(nameof(SchemaOptions.MissingWordsOf), name, value.Trim())], new Remedy(nameof(SchemaOptions.WordsAsMissing), name), isTarget ? new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Multiclass)) : new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Categorical))]) { Row = row, Column = name };
    }

    /// <summary>A number in another unit than nearly all others of its column.</summary>
    public static DataException OddUnit(ColumnProfile profile, int row, string others)
    {
        (Table table, int column) = (profile.Table, profile.Column);
        string name = table.Columns[column];
        return new($"{table.Place(row, column)}: \"{table[row, column]}\" {(Read(table, row, column, profile.DecimalMark).Unit is { } unit ? $"is {unit}" : "is not in percent")}, but nearly all other numbers of the column {others}.", Remedy.FromAdvice("correct the cell"), new Remedy(nameof(SchemaOptions.WordsAsMissing), name), new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Categorical))) { Row = row, Column = name };
    }

    /// <summary>A cell that is no number of a column whose numbers are known from training: one in another unit, or a word.</summary>
    public static DataException Unfit(Table table, int row, int column, NumberNotation? trained)
    {
        (double? number, string? unit) = Read(table, row, column, NumberReader.MarkOf(table, trained));
        bool wasPercent = trained?.IsPercent == true;
        string? before = wasPercent ? InPercent : trained?.Currency is { } currency ? $"in {Currency.Written(currency)}" : null;
        if (number is not { } value || before == unit)
        {
            return Word(table, row, column);
        }

        string text = table[row, column].Trim(), advice = (wasPercent, unit) switch
        {
            (true, null) => $"Write \"{text}%\", or \"{Plain(value * 100)}%\" if it is a fraction.",
            (false, InPercent) when before is null => $"Write {Plain(value * 100)}, or {Plain(value)} if the column had fractions.",
            _ when before is null => "Write it without the currency if the column had amounts in the same one, or convert it.",
            _ => "Convert it.",
        };
        return new($"{table.Place(row, column)}: \"{text}\" is {unit ?? "a plain number"}, but the column was {before ?? "of plain numbers"} in training. {advice}") { Row = row, Column = table.Columns[column] };
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

    /// <summary>The number of a cell and its unit; null for no number, and for a plain one.</summary>
    private static (double? Number, string? Unit) Read(Table table, int row, int column, char mark)
    {
        ReadOnlySpan<byte> cell = table.Bytes(row, column);
        return Cell.TryNumber(cell, mark, out double value) ? (value, null)
            : NumberText.TryRead(cell, mark, out value, out string? currency, out bool isPercent) ? (value, isPercent ? InPercent : currency is null ? null : $"in {Currency.Written(currency)}")
            : (null, null);
    }

    // 15 digits, so that 0.07 is 7 and not 7.000000000000001 in percent.
    private static string Plain(double value) => value.ToString("G15", CultureInfo.InvariantCulture);
}
