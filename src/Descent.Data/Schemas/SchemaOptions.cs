using System.Collections.Immutable;

namespace Descent.Data;

/// <summary>Decisions about columns that the user makes instead of leaving them to <see cref="Schema.Infer"/>.</summary>
public sealed record SchemaOptions
{
    /// <summary>The task, or null (the default) to infer it from the targets.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Why <see cref="Task"/> is given, for people; "set by you" by default.</summary>
    public string TaskReason { get; init; } = "set by you";

    /// <summary>Whether targets that are numbers of at least 0 are counts (or rates, if they are not integers) when <see cref="Task"/>
    /// is null; false by default.</summary>
    public bool PrefersCounts { get; init; }

    /// <summary>The kinds of individual columns, by name; any kind except <see cref="ColumnKind.Target"/> and
    /// <see cref="ColumnKind.Weight"/>.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = ImmutableDictionary<string, ColumnKind>.Empty;

    /// <summary>Whether the day or the month comes first in dates such as 03/04/2024, for individual columns by name; for others it is
    /// inferred from their dates.</summary>
    public IReadOnlyDictionary<string, DateOrder> DateOrders { get; init; } = ImmutableDictionary<string, DateOrder>.Empty;

    /// <summary>The names of columns to leave out.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>
    /// A column whose equal values mark rows that belong together, such as those of one patient; splits keep such rows in the same
    /// part. The column itself is not a feature. Null (the default) for none.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>
    /// The words that mean "no value" in many programs, in addition to an empty cell: NA, N/A, NaN, null, None, ?, a single dash or
    /// dot, the errors of spreadsheets such as #N/A and #DIV/0!, and some more; case does not matter.
    /// </summary>
    public static IReadOnlyList<string> UsualMissingWords => MissingWordList.Usual;

    /// <summary>
    /// Words (in any case) and numbers (in any notation) that mean "no value" in every column, in addition to an empty cell. Null (the
    /// default) for <see cref="UsualMissingWords"/>, of which frequent ones are labels if they occur in a target with labels.
    /// The list is saved with the model, so that tables for prediction are read in the same way.
    /// </summary>
    public IReadOnlyList<string>? MissingWords { get; init; }

    /// <summary>The same for individual columns by name, instead of <see cref="MissingWords"/>; with an empty list, only empty cells
    /// are missing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> MissingWordsOf { get; init; } = ImmutableDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>
    /// A column of numbers or dates that orders the rows in time for splits: the last rows are the test part, those before them the
    /// validation part, and folds train only on the past. Null (the default) for random splits. The column remains a feature.
    /// </summary>
    public string? SplitBy { get; init; }

    /// <summary>
    /// A column with the weight of each row in the training loss, the validation loss and the scores: numbers of at least 0, not all 0;
    /// null (the default) if all rows have the same weight. A row with weight 0 is left out completely, before the split. Weights do
    /// not otherwise affect preprocessing: in means, fill values and lists of categories, all other rows count equally. The column
    /// itself is not a feature.
    /// </summary>
    public string? Weight { get; init; }

    /// <summary>The names of numeric columns in which words count as missing values.</summary>
    public IReadOnlyCollection<string> WordsAsMissing { get; init; } = [];
}
