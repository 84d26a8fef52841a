namespace Descent;

/// <summary>Options for the explanation of a model. None is required.</summary>
public sealed record ExplanationOptions
{
    /// <summary>The largest number of rows for importance, evenly spaced; null, the default, for as many as <see cref="Operations"/> allows, between 100 and 5,000.</summary>
    public int? Rows { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(Rows)); }

    /// <summary>
    /// Whether training rows are used as well; by default only if there are fewer than 30 others. Explanations on training rows show what the model has learned,
    /// which may not hold for new rows.
    /// </summary>
    public bool WithTrainingRows { get; init; }

    /// <summary>The number of permutations of each column; default 10.</summary>
    public int Repeats { get; init => field = Check.AtLeast(value, 1, nameof(Repeats)); } = 10;

    /// <summary>The largest number of points of a partial-dependence curve; default 20.</summary>
    public int GridPoints { get; init => field = Check.AtLeast(value, 2, nameof(GridPoints)); } = 20;

    /// <summary>The largest number of rows over which a partial-dependence curve is averaged, evenly spaced; null, the default, for as many as <see cref="Operations"/> allows, between 50 and 500.</summary>
    public int? DependenceRows { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(DependenceRows)); }

    /// <summary>
    /// The largest number of rows on which interactions are measured, evenly spaced; null, the default, for as many as <see cref="Operations"/> allows, between 20 and 50. The work grows with the square of this number.
    /// </summary>
    public int? InteractionRows { get; init => field = value is null ? null : Check.AtLeast(value.Value, 2, nameof(InteractionRows)); }

    /// <summary>The number of the most important columns among which interactions are measured; default 6.</summary>
    public int InteractionColumns { get; init => field = Check.AtLeast(value, 2, nameof(InteractionColumns)); } = 6;

    /// <summary>The largest number of background rows for Shapley values, evenly spaced; default 100.</summary>
    public int BackgroundRows { get; init => field = Check.AtLeast(value, 1, nameof(BackgroundRows)); } = 100;

    /// <summary>
    /// Whether Shapley values are computed from all subsets of the columns rather than from random orders. By default, null, they are for up to
    /// <see cref="ShapleyExplainer.MostExactColumns"/> columns, if that costs at most four times as much or very little.
    /// </summary>
    public bool? Exact { get; init; }

    /// <summary>
    /// The number of multiplications and additions allowed for the importance of all columns; curves and interactions may use a quarter each. The default is 10¹¹, a few seconds. The number of rows
    /// that this allows depends only on the sizes of table and model.
    /// </summary>
    public double Operations { get; init => field = Check.Positive(value, nameof(Operations)); } = 1e11;

    /// <summary>Computes the number of rows that a share of the work allows.</summary>
    /// <param name="share">The share.</param>
    /// <param name="each">The operations per row.</param>
    /// <param name="least">The fewest rows.</param>
    /// <param name="most">The most rows.</param>
    internal int RowsFor(double share, double each, int least, int most) => (int)Math.Clamp(share * Operations / each, least, most);

    /// <summary>The seed of all permutations; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The largest number of threads; 0, the default, means one per processor. Results do not depend on it.</summary>
    public int Threads { get; init => field = Check.Within(value, 0, TrainingOptions.MostThreads, nameof(Threads)); }
}
