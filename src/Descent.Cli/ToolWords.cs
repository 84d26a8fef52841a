using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Descent.Cli;

/// <summary>
/// Translates messages of the library from C# to the terms of the command line: <c>LeakyRelu</c> becomes <c>leaky_relu</c>,
/// <c>Set Learnable = true</c> becomes <c>Set learnable=true</c>. Text in quotes is the user's and does not change.
/// </summary>
internal static partial class ToolWords
{
    // No time limit, which would fail on a busy machine: the patterns backtrack little, whatever the text.
    private const int Unlimited = Timeout.Infinite;

    // What only a program can do.
    private static readonly (string Library, string Tool)[] s_advice =
    [
        ("register it with Catalogue.Register before reading", "run the program that registers it"),
        ("train again, or set AllowNonFinite to inspect it", "train again, or restore the file from a copy"),
        ("convert it, or set AllowOtherTypes to read its bytes", "convert it to one of them"),
    ];

    // Settings with an option of their own, or a word of plain English.
    private static readonly FrozenDictionary<string, string> s_settings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BatchSize"] = "--batch-size",
        ["ClassWeights"] = "class weights",
        ["EarlyStopping"] = "early stopping",
        ["FrozenEpochs"] = "--freeze",
        ["HiddenLayers"] = "--layers",
        ["LearningRateFactor"] = "--layer-rates",
        ["MaximumCategories"] = "--max-categories",
        ["MinimumCategoryRows"] = "--min-category-rows",
        ["TestFraction"] = "--test-fraction",
        ["ValidationFraction"] = "--validation-fraction",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly CatalogueEntry[] s_written = [.. Catalogue.Entries.Where(entry => entry.HasJson && entry.Kind != CatalogueKind.Metric)];
    private static readonly FrozenDictionary<string, string> s_types = s_written.DistinctBy(entry => entry.Type.Name, StringComparer.Ordinal).ToFrozenDictionary(entry => entry.Type.Name, entry => entry.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, string> s_options = s_written
        .SelectMany(entry => Catalogue.InfoOf(entry.Type).Properties)
        .Select(property => property.Name)
        .Concat(EnsembleMethod.ByName.Values.SelectMany(EnsembleText.OptionsOf).Select(option => option.Name))
        .Where(name => name is not ("type" or ""))
        .DistinctBy(name => char.ToUpperInvariant(name[0]) + name[1..], StringComparer.Ordinal)
        .ToFrozenDictionary(name => char.ToUpperInvariant(name[0]) + name[1..], StringComparer.Ordinal);

    /// <summary>The text without words of C#.</summary>
    public static string Of(string text) => Part().Replace(s_advice.Aggregate(text, (known, advice) => known.Replace(advice.Library, advice.Tool, StringComparison.Ordinal)), match =>
    {
        if (match.Groups["quoted"].Success)
        {
            return match.Value;
        }

        if (match.Groups["task"].Success)
        {
            return match.Value.ToLowerInvariant();
        }

        string name = match.Groups["name"].Value, rest = match.Groups["set"].Value;
        string? word = s_settings.GetValueOrDefault(name) ?? s_types.GetValueOrDefault(name) ?? s_options.GetValueOrDefault(name);
        if (word is null)
        {
            return match.Value;
        }

        // A name of one word may be plain English at the start of a sentence, unless a verb follows.
        bool isPlain = !name.Skip(1).Any(char.IsUpper);
        bool isName = !isPlain || match.Groups["new"].Success || rest.Length > 0 || SaysSomething().IsMatch(text[(match.Index + match.Length)..]) || (s_types.ContainsKey(name) && !StartsSentence(text, match.Index));
        return isName ? word + (rest.Length > 0 ? $"={rest.TrimStart(' ', '=')}" : "") : match.Value;
    });

    private static bool StartsSentence(string text, int at) => at == 0 || text[..at].TrimEnd() is not { Length: > 0 } before || before[^1] is '.' or ':' or '\n';

    [GeneratedRegex("""
        (?<quoted> "[^"]*" | (?<![A-Za-z])'[^'\n]*' )
        | \b(?<task>Binary|Multiclass|Multilabel|Regression|Counts)(?=\ (?:task|outcome)\b)
        | \b(?<new>new\ )?(?:TrainingOptions\.|TableOptions\.)?(?<name>[A-Z][A-Za-z0-9]*)\b(?<set>\ =\ (?:true|false|-?[0-9.]+\b|[A-Z]\w+))?
        """, RegexOptions.IgnorePatternWhitespace, Unlimited)]
    private static partial Regex Part();

    [GeneratedRegex(@"^(?: (?:has|have|must|is|needs?|starts|cannot|watches|uses|keeps|minimizes|updates)\b|'s |\()", RegexOptions.None, Unlimited)]
    private static partial Regex SaysSomething();
}
