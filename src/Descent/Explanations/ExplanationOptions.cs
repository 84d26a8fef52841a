namespace Descent;

/// <summary>How much is computed to explain a model. Nothing is required.</summary>
public sealed record ExplanationOptions
{
    /// <summary>Rows for importance at most, evenly spaced; default null: as many as <see cref="Operations"/> allow, between 100 and 5,000.</summary>
    public int? Rows { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(Rows)); }

    /// <summary>
    /// Whether rows that training had are taken, too; by default only where there are fewer than 30 others. What matters on them is what the model has learnt,
    /// which may be more than what holds for new rows.
    /// </summary>
    public bool WithTrainingRows { get; init; }

    /// <summary>How often each column is permuted; default 10.</summary>
    public int Repeats { get; init => field = Check.AtLeast(value, 1, nameof(Repeats)); } = 10;

    /// <summary>Points of a partial-dependence curve at most; default 20.</summary>
    public int GridPoints { get; init => field = Check.AtLeast(value, 2, nameof(GridPoints)); } = 20;

    /// <summary>Rows that a partial-dependence curve is the mean of, at most, evenly spaced; default null: by <see cref="Operations"/>, between 50 and 500.</summary>
    public int? DependenceRows { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(DependenceRows)); }

    /// <summary>
    /// Rows on which interactions are measured, at most, evenly spaced; default null: by <see cref="Operations"/>, between 20 and 50. The work grows with their square.
    /// </summary>
    public int? InteractionRows { get; init => field = value is null ? null : Check.AtLeast(value.Value, 2, nameof(InteractionRows)); }

    /// <summary>Among how many of the most important columns interactions are looked for; default 6.</summary>
    public int InteractionColumns { get; init => field = Check.AtLeast(value, 2, nameof(InteractionColumns)); } = 6;

    /// <summary>Rows that Shapley values compare with, at most, evenly spaced; default 100.</summary>
    public int BackgroundRows { get; init => field = Check.AtLeast(value, 1, nameof(BackgroundRows)); } = 100;

    /// <summary>
    /// Whether Shapley values are computed from all subsets of the columns rather than from drawn orders; default null: up to
    /// <see cref="ShapleyExplainer.MostExactColumns"/> columns, where that costs less than four times as much or next to nothing.
    /// </summary>
    public bool? Exact { get; init; }

    /// <summary>
    /// Multiplications and additions that the importance of all columns may cost, and curves and interactions a quarter each; default 10¹¹, some seconds. Only the
    /// sizes of table and model decide how many rows that allows.
    /// </summary>
    public double Operations { get; init => field = Check.Positive(value, nameof(Operations)); } = 1e11;

    /// <summary>As many rows as a share of the work allows.</summary>
    /// <param name="share">The share.</param>
    /// <param name="each">What a row costs.</param>
    /// <param name="least">The fewest.</param>
    /// <param name="most">The most.</param>
    internal int RowsFor(double share, double each, int least, int most) => (int)Math.Clamp(share * Operations / each, least, most);

    /// <summary>Decides every permutation; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads at most; default 0: one per processor. Results do not depend on them.</summary>
    public int Threads { get; init => field = Check.Within(value, 0, TrainingOptions.MostThreads, nameof(Threads)); }
}
