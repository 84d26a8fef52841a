using Descent.Data;

namespace Descent;

/// <summary>An ensemble that is to be trained.</summary>
/// <param name="Plan">The recipes, and what each may cost.</param>
/// <param name="Rows">The rows and their folds.</param>
/// <param name="Common">What does not depend on the recipe.</param>
/// <param name="Progress">Hears which recipe is tried.</param>
internal sealed record EnsembleTask(EnsemblePlan Plan, FoldRows Rows, RecipeCommon Common, IProgress<RecipeProgress>? Progress)
{
    /// <summary>The time for all recipes, where measured speed decides what each may cost; null where the plan does.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>So many of the recipes, the first ones, share the time before the others get what they leave.</summary>
    public int First { get; init; }

    /// <summary>Trains the recipes one after the other, each on all folds, and chooses.</summary>
    /// <param name="preprocessor">What made the rows.</param>
    /// <param name="cancellation">Ends training within a batch; recipes that were not finished do not count, but for the first one if every fold has an epoch.</param>
    /// <exception cref="DataException">If no recipe could be trained.</exception>
    /// <exception cref="OperationCanceledException">If it was cancelled before there was anything to keep.</exception>
    public Ensemble Train(Preprocessor preprocessor, CancellationToken cancellation)
    {
        TimeBudget? budget = Time is { } time ? new TimeBudget(time) : null;
        List<FoldTraining> trained = [];
        List<PlannedRecipe> tried = [];
        bool isCut = false;
        for (int number = 0; number < Plan.Recipes.Count && !isCut; number++)
        {
            PlannedRecipe planned = Plan.Recipes[number];
            if (budget is not null)
            {
                double? granted = budget.Grant(planned.Recipe, preprocessor, Rows, Common, (number < First ? First : Plan.Recipes.Count) - number);
                if (granted is null && number > 0)
                {
                    continue;
                }

                // The first recipe is trained whatever the time, as something must be.
                planned = planned with { Operations = Math.Min(granted ?? 1, planned.Operations ?? double.PositiveInfinity) };
            }

            isCut = cancellation.IsCancellationRequested;
            if (isCut)
            {
                break;
            }

            Progress?.Report(new RecipeProgress(planned.Recipe.Label, number + 1, Plan.Recipes.Count, Rows.Folds.Count));
            FoldTraining? training = FoldTraining.Of(planned.Recipe, preprocessor, Rows, Common, planned.Operations ?? double.PositiveInfinity, cancellation);
            isCut = cancellation.IsCancellationRequested && (trained.Count > 0 || training?.Histories.All(history => history.Epochs.Count > 0) != true);
            if (!isCut)
            {
                tried.Add(planned);
                trained.AddRange(training is null ? [] : [training]);
            }
        }

        if (trained.Count == 0)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new DataException($"No network could be trained: with every recipe ({string.Join(", ", tried.Select(planned => planned.Recipe.Label))}) the loss became infinite or NaN. Look for extreme targets or weights.");
        }

        return Ensemble.Of(trained, Rows, Common, Plan with { Recipes = tried }, [.. (isCut || cancellation.IsCancellationRequested ? Plan.Recipes : tried).Select(planned => planned.Recipe)]);
    }
}
