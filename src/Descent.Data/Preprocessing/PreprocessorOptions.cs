namespace Descent.Data;

/// <summary>How columns are turned into inputs.</summary>
public sealed record PreprocessorOptions
{
    /// <summary>Inputs per categorical column at most, the most frequent levels of the training rows; 100 by default.</summary>
    public int MaximumCategories { get; init; } = 100;

    /// <summary>Training rows that a level needs for an input of its own; null (the default) for 1 % of the training rows, at least 1, at most 10.</summary>
    public int? MinimumCategoryRows { get; init; }

    /// <summary>Which numbers yes-or-no labels become; 0 and 1 by default.</summary>
    public LabelCoding Labels { get; init; }
}
