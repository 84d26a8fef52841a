using System.Globalization;

namespace Descent.Data;

/// <summary>A named column of values from memory, formatted as the cells of a <see cref="Table"/> without loss of precision.</summary>
public sealed class TableColumn
{
    private TableColumn(string name, string[] cells)
    {
        Name = name;
        Cells = cells;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The cells as text; an empty one has no value.</summary>
    public IReadOnlyList<string> Cells { get; }

    /// <summary>Creates a column of numbers, texts, truth values, dates or times.</summary>
    /// <remarks>
    /// <see cref="DateTime"/>, <see cref="DateTimeOffset"/> and <see cref="DateOnly"/> are formatted as ISO 8601 dates and
    /// <see cref="TimeOnly"/> as times, from which date features are computed; null and NaN are missing values.
    /// </remarks>
    /// <typeparam name="T">Any number type, string, bool, a date or a time type, or the nullable form of one of them.</typeparam>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One value per row.</param>
    /// <returns>The column; the values are copied.</returns>
    /// <exception cref="DataException">If the type is not supported.</exception>
    public static TableColumn Of<T>(string name, IEnumerable<T> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        return new(name, [.. values.Select(value => Text(name, value))]);
    }

    private static string Text(string name, object? value) => value switch
    {
        null => "",
        string text => text,
        double number => double.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture),
        float number => float.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        DateTime moment => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal or Half or Int128 or UInt128 => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        Enum word => word.ToString(),
        _ => throw new DataException($"Column \"{name}\" has a value of type {value.GetType().Name}. Use numbers, texts, truth values, dates or times."),
    };
}
