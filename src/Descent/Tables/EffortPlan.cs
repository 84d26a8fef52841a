using Descent.Data;

namespace Descent;

/// <summary>Converts an effort to a plan for a table: which recipes, on how many folds, with how much work.</summary>
internal static class EffortPlan
{
    /// <summary>The number of training rows below which a single network is trained, because folds would be too small.</summary>
    public const int FewestRows = 40;

    /// <summary>The number of rows from which fewer folds are enough.</summary>
    private const int ManyRows = 10_000;

    /// <summary>The number of rows from which twice the members of TabM justify twice the work; from <see cref="ManyRows"/> on, more epochs are more useful.</summary>
    private const int SomeRows = 2_000;

    /// <summary>The number of rows below which larger networks and more folds predict worse, so that the best effort is the normal one.</summary>
    private const int FewRows = 500;

    /// <summary>The largest number of divisions into folds. A second and a third one help on small tables; more of them gain little.</summary>
    private const int MostDivisions = 3;

    // Multiplications and additions of a recipe on all folds. A prediction with 500,000 multiply-adds by many small networks, one row at a time, takes about 80 µs.
    private const double UsualWork = 5e11, MuchWork = 2e13, UsualMultiplyAdds = 5e5;

    private static readonly Recipe[] s_normal = [new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(), new TabMRecipe()];
    private static readonly Recipe[] s_best = [new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(128, 128), new RealMlpRecipe(), new TabMRecipe(8), new TabMRecipe(16, 128, 32)];
    private static readonly Recipe[] s_byTime = [.. s_normal, .. s_best.Except(s_normal)];

    /// <summary>The number of recipes that come first if recipes share a time.</summary>
    public static int FirstByTime => s_normal.Length;

    /// <summary>Rejects a recorder for several networks.</summary>
    private static void RequireSingle(TableOptions options)
    {
        if (options.Recorder is not null && (options.Effort is not (null or Effort.Quick) || options.Recipe is not null || options.Time is not null || options.Plan is not null || options.Ensemble is not null))
        {
            throw new DataException("A recording is of the training of a single network, but an ensemble, a recipe, a time, a plan or an effort above quick may train several. Remove one of the two.", new Remedy(nameof(TableOptions.Recorder)), new Remedy(nameof(TableOptions.Effort), value: "quick"));
        }
    }

    /// <summary>Creates the plan for a table; null for a single network described by the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rows">The number of training rows.</param>
    public static EnsemblePlan? For(TableOptions options, int rows)
    {
        if (options.Transfer is not null)
        {
            TransferStart.RequireAlone(options);
            return null;
        }

        RequireOneWish(options);
        RequireSingle(options);
        if (options.Ensemble is not null)
        {
            return null;
        }

        if (options.Plan is { } given)
        {
            return given.Folds > rows ? throw new DataException($"The plan divides the rows into {given.Folds} folds, but there are only {rows} training rows. It was made for a larger table.", new Remedy(nameof(TableOptions.Plan)))
                : given.Folds > 1 && options.Schema.SplitBy is not null ? throw new DataException("The plan divides the rows into folds, but the rows must be split in the order of a column, so that no later row is used to predict an earlier one. Remove one of the two.", new Remedy(nameof(TableOptions.Plan)), new Remedy(nameof(SchemaOptions.SplitBy)))
                : given;
        }

        Effort effort = options.Effort ?? (options.NamesNetwork || options.Recorder is not null ? Effort.Quick : Effort.Normal);
        if (effort == Effort.Quick)
        {
            return options.Recipe is { } alone ? new EnsemblePlan([new PlannedRecipe(alone)], 1, 1) : null;
        }

        if (rows < FewestRows && options.Recipe is null && options.Time is null)
        {
            return null;
        }

        bool isTimed = options.Time is not null, isBest = effort == Effort.Best && rows >= FewRows;
        int folds = options.Schema.SplitBy is not null || rows < FewestRows ? 1 : rows >= ManyRows ? 3 : isBest ? 8 : 5;
        bool isUsual = !isBest && !isTimed;
        IEnumerable<PlannedRecipe> recipes = options.Recipe is { } recipe ? [new PlannedRecipe(recipe, isUsual ? UsualWork : MuchWork)]
            : isUsual ? s_normal.Select(one => Usual(one, rows))
            : (isTimed ? s_byTime : s_best).Select(one => new PlannedRecipe(one, MuchWork));
        return new EnsemblePlan([.. recipes], folds, folds > 1 ? MostDivisions : 1, isUsual ? UsualMultiplyAdds : null);
    }

