using Descent.Data;

namespace Descent;

/// <summary>An ensemble that is to be trained.</summary>
/// <param name="Plan">The recipes, with the work allowed for each.</param>
/// <param name="Rows">The rows and their folds.</param>
/// <param name="Common">The settings that do not depend on the recipe.</param>
/// <param name="Progress">Receives a report before each recipe is tried.</param>
internal sealed record EnsembleTask(EnsemblePlan Plan, FoldRows Rows, RecipeCommon Common, IProgress<RecipeProgress>? Progress)
{
    /// <summary>The time for all recipes, if the work of each follows from the measured speed; null if it follows from the plan.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The number of recipes, at the beginning, that share the time first; the others get the remaining time.</summary>
    public int First { get; init; }

    /// <summary>Trains the recipes one after the other, each on all folds, and chooses their shares.</summary>
    /// <param name="preprocessor">The preprocessor that produced the rows.</param>
    /// <param name="cancellation">Ends training within a batch. Unfinished recipes are ignored, except for the first one if every fold has a finished epoch.</param>
    /// <exception cref="DataException">If no recipe could be trained.</exception>
    /// <exception cref="OperationCanceledException">If training was canceled before there was any result.</exception>
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

                // The first recipe is trained whatever the time, because there must be a result.
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
            throw new DataException($"No network could be trained, because the loss became infinite or NaN with every recipe ({string.Join(", ", tried.Select(planned => planned.Recipe.Label))}). Look for extreme targets or weights.", new NotFiniteNumberException());
        }

        return Ensemble.Of(trained, Rows, Common, Plan with { Recipes = tried }, [.. (isCut || cancellation.IsCancellationRequested ? Plan.Recipes : tried).Select(planned => planned.Recipe)]);
    }
}
