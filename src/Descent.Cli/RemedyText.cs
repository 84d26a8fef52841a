using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Descent.Tuning.Sqlite;

namespace Descent.Cli;

/// <summary>The remedies of the library in terms of the command line.</summary>
internal static partial class RemedyText
{
    // The options of these have the same name as the property, and its value behind it.
    private static readonly string[] s_alike =
    [
        "Activation", "BatchSize", "Costs", "Effort", "Ensemble", "Epochs", "Initializer", "LearningRate", "NewHead", "Optimizer", "Plan",
        "Precision", "Quantiles", "Recipe", "Rows", "TestFraction", "Threads", "Threshold", "Time", "Until", "ValidationFraction",
    ];

    /// <summary>The options for the properties of the library; the arguments are column and value.</summary>
    public static readonly FrozenDictionary<string, Func<string?, string?, string>> Settings = new Dictionary<string, Func<string?, string?, string>>(StringComparer.Ordinal)
    {
        ["Augmentations"] = (_, _) => "--augment",
        ["BalanceClasses"] = (_, _) => "--balance",
        ["ClassWeights"] = (_, _) => "--balance LABEL=X",
        ["Clipping"] = (_, _) => "--clip",
        ["CrossValidate"] = (_, _) => "--cv",
        ["DateOrders"] = (column, value) => $"--treat {Quoted($"{column ?? "COL"}=date:{(value == "MonthFirst" ? "month-first" : "day-first")}")}",
        ["DecimalMark"] = (_, value) => $"--decimal {value ?? "CHAR"}",
        ["Encoding"] = (_, value) => $"--encoding {value ?? "NAME"}",
        ["FindLearningRate"] = (_, _) => "descent find-learning-rate",
        ["FrozenLayers"] = (_, _) => "--freeze",
        ["Group"] = (column, _) => $"--group {Quoted(column ?? "COL")}",
        ["HasHeader"] = (_, value) => value == "false" ? "--no-header" : "leave out --no-header",
        ["HiddenLayers"] = (_, value) => value == "Dropout" ? "--layers 64,relu,dropout:0.2" : "--layers",
        ["Ignore"] = (column, _) => $"--ignore {Quoted(column ?? "COL")}",
        ["Kinds"] = (column, value) => $"--treat {Quoted($"{column ?? "COL"}={value?.ToLowerInvariant() ?? "KIND"}")}",
        ["Loss"] = (_, value) => $"--loss {value ?? "NAME"}",
        ["MaximumCategories"] = (_, _) => "--max-categories",
        ["Member"] = (_, _) => "--member N",
        ["MemoryLimit"] = (_, _) => "--memory-limit",
        ["MinimumCategoryRows"] = (_, _) => "--min-category-rows",
        ["MissingWordsOf"] = (column, value) => $"--missing {Quoted($"{column ?? "COL"}={(value is null ? "VALUE" : value.Length == 0 ? "only" : value)}")}",
        ["Monitor"] = (_, value) => $"--metric {value ?? "NAME"}",
        ["PositiveLabel"] = (_, value) => $"--positive {Quoted(value ?? "LABEL")}",
        ["Recorder"] = (_, _) => "--record",
        ["Regularizer"] = (_, _) => "--l2",
        ["Separator"] = (_, value) => $"--separator{(value is null ? "" : $" '{(value == "\t" ? "tab" : value)}'")}",
        ["SkipBadRows"] = (_, value) => value == "false" ? "leave out --skip-bad-rows to see the first" : "--skip-bad-rows",
        ["SplitBy"] = (_, _) => "--split-by COL",
        ["Strict"] = (_, value) => value == "false" ? "leave out --strict" : "--strict makes this an error",
        ["Task"] = (_, value) => $"--task {value?.ToLowerInvariant() ?? "binary|multiclass|multilabel|regression|counts"}",
        ["Test"] = (_, _) => "--test FILE",
        ["Transfer"] = (_, _) => "--from",
        ["EarlyStopping"] = (_, _) => "--patience",
        ["WordsAsMissing"] = (column, _) => $"--treat {Quoted($"{column ?? "COL"}=missing")}",
    }.Concat(s_alike.Select(name => KeyValuePair.Create(name, (Func<string?, string?, string>)((_, value) => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(name)}{(value is null ? "" : $" {value}")}"))))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The remedies as one phrase, the best first; null if there are none.</summary>
    /// <param name="remedies">The advice of the library.</param>
    /// <param name="options">The options of the current verb, if others are no remedy; null for all.</param>
    /// <param name="elsewhere">The verb that has the others, if they are remedies as well.</param>
    public static string? Of(IReadOnlyList<Remedy> remedies, IReadOnlySet<string>? options = null, string? elsewhere = null)
    {
        bool IsHere(string way) => options is null || Option().Matches(way).All(option => options.Contains(option.Value));
        string[] ways = [.. remedies.Select(Of).Where(way => elsewhere is not null || IsHere(way)).Select(way => IsHere(way) ? way : $"descent {elsewhere} {way}")];
        return ways.Length == 0 ? null : string.Join(", or ", ways);
    }

    /// <summary>The message of an exception in terms of the command line.</summary>
    public static string Of(Exception fault, IReadOnlySet<string>? options = null) => fault is StudyFileException study ? study.IsDamaged ? $"{study.Message} If it was a study: descent study {Quoted(study.FilePath)} --repair saves what can be read." : study.Message
        : fault is IOException or UnauthorizedAccessException ? FileFault.Text(fault)
        : fault is not DataException { Remedies.Count: > 0 } data ? UsageException.Plain(fault.Message)
        : Of(data.Remedies, options) is { } ways ? $"{UsageException.Plain(data.Explanation)} ({ways})"
        : UsageException.Plain(data.Explanation);

    private static string Of(Remedy remedy) => remedy.Advice ?? (Settings.TryGetValue(remedy.Setting!, out Func<string?, string?, string>? text)
        ? text(remedy.Column, remedy.Value)
        : throw new InvalidOperationException($"The command line has no words for the setting {remedy.Setting}. Add a row to {nameof(RemedyText)}."));

    /// <summary>The word, in quotes if a shell would split or change it.</summary>
    private static string Quoted(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '=' or ',' or '/') ? word : $"\"{word}\"";

    // An option that is a word of its own, not part of a name.
    [GeneratedRegex(@"(?<=^| )--[a-z][a-z0-9-]*", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Option();
}
