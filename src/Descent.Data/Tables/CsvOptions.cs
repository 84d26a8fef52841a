using System.Text;

namespace Descent.Data;

/// <summary>How to read a CSV file; the defaults suit most files.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between cells (ASCII), or null (the default) to infer it: comma, semicolon, tab or bar.</summary>
    public char? Separator { get; init; }

    /// <summary>
    /// The decimal mark of numbers, '.' or ','; or null (the default): a comma if the first rows have numbers such as 1,5 and none
    /// such as 1.5, otherwise a point. The machine's culture is never used.
    /// </summary>
    public char? DecimalMark { get; init; }

    /// <summary>
    /// Whether the first line contains the names of the columns; true by default. Otherwise it is a row, and the columns are called
    /// column1, column2 and so on, unless the first line consists of exactly these names.
    /// </summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// The encoding of the file, or null (the default) for UTF-8. A byte order mark takes precedence. Code pages such as windows-1252
    /// are available from <see cref="CodePagesEncodingProvider"/>.
    /// </summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether rows with a wrong number of cells or broken quotes are skipped and counted; false by default, in which case
    /// they are errors.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>The maximum number of bytes for a table with the different texts of each column, and later for its encoded inputs and targets; null (the default) for the
    /// available memory of the machine or container.</summary>
    public long? MemoryLimit { get; init; }

    internal CsvOptions Checked()
    {
        if (DecimalMark is not (null or '.' or ','))
        {
            throw new DataException($"The decimal mark must be '.' or ',', but is '{DecimalMark}'.");
        }

        if (Separator is { } separator && (!char.IsAscii(separator) || separator is '"' or '\r' or '\n' or '\0'))
        {
            throw new DataException($"The separator '{separator}' cannot be used. Use one ASCII character such as ',', ';', '|' or a tab.");
        }

        return Separator is null || Separator != DecimalMark
            ? this
            : throw new DataException($"'{DecimalMark}' cannot be both the separator and the decimal mark. Change one of the two.");
    }
}
