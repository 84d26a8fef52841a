namespace Descent.Data;

/// <summary>Reads the number of a cell in the notation of its column.</summary>
internal static class NumberReader
{
    /// <summary>Reads a number, first as a plain one, then in the given notation.</summary>
    /// <param name="table">The table; a decimal mark that the user has specified overrides the notation's.</param>
    /// <param name="cell">UTF-8.</param>
    /// <param name="notation">How the column's numbers are written, or null for plain numbers.</param>
    /// <param name="value">The number; it may be infinite.</param>
    public static bool TryRead(Table table, ReadOnlySpan<byte> cell, NumberNotation? notation, out double value)
    {
        if (notation is null)
        {
            return Cell.TryNumber(cell, table.DecimalMark, out value);
        }

        char mark = MarkOf(table, notation);
        bool isPercent = false;
        return (Cell.TryNumber(cell, mark, out value)
            || (NumberText.TryRead(cell, mark, out value, out string? currency, out isPercent) && (currency is null || currency == notation.Currency)))
            && (notation.IsPercent is not { } percent || percent == isPercent || value == 0);
    }

    /// <summary>The decimal mark of a column: the one that the user has specified, that of its notation, or that of the table.</summary>
    public static char MarkOf(Table table, NumberNotation? notation) => notation is null || table.DecimalMarkOrigin == MarkOrigin.Given ? table.DecimalMark : notation.DecimalMark;

    /// <summary>Whether a cell is a number in any notation.</summary>
    public static bool IsNumber(Table table, ReadOnlySpan<byte> cell) => Cell.TryNumber(cell, table.DecimalMark, out _)
        || NumberText.TryRead(cell, '.', out _, out _, out _) || NumberText.TryRead(cell, ',', out _, out _, out _);
}
