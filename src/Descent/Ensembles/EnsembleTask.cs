using Descent.Data;

namespace Descent;

/// <summary>An ensemble that is to be trained.</summary>
/// <param name="Recipes">The recipes, cheapest first.</param>
/// <param name="Limits">What each of them may cost, and what a prediction.</param>
/// <param name="Rows">The rows and their folds.</param>
/// <param name="Common">What does not depend on the recipe.</param>
/// <param name="Progress">Hears which recipe is tried.</param>
internal sealed record EnsembleTask(IReadOnlyList<Recipe> Recipes, EnsembleLimits Limits, FoldRows Rows, RecipeCommon Common, IProgress<RecipeProgress>? Progress)
{
    /// <summary>Trains it.</summary>
    public Ensemble Train(Preprocessor preprocessor, CancellationToken cancellation) =>
        Ensemble.Train(Recipes, preprocessor, Rows, Common, Limits, Progress, cancellation);
}
