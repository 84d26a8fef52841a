using System.Text;

namespace Descent.Data;

/// <summary>Detects that the first line, read as column names, looks like the rows below it.</summary>
internal static class HeaderCheck
{
    private const int Rows = 100, ShownNames = 5;

    /// <summary>
    /// Whether every numeric column has a number as its name, and either one of these is not an integer, or every text column
    /// has a name that is one of its cells. Names that count up, such as years, are considered names.
    /// </summary>
    /// <param name="names">The first line.</param>
    /// <param name="columns">The rows below it.</param>
    /// <param name="decimalMark">The decimal mark of numbers.</param>
    public static bool LooksLikeData(string[] names, TextColumn[] columns, char decimalMark)
    {
        List<double> numbers = [];
        int texts = 0, known = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(names[i]);
            bool isNumber = Cell.TryNumber(name, decimalMark, out double value);
            if (Look(columns[i], name, decimalMark, out bool occurs) is not { } areNumbers || names[i] == $"column {i + 1}")
            {
                continue;
            }

            if (areNumbers != isNumber)
            {
                return false;
            }

            if (areNumbers)
            {
                numbers.Add(value);
                continue;
            }

            texts++;
            known += occurs ? 1 : 0;
        }

        bool isFraction = numbers.Any(value => !double.IsInteger(value));
        bool countsUp = numbers.Count > 1 && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second - pair.First == 1);
        return isFraction || (texts > 0 ? known == texts : numbers.Count > 0 && !countsUp);
    }

    /// <summary>Creates the warning.</summary>
    /// <param name="source">The name of the table in messages.</param>
    /// <param name="names">The first line.</param>
    public static Notice Warning(string source, string[] names) =>
        Notice.Warning($"{source}: the header looks like data: {string.Join(", ", names.Take(ShownNames))}{(names.Length > ShownNames ? ", …" : "")}. Is it a row?", new Remedy(nameof(CsvOptions.HasHeader), value: "false"));

    /// <summary>Whether the first cells of a column are numbers; null if there are none.</summary>
    private static bool? Look(TextColumn column, ReadOnlySpan<byte> name, char decimalMark, out bool occurs)
    {
        occurs = false;
        bool? areNumbers = null;
        for (int row = 0; row < Math.Min(Rows, column.Count); row++)
        {
            ReadOnlySpan<byte> cell = column[row];
            if (cell.IsEmpty)
            {
                continue;
            }

            areNumbers = areNumbers != false && Cell.TryNumber(cell, decimalMark, out _);
            occurs |= cell.SequenceEqual(name);
        }

        return areNumbers;
    }
}
