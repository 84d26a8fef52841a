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
            ?? throw new UsageException($"--vary cannot vary '{name}'. {HintOf(name, [.. options.Select(known => known.Name.TrimStart('-'))])}");
        string[] values = [.. Split(equals < 0 ? "" : text[(equals + 1)..]).Select(Unbracketed)];
        return values.All(value => value.Length > 0)
            ? new Variation(option, values)
            : throw new UsageException($"--vary '{text}' is not OPTION=VALUE,VALUE, such as optimizer=sgd,adam: a value is missing.");
    }

    /// <summary>"Did you mean …?", or all names, however many there are.</summary>
    public static string HintOf(string name, IReadOnlyList<string> names) =>
        Wording.Hint(name, names) is var hint && hint.StartsWith("Did", StringComparison.Ordinal) ? hint : $"There are: {string.Join(", ", names)}.";

    /// <summary>Every combination, the last variation changing fastest.</summary>
    public static IReadOnlyList<IReadOnlyList<(Option Option, string Text)>> Grid(IReadOnlyList<Variation> variations) => variations.Aggregate(
        (IReadOnlyList<IReadOnlyList<(Option, string)>>)[[]],
        (rows, variation) => [.. rows.SelectMany(row => variation.Values.Select(value => (IReadOnlyList<(Option, string)>)[.. row, (variation.Option, value)]))]);

    /// <summary>Splits at commas outside brackets and parentheses.</summary>
    private static List<string> Split(string text)
    {
        List<string> values = [];
        int start = 0, depth = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char next = i < text.Length ? text[i] : ',';
            depth += Step(next);
            if (next == ',' && (depth <= 0 || i == text.Length))
            {
                values.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        return values;
    }

    /// <summary>A value without the pair of brackets around all of it.</summary>
    private static string Unbracketed(string value)
    {
        int depth = 0;
        return value is ['[', .. string inside, ']'] && inside.All(next => (depth += Step(next)) >= 0) ? inside.Trim() : value;
    }

    private static int Step(char next) => next is '(' or '[' ? 1 : next is ')' or ']' ? -1 : 0;
}
