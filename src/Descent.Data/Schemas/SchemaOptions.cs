using System.Collections.Immutable;

namespace Descent.Data.Schemas;

/// <summary>Decisions about columns that the user takes instead of leaving them to <see cref="Schema.Infer"/>.</summary>
public sealed record SchemaOptions
{
    /// <summary>The task, or null (the default) to infer it from the targets.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Kinds of single columns by name; any but <see cref="ColumnKind.Target"/>.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = ImmutableDictionary<string, ColumnKind>.Empty;

    /// <summary>Names of columns to leave out.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>
    /// A column whose equal values mark rows that belong together, such as those of one patient: splits keep them on one side,
    /// and the column itself feeds nothing; null (the default) for none.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Names of columns of numbers in which words count as missing values.</summary>
    public IReadOnlyCollection<string> WordsAsMissing { get; init; } = [];
}
