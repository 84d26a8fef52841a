namespace Descent.Data;

/// <summary>Finds out how the numbers of a column are written if not all of its cells are plain numbers.</summary>
internal sealed class NotationFinder
{
    /// <summary>After this many cells without a number, the column is considered text.</summary>
    private const int Patience = 1000;

    private readonly Table table;
    private readonly int column;
    private readonly HashSet<string> currencies = new(StringComparer.Ordinal);
    private int firstPercent = -1;
    private int firstPlain = -1;
    private int firstPoint = -1;
    private int firstComma = -1;
    private int looked;
    private int numbers;
    private int points;
    private int commas;

    private NotationFinder(Table table, int column) => (this.table, this.column) = (table, column);

    /// <summary>The first cell that would be another number with the other decimal mark, if nothing shows which is right.</summary>
    public int AmbiguousRow { get; private set; } = -1;

    /// <summary>A cell in a second currency.</summary>
    public int OtherCurrencyRow { get; private set; } = -1;

    /// <summary>A cell in percent and a number that is not, if there are both: it is unknown whether 12 means 12 %.</summary>
    public (int Percent, int Plain)? MixedRows => firstPercent < 0 || firstPlain < 0 ? null : (firstPercent, firstPlain);

    /// <summary>The rows of a cell that is a number only with a decimal point and of one that is a number only with a decimal comma, if most cells of the column are numbers of one of the two kinds.</summary>
    public (int Point, int Comma)? MarkRows => firstPoint < 0 || firstComma < 0 || 2 * numbers <= looked ? null : (firstPoint, firstComma);

    /// <summary>The notation, or null if plain parsing finds as many numbers.</summary>
    public NumberNotation? Notation { get; private set; }

    public static NotationFinder Find(Table table, int column, ReadOnlySpan<int> rows, int plain)
    {
        NotationFinder finder = new(table, column);
        finder.Look(rows, plain);
        return finder;
    }

    private void Look(ReadOnlySpan<int> rows, int plain)
    {
        foreach (int row in rows)
        {
            if (table.IsMissing(row, column))
            {
                continue;
            }

            Count(row);
            if (++looked == Patience && points + commas == 0)
            {
                return;
            }
        }

        bool isKnown = table.DecimalMarkOrigin != MarkOrigin.Assumed;
        char mark = points == commas ? table.DecimalMark : points > commas ? '.' : ',';
        mark = table.DecimalMarkOrigin == MarkOrigin.Given ? table.DecimalMark : mark;
        AmbiguousRow = points == commas && !isKnown ? AmbiguousRow : -1;
        if (OtherCurrencyRow < 0 && MixedRows is null && (mark == '.' ? points : commas) > plain)
        {
            Notation = new(mark, currencies.FirstOrDefault(), firstPercent >= 0);
        }
    }

    private void Count(int row)
    {
        ReadOnlySpan<byte> cell = table.Bytes(row, column);
        bool isPoint = Read(cell, '.', out double point, out string? currency, out bool isPercent), isComma = Read(cell, ',', out double comma, out string? other, out bool isOtherPercent);
        points += isPoint ? 1 : 0;
        commas += isComma ? 1 : 0;
        numbers += isPoint || isComma ? 1 : 0;
        firstPoint = firstPoint < 0 && isPoint && !isComma ? row : firstPoint;
        firstComma = firstComma < 0 && isComma && !isPoint ? row : firstComma;
        if (isPercent || isOtherPercent)
        {
            firstPercent = firstPercent < 0 ? row : firstPercent;
        }
        else if ((isPoint && point != 0) || (isComma && comma != 0))
        {
            firstPlain = firstPlain < 0 ? row : firstPlain;
        }

        AmbiguousRow = AmbiguousRow < 0 && isPoint && isComma && point != comma ? row : AmbiguousRow;
        if ((currency ?? other) is { } found && (isPoint || isComma) && currencies.Add(found) && currencies.Count > 1)
        {
            OtherCurrencyRow = row;
        }
    }

    private static bool Read(ReadOnlySpan<byte> cell, char mark, out double value, out string? currency, out bool isPercent)
    {
        currency = null;
        isPercent = false;
        return Cell.TryNumber(cell, mark, out value) || NumberText.TryRead(cell, mark, out value, out currency, out isPercent);
    }
}
