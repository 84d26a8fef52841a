using Descent.Data;

namespace Descent;

/// <summary>What an effort comes to on a table: which recipes, on how many folds, for how much work.</summary>
/// <param name="Recipes">The recipes, cheapest first.</param>
/// <param name="Folds">How many folds; 1 for one part that chooses the epoch.</param>
/// <param name="Divisions">How often the rows are divided into folds at most.</param>
/// <param name="Limits">What training and predictions may cost.</param>
internal sealed record EffortPlan(IReadOnlyList<Recipe> Recipes, int Folds, int Divisions, EnsembleLimits Limits)
{
    /// <summary>Below so many training rows there is one network: folds would have hardly a row of each kind.</summary>
    public const int FewestRows = 40;

    /// <summary>From so many rows on fewer folds are enough.</summary>
    private const int ManyRows = 10_000;

    /// <summary>A second and third division into folds pay for themselves on small tables; with more of them little is gained.</summary>
    private const int MostDivisions = 3;

    // 500,000 multiply-adds of many small networks, one row at a time, take about 80 µs.
    private static readonly EnsembleLimits s_usual = new(5e11, 5e5), s_unhurried = new(2e13, double.PositiveInfinity);
    private static readonly Recipe[] s_normal = [new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(), new TabMRecipe()];
    private static readonly Recipe[] s_best = [new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(128, 128), new RealMlpRecipe(), new TabMRecipe(8), new TabMRecipe(16, 128, 32)];

    /// <summary>The plan for a table; null for a single network by the options alone.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rows">Training rows.</param>
    public static EffortPlan? For(TableOptions options, int rows)
    {
        Effort effort = options.Effort ?? (options.NamesNetwork ? Effort.Quick : Effort.Normal);
        if (options.NamesNetwork && (effort != Effort.Quick || options.Recipe is not null))
        {
            throw new DataException(options.Recipe is not null
                ? "A recipe and settings of the network exclude each other: a recipe has its own. Leave one of them out."
                : "An effort above quick chooses networks itself, but one is described. Leave the effort or the settings of the network out.", new Remedy(options.Recipe is not null ? nameof(TableOptions.Recipe) : nameof(TableOptions.Effort)));
        }

        if (effort == Effort.Quick)
        {
            return options.Recipe is { } alone ? new EffortPlan([alone], 1, 1, new EnsembleLimits(double.PositiveInfinity, double.PositiveInfinity)) : null;
        }

        if (rows < FewestRows && options.Recipe is null)
        {
            return null;
        }

        int folds = options.Schema.SplitBy is not null || rows < FewestRows ? 1 : rows >= ManyRows ? 3 : effort == Effort.Best ? 8 : 5;
        return new EffortPlan(
            options.Recipe is { } recipe ? [recipe] : effort == Effort.Best ? s_best : s_normal, folds, folds > 1 ? MostDivisions : 1, effort == Effort.Best ? s_unhurried : s_usual);
    }
}
