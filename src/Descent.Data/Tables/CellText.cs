using System.Globalization;

namespace Descent.Data;

/// <summary>Formats a value from memory or from a database as the text of a cell, from which the same value is read.</summary>
internal static class CellText
{
    /// <summary>The text; empty for null, <see cref="DBNull"/> and NaN, which are missing values. Null if a value of that type cannot be in a cell.</summary>
    public static string? Of(object? value) => value switch
    {
        null or DBNull => "",
        string text => text,
        double number => double.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture),
        float number => float.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture),
        Half number => Half.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        DateTime moment => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal or Int128 or UInt128 or System.Numerics.BigInteger or Guid => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        char letter => letter.ToString(),
        Enum word => word.ToString(),
        _ => null,
    };

    /// <summary>Why a value has no text, and what to do.</summary>
    /// <param name="place">The column, as the beginning of a sentence.</param>
    /// <param name="value">The value.</param>
    public static DataException Refused(string place, object value) => new($"{place} has {value switch
    {
        byte[] => "bytes. Leave the column out, or compute features of what they contain",
        TimeSpan => "durations. Use their seconds, a number (TotalSeconds; in SQL of PostgreSQL, EXTRACT(EPOCH FROM …)), or TimeOnly if they are times of day",
        System.Collections.IEnumerable => "lists of values. Use one column per value",
        _ => $"a value of type {value.GetType().Name}. Use numbers, texts, truth values, dates or times",
    }}.");
}
