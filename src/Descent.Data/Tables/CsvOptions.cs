using System.Text;

namespace Descent.Data;

/// <summary>How to read a CSV file; the defaults fit most files.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between cells (ASCII), or null (the default) to find it among comma, semicolon, tab and bar.</summary>
    public char? Separator { get; init; }

    /// <summary>
    /// The decimal mark of numbers, '.' or ','; or null (the default): a comma if the first rows have numbers such as 1,5 and none
    /// such as 1.5, else a point. The machine's culture is never asked.
    /// </summary>
    public char? DecimalMark { get; init; }

    /// <summary>
    /// Whether the first line has the names of the columns; true by default. Otherwise it is a row, and the columns are called
    /// column1, column2 and so on, unless the first line has just these names.
    /// </summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// The encoding of the bytes, or null (the default) for UTF-8. A byte order mark comes before it. Code pages such as windows-1252 come
    /// from <see cref="CodePagesEncodingProvider"/>.
    /// </summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether rows with a wrong number of cells or broken quotes are left out and counted (default: they are errors).</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>How many bytes a table, and later the numbers that are made of it, may take, or null (the default) for what the machine or container has left.</summary>
    public long? MemoryLimit { get; init; }

    internal CsvOptions Checked()
    {
        if (DecimalMark is not (null or '.' or ','))
        {
            throw new DataException($"The decimal mark '{DecimalMark}' is not known. Use '.' or ','.");
        }

        if (Separator is { } separator && (!char.IsAscii(separator) || separator is '"' or '\r' or '\n' or '\0'))
        {
            throw new DataException($"The separator '{separator}' cannot be used. Give one ASCII character such as ',', ';', '|' or a tab.");
        }

        return Separator is null || Separator != DecimalMark
            ? this
            : throw new DataException($"'{DecimalMark}' cannot be both the separator and the decimal mark. Change one of the two.");
    }
}
