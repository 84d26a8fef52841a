namespace Descent.Cli.Verbs;

/// <summary>Reads numbers with labels: <c>yes=5,no=1</c>, with labels in double quotes if they contain commas, equals signs or quotes.</summary>
internal static class LabeledNumbers
{
    /// <summary>Reads the numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">The name of such a number in messages, such as "a weight".</param>
    /// <param name="entry">A part of the text in messages, with its lowest number and an example.</param>
    /// <exception cref="FormatException">If a part is not a label and a number above 0, or a label is repeated.</exception>
    public static Dictionary<string, double> Parse(string text, string what, string entry)
    {
        Dictionary<string, double> numbers = new(StringComparer.Ordinal);
        foreach (string part in Parts(text))
        {
            int equals = part.LastIndexOf('=');
            if (equals <= 0 || !double.TryParse(part[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || number is not (> 0 and < double.PositiveInfinity))
            {
                throw new FormatException($"'{part.Trim()}' is not {entry}.");
            }

            string label = Unquoted(part[..equals].Trim());
            if (!numbers.TryAdd(label, number))
            {
                throw new FormatException($"'{label}' has {what} twice.");
            }
        }

        return numbers;
    }

    /// <summary>Splits at the commas outside quotes.</summary>
    private static List<string> Parts(string text)
    {
        List<string> parts = [];
        StringBuilder part = new();
        bool isQuoted = false;
        foreach (char letter in text)
        {
            isQuoted ^= letter == '"';
            if (letter == ',' && !isQuoted)
            {
                parts.Add($"{part}");
                part.Clear();
            }
            else
            {
                part.Append(letter);
            }
        }

        return isQuoted ? throw new FormatException($"A quote is not closed in '{text}'.") : [.. parts, $"{part}"];
    }

    private static string Unquoted(string label) => label.Length > 1 && label[0] == '"' && label[^1] == '"' ? label[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : label;
}
