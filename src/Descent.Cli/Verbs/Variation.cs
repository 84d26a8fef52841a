using System.CommandLine;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>An option of training that takes several values in turn: <c>optimizer=sgd,momentum:beta=0.5,adam</c>.</summary>
internal sealed record Variation(Option Option, IReadOnlyList<string> Values)
{
    /// <summary>The option without its dashes.</summary>
    public string Name => Option.Name.TrimStart('-');

    /// <summary>Reads <c>OPTION=VALUE,VALUE</c>.</summary>
    public static Variation Parse(string text, IReadOnlyList<Option> options)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = (equals < 0 ? text : text[..equals]).Trim();
        Option option = options.FirstOrDefault(known => Catalogue.AreSame(known.Name, name))
            ?? throw new UsageException($"--vary cannot vary '{name}'. {Wording.Hint(name, [.. options.Select(known => known.Name.TrimStart('-'))])}");
        // A goal is METRIC=X, so every part with an equals sign is a value of its own.
        string[] values = [.. Split(equals < 0 ? "" : text[(equals + 1)..], continues: option.Name != "--until")];
        return values.All(value => value.Length > 0)
            ? new Variation(option, values)
            : throw new UsageException($"--vary '{text}' is not OPTION=VALUE,VALUE, such as optimizer=sgd,adam: a value is missing.");
    }

    /// <summary>Every combination, the last variation changing fastest.</summary>
    public static IReadOnlyList<IReadOnlyList<(Option Option, string Text)>> Grid(IReadOnlyList<Variation> variations) => variations.Aggregate(
        (IReadOnlyList<IReadOnlyList<(Option, string)>>)[[]],
        (rows, variation) => [.. rows.SelectMany(row => variation.Values.Select(value => (IReadOnlyList<(Option, string)>)[.. row, (variation.Option, value)]))]);

    /// <summary>Splits at commas outside brackets; as in every list, <c>option=value</c> continues the value before it.</summary>
    private static List<string> Split(string text, bool continues)
    {
        List<string> values = [];
        int start = 0, depth = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char next = i < text.Length ? text[i] : ',';
            depth += next is '(' or '[' ? 1 : next is ')' or ']' ? -1 : 0;
            if (next == ',' && (depth <= 0 || i == text.Length))
            {
                string value = text[start..i].Trim();
                if (continues && values.Count > 0 && IsOption(value))
                {
                    values[^1] += $",{value}";
                }
                else
                {
                    values.Add(value);
                }

                start = i + 1;
            }
        }

        return values;
    }

    private static bool IsOption(string value) =>
        value.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && value[..equals].TrimEnd().All(c => char.IsLetterOrDigit(c) || c is '_' or '-');
}
