namespace Descent.Data;

/// <summary>Finds nulls in a saved preprocessor: JSON allows them inside lists, and members may be left out.</summary>
internal static class PreprocessorNulls
{
    /// <summary>Describes what is null or contains null; null if nothing does.</summary>
    public static string? Find(PreprocessorState state) =>
        Lacks(state.Schema.Columns) ? "the columns of the schema"
        : Lacks(state.Schema.TargetNames) ? "the names of the targets"
        : state.Schema.Columns.FirstOrDefault(column => Lacks(column.Labels)) is { } column ? $"the labels of column \"{column.Name}\""
        : Lacks(state.Schema.Notices) || Lacks(state.Notices) ? "the notices"
        : Lacks(state.Inputs) ? "the encoders of the inputs"
        : Lacks(state.Targets) || state.Targets.Any(target => target.Column is null || Lacks(target.Column.Labels)) ? "the encoders of the targets"
        : null;

    private static bool Lacks<TItem>(IReadOnlyList<TItem>? items)
        where TItem : class => items is null || items.Any(item => item is null);
}
