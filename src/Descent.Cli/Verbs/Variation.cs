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

    /// <summary>Refuses two that are the same in different words, such as a learning rate of 0.1 and of 0.10.</summary>
    /// <param name="what">What they are, for the message.</param>
    /// <param name="all">Their texts, and the options that these mean.</param>
    public static void RequireDifferent(string what, IReadOnlyList<(string Text, TableOptions Options)> all)
    {
        foreach ((int i, (string text, TableOptions options)) in all.Index())
        {
            string? same = all.Take(i).FirstOrDefault(other => other.Text != text && AreSame(other.Options, options)).Text;
            UsageException.ThrowIf(same is not null, $"{what} '{same}' and '{text}' are the same. Leave one of them out.");
        }
    }

    // Components are equal by value, lists are not. The columns are the same for all.
    private static bool AreSame(TableOptions one, TableOptions other) =>
        Plain(one) == Plain(other) with { Schema = one.Schema } && Same(one.HiddenLayers, other.HiddenLayers) && Same(one.Augmentations, other.Augmentations)
        && Same(one.ClassWeights?.OrderBy(pair => pair.Key, StringComparer.Ordinal), other.ClassWeights?.OrderBy(pair => pair.Key, StringComparer.Ordinal));

    private static TableOptions Plain(TableOptions options) => options with { HiddenLayers = null, Augmentations = null, ClassWeights = null, Quantiles = null };

    private static bool Same<T>(IEnumerable<T>? one, IEnumerable<T>? other) => one is null ? other is null : other is not null && one.SequenceEqual(other);

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
