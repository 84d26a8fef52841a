namespace Descent.Data;

/// <summary>Finds out how the numbers of a column are written if not all of its cells are plain numbers.</summary>
internal sealed class NotationFinder
{
    /// <summary>After this many cells without a number, the column is considered text.</summary>
    private const int Patience = 1000;

    private readonly Table _table;
    private readonly int _column;
    private readonly HashSet<string> _currencies = new(StringComparer.Ordinal);
    private int _firstPercent = -1;
    private int _firstPlain = -1;
    private int _firstPoint = -1;
    private int _firstComma = -1;
    private int _looked;
    private int _numbers;
    private int _points;
    private int _commas;

    private NotationFinder(Table table, int column) => (_table, _column) = (table, column);

    /// <summary>The first cell that would be another number with the other decimal mark, if nothing shows which is right.</summary>
    public int AmbiguousRow { get; private set; } = -1;

    /// <summary>A cell in a second currency.</summary>
    public int OtherCurrencyRow { get; private set; } = -1;

    /// <summary>A cell in percent and a number that is not, if there are both: it is unknown whether 12 means 12 %.</summary>
    public (int Percent, int Plain)? MixedRows => _firstPercent < 0 || _firstPlain < 0 ? null : (_firstPercent, _firstPlain);

    /// <summary>The rows of a cell that is a number only with a decimal point and of one that is a number only with a decimal comma, if most cells of the column are numbers of one of the two kinds.</summary>
    public (int Point, int Comma)? MarkRows => _firstPoint < 0 || _firstComma < 0 || 2 * _numbers <= _looked ? null : (_firstPoint, _firstComma);

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
            if (_table.IsMissing(row, _column))
            {
                continue;
            }

            Count(row);
            if (++_looked == Patience && _points + _commas == 0)
            {
                return;
            }
        }

        bool isKnown = _table.DecimalMarkOrigin != MarkOrigin.Assumed;
        char mark = _points == _commas ? _table.DecimalMark : _points > _commas ? '.' : ',';
        mark = _table.DecimalMarkOrigin == MarkOrigin.Given ? _table.DecimalMark : mark;
        AmbiguousRow = _points == _commas && !isKnown ? AmbiguousRow : -1;
        if (OtherCurrencyRow < 0 && MixedRows is null && (mark == '.' ? _points : _commas) > plain)
        {
            Notation = new(mark, _currencies.FirstOrDefault(), _firstPercent >= 0);
        }
    }

    private void Count(int row)
    {
        ReadOnlySpan<byte> cell = _table.Bytes(row, _column);
        bool isPoint = Read(cell, '.', out double point, out string? currency, out bool isPercent), isComma = Read(cell, ',', out double comma, out string? other, out bool isOtherPercent);
        _points += isPoint ? 1 : 0;
        _commas += isComma ? 1 : 0;
        _numbers += isPoint || isComma ? 1 : 0;
        _firstPoint = _firstPoint < 0 && isPoint && !isComma ? row : _firstPoint;
        _firstComma = _firstComma < 0 && isComma && !isPoint ? row : _firstComma;
        if (isPercent || isOtherPercent)
        {
            _firstPercent = _firstPercent < 0 ? row : _firstPercent;
        }
        else if ((isPoint && point != 0) || (isComma && comma != 0))
        {
            _firstPlain = _firstPlain < 0 ? row : _firstPlain;
        }

        AmbiguousRow = AmbiguousRow < 0 && isPoint && isComma && point != comma ? row : AmbiguousRow;
        if ((currency ?? other) is { } found && (isPoint || isComma) && _currencies.Add(found) && _currencies.Count > 1)
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
