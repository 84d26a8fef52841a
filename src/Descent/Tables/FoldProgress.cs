namespace Descent;

/// <summary>The progress of a cross-validation: a report from the training of a fold, or the end of one.</summary>
/// <param name="Fold">The fold, from 1.</param>
/// <param name="Finished">The number of folds that are finished.</param>
/// <param name="Training">The report of a network; null if the fold is finished or begins with another recipe.</param>
/// <param name="Recipe">The recipe that begins; null otherwise.</param>
public sealed record FoldProgress(int Fold, int Finished, TrainingProgress? Training = null, RecipeProgress? Recipe = null);
