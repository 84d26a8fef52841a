using System.Globalization;

namespace Descent.Data;

/// <summary>
/// Reads dates and times: ISO 8601 (2024-12-31, 2024-12-31T23:59:59.5+01:00, 2024-12, 20241231), 2024/12/31, 31.12.2024,
/// 31/12/2024 or 12/31/2024, 31 Dec 2024, Dec 31, 2024, and times alone, with or without AM and PM.
/// </summary>
/// <remarks>A time is read as written, ignoring an offset from UTC, because habits follow the local clock.</remarks>
internal ref struct DateText
{
    private const int Longest = 64;
    private static readonly string[] s_months = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12)];

    private readonly DateOrder order;
    private ReadOnlySpan<byte> rest;

    private DateText(ReadOnlySpan<byte> text, DateOrder order)
    {
        rest = text;
        this.order = order;
    }

    /// <summary>Reads a date, a time, or both.</summary>
    /// <param name="cell">UTF-8.</param>
    /// <param name="order">The order of day and month in a date that could be read either way.</param>
    /// <param name="moment">The date and time; a time alone is on the first day of year 1.</param>
    /// <param name="content">What the cell contains.</param>
    public static bool TryRead(ReadOnlySpan<byte> cell, DateOrder order, out DateTime moment, out DateContent content)
    {
        moment = DateTime.MinValue;
        content = DateContent.None;
        cell = cell[System.Text.Ascii.Trim(cell)];
        if (cell.Length is < 4 or > Longest)
        {
            return false;
        }

        DateText text = new(cell, order);
        if (text.TryDate(out DateTime date))
        {
            content = DateContent.Date;
            moment = date;
            if (text.rest.IsEmpty)
            {
                return true;
            }

            if (!(text.Take((byte)'T') || text.Take((byte)'t') || text.TakeBlank()))
            {
                return false;
            }
        }
        else
        {
            text.rest = cell;
        }

        if (!text.TryTime(out TimeSpan time))
        {
            return false;
        }

        content |= DateContent.Time | (text.TakeZone() ? DateContent.Zone : DateContent.None);
        moment += time;
        return text.rest.IsEmpty;
    }

    private bool TryDate(out DateTime date)
    {
        date = default;
        if (TakeMonth(out int month))
        {
            return TakeBlank() && TryNumber(1, 2, out int day, out _) && (Take((byte)',') | TakeBlank()) && TryYear(true, out int year) && TryMake(year, month, day, out date);
        }

        if (!TryNumber(1, 8, out int first, out int digits) || (digits is 3 or > 4 and < 8))
        {
            return false;
        }

        if (digits == 8)
        {
            return TryMake(first / 10_000, first / 100 % 100, first % 100, out date);
        }

        byte mark = rest.IsEmpty ? (byte)0 : rest[0];
        if (digits == 4)
        {
            return mark is (byte)'-' or (byte)'/' or (byte)'.' && Take(mark) && TryNumber(1, 2, out month, out _)
                && TryMake(first, month, Take(mark) ? TryNumber(1, 2, out int day, out _) ? day : 0 : 1, out date);
        }

        if (mark is (byte)'-' or (byte)'/' or (byte)'.' or (byte)' ')
        {
            _ = Take(mark);
            if (TakeMonth(out month))
            {
                return (Take(mark) || TakeBlank()) && TryYear(true, out int year) && TryMake(year, month, first, out date);
            }

            bool monthFirst = mark != (byte)'.' && order == DateOrder.MonthFirst;
            return mark != (byte)' ' && TryNumber(1, 2, out int second, out int others) && Take(mark) && TryYear(digits == 2 && others == 2, out int last)
                && TryMake(last, monthFirst ? first : second, monthFirst ? second : first, out date);
        }

        return false;
    }

    private static bool TryMake(int year, int month, int day, out DateTime date)
    {
        bool exists = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = exists ? new DateTime(year, month, day) : default;
        return exists;
    }

    /// <summary>Reads a year of four digits, or of two if day and month have two as well, unlike a version such as 1.2.10. As in POSIX,
    /// 69 to 99 are in the last century and 00 to 68 in this one.</summary>
    private bool TryYear(bool isShortAllowed, out int year)
    {
        bool found = TryNumber(2, 4, out year, out int digits) && (digits == 4 || (digits == 2 && isShortAllowed));
        year += digits == 2 ? year < 69 ? 2000 : 1900 : 0;
        return found;
    }

    /// <summary>Reads hours and minutes and, if present, seconds, a fraction, and AM or PM.</summary>
    private bool TryTime(out TimeSpan time)
    {
        time = default;
        if (!TryNumber(1, 2, out int hour, out _) || !Take((byte)':') || !TryNumber(2, 2, out int minute, out _))
        {
            return false;
        }

        double second = 0;
        if (Take((byte)':'))
        {
            if (!TryNumber(2, 2, out int whole, out _))
            {
                return false;
            }

            second = whole;
            if (Take((byte)'.') || Take((byte)','))
            {
                for (double unit = 0.1; !rest.IsEmpty && char.IsAsciiDigit((char)rest[0]); unit /= 10)
                {
                    second += unit * (rest[0] - '0');
                    rest = rest[1..];
                }
            }
        }

        _ = TakeBlank();
        bool morning = TakeWord("AM"u8), afternoon = !morning && TakeWord("PM"u8);
        if ((morning || afternoon) && hour is < 1 or > 12)
        {
            return false;
        }

        hour = morning || afternoon ? (hour % 12) + (afternoon ? 12 : 0) : hour;
        time = new TimeSpan(hour, minute, 0) + TimeSpan.FromSeconds(second);
        return hour < 24 && minute < 60 && second < 60;
    }

    /// <summary>Reads Z, UTC, GMT, +01:00, +0100 or +01.</summary>
    private bool TakeZone()
    {
        _ = TakeBlank();
        if (TakeWord("Z"u8) || TakeWord("UTC"u8) || TakeWord("GMT"u8))
        {
            return true;
        }

        ReadOnlySpan<byte> before = rest;
        bool found = (Take((byte)'+') || Take((byte)'-')) && TryNumber(2, 4, out _, out int digits) && digits != 3
            && (!Take((byte)':') || (digits == 2 && TryNumber(2, 2, out _, out _)));
        rest = found ? rest : before;
        return found;
    }

    /// <summary>Reads the English name of a month, in full or its first three letters.</summary>
    private bool TakeMonth(out int month)
    {
        for (month = 1; month <= 12; month++)
        {
            string name = s_months[month - 1];
            if (TakeWord(name) || TakeWord(name.AsSpan(0, 3)))
            {
                _ = Take((byte)'.');
                return true;
            }
        }

        return false;
    }

    private bool TakeWord(ReadOnlySpan<char> word)
    {
        if (rest.Length < word.Length || !System.Text.Ascii.EqualsIgnoreCase(rest[..word.Length], word) || (rest.Length > word.Length && char.IsAsciiLetter((char)rest[word.Length])))
        {
            return false;
        }

        rest = rest[word.Length..];
        return true;
    }

    private bool TakeWord(ReadOnlySpan<byte> word)
    {
        if (rest.Length < word.Length || !System.Text.Ascii.EqualsIgnoreCase(rest[..word.Length], word))
        {
            return false;
        }

        rest = rest[word.Length..];
        return true;
    }

    private bool Take(byte mark)
    {
        bool found = !rest.IsEmpty && rest[0] == mark;
        rest = found ? rest[1..] : rest;
        return found;
    }

    private bool TakeBlank() => Take((byte)' ');

    private bool TryNumber(int least, int most, out int value, out int digits)
    {
        value = digits = 0;
        while (digits < most && digits < rest.Length && char.IsAsciiDigit((char)rest[digits]))
        {
            value = (10 * value) + (rest[digits++] - '0');
        }

        rest = rest[digits..];
        return digits >= least;
    }
}
