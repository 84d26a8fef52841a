namespace Descent.Data;

/// <summary>Finds out whether a column holds dates or times, and in which order day and month are written.</summary>
internal sealed class DateFinder
{
    /// <summary>After this many cells without a date, the column is considered not to hold dates.</summary>
    private const int Patience = 100;

    /// <summary>Up to this share of other texts, the column is considered to hold dates, and the other texts are errors.</summary>
    private const double FewWords = 0.1;

    private readonly DateOrder usual;
    private int dayFirst;
    private int monthFirst;
    private DateContent common = DateContent.Date | DateContent.Time;

    private DateTime? first;

    private int onlyDayRow = -1;
    private int onlyMonthRow = -1;

    // The month first is not usual in countries that write a decimal comma.
    private DateFinder(Table table) => usual = table.DecimalMark == ',' ? DateOrder.DayFirst : DateOrder.MonthFirst;

    public DateOrder Order => monthFirst == dayFirst ? (IsAmbiguous ? usual : DateOrder.DayFirst) : monthFirst > dayFirst ? DateOrder.MonthFirst : DateOrder.DayFirst;

    /// <summary>A date that must have the day first and one that must have the month first; null if the column has no such
    /// pair.</summary>
    public (int Day, int Month)? Contradiction => onlyDayRow < 0 || onlyMonthRow < 0 ? null : (onlyDayRow, onlyMonthRow);

    /// <summary>The number of cells with a date or time in either order.</summary>
    public int Readable { get; private set; }

    /// <summary>The first date that could be read either way, if no other date of the column shows which is right; otherwise
    /// −1.</summary>
    public int AmbiguousRow { get; private set; } = -1;

    /// <summary>Whether all dates are the same.</summary>
    public bool AreAlike { get; private set; } = true;

    public bool HasZone { get; private set; }

    /// <summary>The number of cells with a date or time.</summary>
    public int Dates => Math.Max(dayFirst, monthFirst);

    /// <summary>The first cell that is neither missing nor a date, or −1.</summary>
    public int FirstWordRow { get; private set; } = -1;

    private bool IsAmbiguous { get; set; }

    /// <summary>Reads the given rows of a column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The order of day and month, if known.</param>
    public static DateFinder Look(Table table, int column, ReadOnlySpan<int> rows, DateOrder? order = null)
    {
        DateFinder finder = new(table);
        int present = 0;
        RecentCells<Reading> recent = new(table, column);
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> cell = table.Bytes(row, column);
            Reading reading = recent.TryFind(cell, out Reading known) ? known : recent.Remember(row, table.IsMissing(cell, column) ? default : Read(cell, order));
            if (!reading.IsPresent)
            {
                continue;
            }

            finder.Add(row, reading);
            if (++present == Patience && finder.Dates == 0)
            {
                break;
            }
        }

        finder.AmbiguousRow = finder.IsAmbiguous && order is null && finder.dayFirst == finder.monthFirst ? finder.AmbiguousRow : -1;
        if (finder.Dates < present)
        {
            finder.FindFirstWord(table, column, rows);
        }

        return finder;
    }

    /// <summary>Whether enough cells are dates to consider the others errors.</summary>
    /// <param name="present">The number of cells that are not missing.</param>
    /// <param name="wordsAreMissing">Whether words count as missing dates.</param>
    public bool IsDate(int present, bool wordsAreMissing) => Dates > 0 && common != DateContent.None && (wordsAreMissing || present - Dates <= FewWords * present);

    private static Reading Read(ReadOnlySpan<byte> cell, DateOrder? order)
    {
        DateContent content = DateContent.None, other = DateContent.None;
        DateTime day = default, month = default;
        bool isDay = order != DateOrder.MonthFirst && DateText.TryRead(cell, DateOrder.DayFirst, out day, out content);
        bool isMonth = order != DateOrder.DayFirst && DateText.TryRead(cell, DateOrder.MonthFirst, out month, out other);
        return new(true, isDay ? day : null, isMonth ? month : null, isDay ? content : other);
    }

    private void Add(int row, Reading reading)
    {
        (bool isDay, bool isMonth) = (reading.Day is not null, reading.Month is not null);
        if (!isDay && !isMonth)
        {
            return;
        }

        Readable++;
        onlyDayRow = isMonth || onlyDayRow >= 0 ? onlyDayRow : row;
        onlyMonthRow = isDay || onlyMonthRow >= 0 ? onlyMonthRow : row;
        dayFirst += isDay ? 1 : 0;
        monthFirst += isMonth ? 1 : 0;
        if (isDay && isMonth && reading.Day != reading.Month)
        {
            IsAmbiguous = true;
            AmbiguousRow = AmbiguousRow < 0 ? row : AmbiguousRow;
        }

        first ??= reading.Day ?? reading.Month;
        AreAlike &= first == (reading.Day ?? reading.Month);
        HasZone |= reading.Content.HasFlag(DateContent.Zone);
        common &= reading.Content.HasFlag(DateContent.Date) ? DateContent.Date : DateContent.Time;
    }

    private void FindFirstWord(Table table, int column, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if (!table.IsMissing(row, column) && !DateText.TryRead(table.Bytes(row, column), Order, out _, out _))
            {
                FirstWordRow = row;
                return;
            }
        }
    }

    /// <summary>A cell, read with the day first and with the month first.</summary>
    private readonly record struct Reading(bool IsPresent, DateTime? Day, DateTime? Month, DateContent Content);
}
