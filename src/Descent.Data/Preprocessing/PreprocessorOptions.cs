namespace Descent.Data;

/// <summary>How columns are encoded as inputs.</summary>
public sealed record PreprocessorOptions
{
    /// <summary>The maximum number of inputs per categorical column, for the most frequent levels of the training rows; 100 by
    /// default.</summary>
    public int MaximumCategories { get; init; } = 100;

    /// <summary>The number of training rows that a level needs to have its own input; null (the default) for 1 % of the training rows,
    /// at least 1 and at most 10.</summary>
    public int? MinimumCategoryRows { get; init; }

    /// <summary>How the two labels of a binary target are encoded; 0 and 1 by default.</summary>
    public LabelCoding Labels { get; init; }
}
