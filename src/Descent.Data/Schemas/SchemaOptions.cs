using System.Collections.Immutable;

namespace Descent.Data;

/// <summary>Decisions about columns that the user takes instead of leaving them to <see cref="Schema.Infer"/>.</summary>
public sealed record SchemaOptions
{
    /// <summary>The task, or null (the default) to infer it from the targets.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Whether targets that are numbers of at least 0 are counts, or rates where they are not whole, as long as <see cref="Task"/> is open; default no.</summary>
    public bool PrefersCounts { get; init; }

    /// <summary>Kinds of single columns by name; any but <see cref="ColumnKind.Target"/>.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = ImmutableDictionary<string, ColumnKind>.Empty;

    /// <summary>Which number is the day in single columns of dates such as 03/04/2024, by name; else their own dates say so.</summary>
    public IReadOnlyDictionary<string, DateOrder> DateOrders { get; init; } = ImmutableDictionary<string, DateOrder>.Empty;

    /// <summary>Names of columns to leave out.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>
    /// A column whose equal values mark rows that belong together, such as those of one patient: splits keep them on one side,
    /// and the column itself feeds nothing; null (the default) for none.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>
    /// What means "no value" in the tables of many programs, beside an empty cell: NA, N/A, NaN, null, None, ?, a lone dash or
    /// point, the errors of spreadsheets such as #N/A and #DIV/0!, and some more; in any case.
    /// </summary>
    public static IReadOnlyList<string> UsualMissingWords => MissingWordList.Usual;

    /// <summary>
    /// Words (in any case) and numbers (however written) that mean "no value" in every column, beside an empty cell; null (the
    /// default) for <see cref="UsualMissingWords"/>, of which a frequent one is a label where it stands in a target with labels.
    /// The list is saved with the model, so that tables to predict are read alike.
    /// </summary>
    public IReadOnlyList<string>? MissingWords { get; init; }

    /// <summary>The same for single columns by name, in place of <see cref="MissingWords"/>; an empty list leaves the empty cell only.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> MissingWordsOf { get; init; } = ImmutableDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>
    /// A column of numbers or dates in whose order rows are split, for tables in which time passes: the last rows are the test part,
    /// those before them the validation part, and folds train on the past only; null (the default) for chance. It stays a feature.
    /// </summary>
    public string? SplitBy { get; init; }

    /// <summary>
    /// A column that says how much each row counts in the training loss, the validation loss and the scores: numbers of at least 0,
    /// not all 0; null (the default) where all rows count alike. A row of weight 0 is left out altogether, before the split. Larger weights
    /// do not change the preprocessing: in means, fill values and lists of categories, all other rows count alike. The column itself feeds nothing.
    /// </summary>
    public string? Weight { get; init; }

    /// <summary>Names of columns of numbers in which words count as missing values.</summary>
    public IReadOnlyCollection<string> WordsAsMissing { get; init; } = [];
}