    private static PlannedRecipe Usual(Recipe recipe, int rows) =>
        recipe is TabMRecipe && rows is >= SomeRows and < ManyRows ? new PlannedRecipe(new TabMRecipe(8), 2 * UsualWork) : new PlannedRecipe(recipe, UsualWork);

    /// <summary>Creates notices that a single network is trained because its training, but not the network, is described, and that the best effort is the normal one.</summary>
    public static IEnumerable<Notice> OnSettings(TableOptions options, int rows)
    {
        if (options.Effort == Effort.Best && rows < FewRows)
        {
            yield return Notice.Information($"The best effort is the same as the normal one on {rows} training rows: below {FewRows}, larger networks predict worse.");
        }

        if (options is { Effort: null, DescribesNetwork: false, Ensemble: null, Transfer: null } && options.TrainingSettings.Any())
        {
            yield return Notice.Information("A single network is trained instead of an average of several, because settings of its training were specified.", [.. options.TrainingSettings.Select(name => new Remedy(name))]);
        }
    }

    /// <summary>Rejects options that contradict each other.</summary>
    private static void RequireOneWish(TableOptions options)
    {
        if (options is { Ensemble: not null, Precision: NumericPrecision.Double })
        {
            throw new DataException("The networks of an ensemble method are trained in single precision. Train a single network, or leave out the precision.", new Remedy(nameof(TableOptions.Ensemble)), new Remedy(nameof(TableOptions.Precision)));
        }

        if (options.Ensemble is { } method && (options.Effort is not (null or Effort.Quick) || options.Recipe is not null || options.Time is not null || options.Plan is not null))
        {
            (string choice, string name) = options.Recipe is not null ? ("a recipe", nameof(TableOptions.Recipe)) : options.Time is not null ? ("a time", nameof(TableOptions.Time)) : options.Plan is not null ? ("a plan", nameof(TableOptions.Plan)) : ("an effort above quick", nameof(TableOptions.Effort));
            throw new DataException($"The ensemble method {method.Name} and {choice} cannot be combined, because each of them decides which networks are trained. Remove one of the two.", new Remedy(nameof(TableOptions.Ensemble)), new Remedy(name));
        }

        if (options.NamesNetwork && (options.Effort is not (null or Effort.Quick) || options.Recipe is not null))
        {
            throw new DataException(options.Recipe is not null
                ? "A recipe and settings of the network cannot be combined, because a recipe has its own settings. Remove one of the two."
                : "An effort above quick chooses the networks itself and cannot be combined with settings of the network. Remove one of the two.", [new Remedy(options.Recipe is not null ? nameof(TableOptions.Recipe) : nameof(TableOptions.Effort)), .. options.TrainingSettings.Select(name => new Remedy(name))]);
        }

        string? other = options.NamesNetwork ? "settings of the network" : options.Effort is not null ? "an effort" : null;
        if (options.Time is not null && other is not null)
        {
            throw new DataException($"A time and {other} cannot be combined, because the time determines what is trained. Remove one of the two.", new Remedy(nameof(TableOptions.Time)));
        }

        other ??= options.Recipe is not null ? "a recipe" : options.Time is not null ? "a time" : null;
        if (options.Plan is not null && other is not null)
        {
            throw new DataException($"A plan and {other} cannot be combined, because the plan determines what is trained. Remove one of the two.", new Remedy(nameof(TableOptions.Plan)));
        }
    }
}
