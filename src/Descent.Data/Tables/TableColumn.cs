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
        return new(name, [.. values.Select(value => CellText.Of(value) ?? throw CellText.Refused($"Column \"{name}\"", value!))]);
    }
}
