using System.Globalization;

namespace Descent.Tuning;

/// <summary>Reads the text form of search spaces.</summary>
internal static class SpaceText
{
    private const string Kinds = "uniform(low,high), uniform(low,high,step), log(low,high), int(low,high), int(low,high,step), int-log(low,high) or choice(a;b;c)";

    public static bool IsName(string text) => text.Length > 0 && char.IsLetter(text[0]) && text.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.');

    public static string[] CheckedChoices(string name, IReadOnlyList<string> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (choices.Count == 0)
        {
            throw new ArgumentException($"{name} has no choices.", nameof(choices));
        }

        for (int i = 0; i < choices.Count; i++)
        {
            string choice = choices[i] ?? throw new ArgumentNullException(nameof(choices));
            if (choice.Length == 0 || choice != choice.Trim() || choice.AsSpan().IndexOfAny(";\r\n") >= 0 || !IsBalanced(choice))
            {
                throw new ArgumentException($"{name} has the choice '{choice}'. A choice must not be empty, begin or end with spaces, contain ';' or line breaks, or open and close parentheses in different numbers.", nameof(choices));
            }

            if (choices.Take(i).Contains(choice, StringComparer.Ordinal))
            {
                throw new ArgumentException($"{name} has the choice '{choice}' twice.", nameof(choices));
            }
        }

        return [.. choices];
    }

    public static SearchSpace Parse(string text)
    {
        List<SearchParameter> parameters = [];
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (!line.StartsWith('#'))
            {
                parameters.AddRange(Split(line).Select(Parameter));
            }
        }

        try
        {
            return parameters.Count > 0
                ? SearchSpace.Create([.. parameters])
                : throw new FormatException("The text has no parameters. Write a parameter per line, such as 'learning-rate=log(1e-4,1e-1)'.");
        }
        catch (ArgumentException fault)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    /// <summary>Reads a parameter with its condition.</summary>
    public static SearchParameter Parameter(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal), open = text.IndexOf('(', StringComparison.Ordinal);
        int close = open < 0 ? -1 : Closing(text, open);
        if (equals < 0 || close < 0 || equals > open)
        {
            throw new FormatException($"'{text}' is not a parameter. Write NAME=KIND, where KIND is {Kinds}.");
        }

        (string name, string kind, string arguments) = (text[..equals].Trim(), text[(equals + 1)..open].Trim(), text[(open + 1)..close]);
        try
        {
            SearchParameter parameter = (kind, arguments.Split(',').Length) switch
            {
                ("uniform", 2) => new NumberParameter(name, Number(0), Number(1)),
                ("uniform", 3) => new NumberParameter(name, Number(0), Number(1), Step: Number(2)),
                ("log", 2) => new NumberParameter(name, Number(0), Number(1), Log: true),
                ("int", 2) => new IntegerParameter(name, Integer(0), Integer(1)),
                ("int", 3) => new IntegerParameter(name, Integer(0), Integer(1), Step: Integer(2)),
                ("int-log", 2) => new IntegerParameter(name, Integer(0), Integer(1), Log: true),
                ("choice", _) => Choices(),
                _ => throw new FormatException($"'{kind}({arguments})' is not a kind of parameter. Write {Kinds}."),
            };
            string rest = text[(close + 1)..].Trim();
            return rest.Length == 0 ? parameter : parameter with { Condition = Condition(rest) };
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            throw new FormatException($"{name}: {fault.Message}", fault);
        }

        double Number(int index) => double.TryParse(arguments.Split(',')[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FormatException($"'{arguments.Split(',')[index].Trim()}' is not a number.");

        int Integer(int index) => int.TryParse(arguments.Split(',')[index], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new FormatException($"'{arguments.Split(',')[index].Trim()}' is not an integer.");

        ChoiceParameter Choices() => arguments.Contains(',', StringComparison.Ordinal) && !arguments.Contains(';', StringComparison.Ordinal)
            ? throw new FormatException($"choice({arguments}) has a single choice with commas. Separate choices with ';'.")
            : new ChoiceParameter(name, arguments.Split(';', StringSplitOptions.TrimEntries));
    }

    private static ParameterCondition Condition(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (!text.StartsWith("if ", StringComparison.Ordinal) || equals < 0 || text[(equals + 1)..].Trim() is not { Length: > 0 } values)
        {
            throw new FormatException($"'{text}' is not a condition. Write 'if NAME=VALUE' or 'if NAME=(VALUE;VALUE)'.");
        }

        return new ParameterCondition(text[3..equals].Trim(), values.StartsWith('(') && values.EndsWith(')') ? values[1..^1].Split(';', StringSplitOptions.TrimEntries) : [values]);
    }

    // Separated by ';' outside of parentheses.
    private static IEnumerable<string> Split(string line)
    {
        for (int start = 0, end = 0, depth = 0; end <= line.Length; end++)
        {
            if (end == line.Length || (line[end] == ';' && depth == 0))
            {
                if (line[start..end].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }

                start = end + 1;
            }
            else
            {
                depth += line[end] switch { '(' => 1, ')' => -1, _ => 0 };
            }
        }
    }

    private static int Closing(string text, int open)
    {
        for (int i = open, depth = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsBalanced(string text)
    {
        int depth = 0;
        return text.All(letter => (depth += letter switch { '(' => 1, ')' => -1, _ => 0 }) >= 0) && depth == 0;
    }

}
