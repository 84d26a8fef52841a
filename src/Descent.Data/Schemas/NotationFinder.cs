namespace Descent.Data;

/// <summary>Finds out how the numbers of a column are written if not all of its cells are plain numbers.</summary>
internal sealed class NotationFinder
{
    /// <summary>After this many cells without a number, the column is considered text.</summary>
    private const int Patience = 1000;

    /// <summary>From this share on, a unit is that of the column, and other numbers are mistakes.</summary>
    private const double NearlyAll = 0.9;

    private readonly Table table;
    private readonly int column;
    private readonly Dictionary<string, Unit> currencies = new(StringComparer.Ordinal);
    private Unit percents = new(-1, 0);
    private Unit plains = new(-1, 0);
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
    public (int Percent, int Plain)? MixedRows => percents.Count == 0 || plains.Count == 0 ? null : (percents.First, plains.First);

    /// <summary>The first number in another unit than nearly all cells, and what the others are; null if there is none.</summary>
    public (int Row, string Others)? OddUnit => percents.Count > 0 && IsNearlyAll(plains) ? (percents.First, "are not")
        : plains.Count > 0 && IsNearlyAll(percents) ? (plains.First, "are in percent")
        : currencies.Count > 1 && currencies.MaxBy(pair => pair.Value.Count) is var most && IsNearlyAll(most.Value) ? (currencies.Where(pair => pair.Key != most.Key).Min(pair => pair.Value.First), $"are in {Currency.Written(most.Key)}")
        : null;

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
            Notation = new(mark, currencies.Keys.FirstOrDefault(), percents.Count > 0);
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
            percents = percents.With(row);
        }
        else if ((isPoint && point != 0) || (isComma && comma != 0))
        {
            plains = plains.With(row);
        }

        AmbiguousRow = AmbiguousRow < 0 && isPoint && isComma && point != comma ? row : AmbiguousRow;
        if ((currency ?? other) is { } found && (isPoint || isComma))
        {
            currencies[found] = currencies.GetValueOrDefault(found, new Unit(-1, 0)).With(row);
            OtherCurrencyRow = currencies.Count > 1 && OtherCurrencyRow < 0 ? row : OtherCurrencyRow;
        }
    }

    private bool IsNearlyAll(Unit unit) => unit.Count >= NearlyAll * looked;

    private static bool Read(ReadOnlySpan<byte> cell, char mark, out double value, out string? currency, out bool isPercent)
    {
        currency = null;
        isPercent = false;
        return Cell.TryNumber(cell, mark, out value) || NumberText.TryRead(cell, mark, out value, out currency, out isPercent);
    }

    /// <summary>The numbers in a unit: the row of the first, and how many there are.</summary>
    private readonly record struct Unit(int First, int Count)
    {
        public Unit With(int row) => new(Count == 0 ? row : First, Count + 1);
    }
}
