using Descent.Data;

namespace Descent;

/// <summary>What an effort comes to on a table: which recipes, on how many folds, for how much work.</summary>
internal static class EffortPlan
{
    /// <summary>Below so many training rows there is one network: folds would have hardly a row of each kind.</summary>
    public const int FewestRows = 40;

    /// <summary>From so many rows on fewer folds are enough.</summary>
    private const int ManyRows = 10_000;

    /// <summary>From so many rows on twice the members of TabM are worth twice the work, until with <see cref="ManyRows"/> epochs are worth more.</summary>
    private const int SomeRows = 2_000;

    /// <summary>A second and third division into folds pay for themselves on small tables; with more of them little is gained.</summary>
    private const int MostDivisions = 3;

    // Multiplications and additions of a recipe on all folds. 500,000 multiply-adds of many small networks, one row at a time, take about 80 µs.
    private const double UsualWork = 5e11, MuchWork = 2e13, UsualMultiplyAdds = 5e5;

    private static readonly Recipe[] s_normal = [new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(), new TabMRecipe()];
    private static readonly Recipe[] s_best = [new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(128, 128), new RealMlpRecipe(), new TabMRecipe(8), new TabMRecipe(16, 128, 32)];
    private static readonly Recipe[] s_byTime = [.. s_normal, .. s_best.Except(s_normal)];

    /// <summary>Of recipes that share a time, so many come first.</summary>
    public static int FirstByTime => s_normal.Length;

    /// <summary>The plan for a table; null for a single network by the options alone.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rows">Training rows.</param>
    public static EnsemblePlan? For(TableOptions options, int rows)
    {
        RequireOneWish(options);
        if (options.Plan is { } given)
        {
            return given.Folds > rows ? throw new DataException($"The plan divides the rows into {given.Folds} folds, but only {rows} train. It was made for a larger table.", new Remedy(nameof(TableOptions.Plan)))
                : given.Folds > 1 && options.Schema.SplitBy is not null ? throw new DataException("The plan divides the rows into folds, but they are to be split in the order of a column, so that nothing later tells of what came before. Leave one of them out.", new Remedy(nameof(TableOptions.Plan)), new Remedy(nameof(SchemaOptions.SplitBy)))
                : given;
        }

        Effort effort = options.Effort ?? (options.NamesNetwork ? Effort.Quick : Effort.Normal);
        if (effort == Effort.Quick)
        {
            return options.Recipe is { } alone ? new EnsemblePlan([new PlannedRecipe(alone)], 1, 1) : null;
        }

        if (rows < FewestRows && options.Recipe is null && options.Time is null)
        {
            return null;
        }

        bool isTimed = options.Time is not null, isBest = effort == Effort.Best;
        int folds = options.Schema.SplitBy is not null || rows < FewestRows ? 1 : rows >= ManyRows ? 3 : isBest ? 8 : 5;
        bool isUsual = !isBest && !isTimed;
        IEnumerable<PlannedRecipe> recipes = options.Recipe is { } recipe ? [new PlannedRecipe(recipe, isUsual ? UsualWork : MuchWork)]
            : isUsual ? s_normal.Select(one => Usual(one, rows))
            : (isTimed ? s_byTime : s_best).Select(one => new PlannedRecipe(one, MuchWork));
        return new EnsemblePlan([.. recipes], folds, folds > 1 ? MostDivisions : 1, isUsual ? UsualMultiplyAdds : null);
    }

    private static PlannedRecipe Usual(Recipe recipe, int rows) =>
        recipe is TabMRecipe && rows is >= SomeRows and < ManyRows ? new PlannedRecipe(new TabMRecipe(8), 2 * UsualWork) : new PlannedRecipe(recipe, UsualWork);

    /// <summary>Whoever sets how a network is trained, but not which, may not expect that there is only one.</summary>
    public static IEnumerable<Notice> OnSettings(TableOptions options)
    {
        if (options is { Effort: null, DescribesNetwork: false } && options.TrainingSettings.Any())
        {
            yield return Notice.Information("One network is trained, not a mean of several of different kinds, as settings of its training are given.", [.. options.TrainingSettings.Select(name => new Remedy(name))]);
        }
    }

    /// <summary>What says the same thing twice, and differently, is refused.</summary>
    private static void RequireOneWish(TableOptions options)
    {
        if (options.NamesNetwork && (options.Effort is not (null or Effort.Quick) || options.Recipe is not null))
        {
            throw new DataException(options.Recipe is not null
                ? "A recipe and settings of the network exclude each other: a recipe has its own. Leave one of them out."
                : "An effort above quick chooses networks itself, but one is described. Leave the effort or the settings of the network out.", new Remedy(options.Recipe is not null ? nameof(TableOptions.Recipe) : nameof(TableOptions.Effort)));
        }

        string? other = options.NamesNetwork ? "settings of the network" : options.Effort is not null ? "an effort" : null;
        if (options.Time is not null && other is not null)
        {
            throw new DataException($"A time and {other} exclude each other: the time decides what is trained. Leave one of them out.", new Remedy(nameof(TableOptions.Time)));
        }

        other ??= options.Recipe is not null ? "a recipe" : options.Time is not null ? "a time" : null;
        if (options.Plan is not null && other is not null)
        {
            throw new DataException($"A plan and {other} exclude each other: the plan says what is trained. Leave one of them out.", new Remedy(nameof(TableOptions.Plan)));
        }
    }
}
