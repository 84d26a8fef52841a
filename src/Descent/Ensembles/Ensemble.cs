using Descent.Data;

namespace Descent;

/// <summary>An average of networks that were trained by several recipes on the folds of a table.</summary>
/// <param name="Members">The networks with their shares.</param>
/// <param name="Adjustment">The adjustment of the mean of their outputs.</param>
/// <param name="Trials">Every recipe that was tried, with its out-of-fold loss and its share.</param>
/// <param name="Leading">The training of the recipe with the largest share.</param>
/// <param name="Predictions">The out-of-fold prediction of each row, in the order of <see cref="FoldRows.Judged"/>.</param>
/// <param name="Unchosen">The same predictions at epochs that were chosen without the row.</param>
internal sealed record Ensemble(IReadOnlyList<TableMember> Members, OutputAdjustment? Adjustment, IReadOnlyList<RecipeTrial> Trials, FoldTraining Leading, float[] Predictions, float[] Unchosen)
{
    /// <summary>The fewest rows for calibration. With fewer rows, a temperature made the loss on other rows worse more often than better, and so did isotonic curves.</summary>
    private const int FewestCalibrated = 1_000;

    /// <summary>The number of parts in which curves are judged if there is a single fold.</summary>
    private const int PartsOfOneFold = 5;

    /// <summary>The plan that repeats the training: the recipes that have a share, with these shares.</summary>
    public required EnsemblePlan Plan { get; init; }

    /// <summary>The epoch whose weights each of the <see cref="Members"/> has.</summary>
    public required IReadOnlyList<int> Epochs { get; init; }

    /// <summary>Takes the shares of the trained networks from the plan, or chooses them, and chooses the adjustment of their mean.</summary>
    /// <param name="trained">The trained recipes, at least one.</param>
    /// <param name="rows">The rows and their folds.</param>
    /// <param name="common">The settings that do not depend on the recipe.</param>
    /// <param name="done">The plan that was executed.</param>
    /// <param name="recipes">The recipes to report: those that were tried, and those that were skipped because of cancellation.</param>
    public static Ensemble Of(List<FoldTraining> trained, FoldRows rows, RecipeCommon common, EnsemblePlan done, IReadOnlyList<Recipe> recipes)
    {
        Dataset<float> judged = rows.Judged;
        OutputAdjustment? limits = Limits(common.Form, rows.Data);
        if (limits is not null)
        {
            foreach (float[] prediction in trained.SelectMany(training => training.OfDivisions))
            {
                limits.Apply(prediction, judged.TargetColumns);
            }
        }

        float[][] predictions = [.. trained.Select(training => training.Predict())];
        Model<float> judge = trained[0].Divisions[0][0];
        double Loss(float[] outputs) => judge.Loss(outputs, judged.Targets.Span, common.Fit.Loss, judged.Weights.Span);
        double[] shares = SharesOf(done, trained) ?? GreedySelection.Shares(predictions, Loss, [.. trained.Select(training => GreedySelection.Gain(training.OfDivisions, rows.Folds.Count, Loss))]);
        (FoldTraining Training, double Weight)[] used = [.. trained.Zip(shares).Where(one => one.Second > 0)];
        int divisions = Enumerable.Range(1, rows.Divisions.Count).LastOrDefault(count => used.Sum(one => Kept(one.Training, count).Sum(model => model.Steps.MultiplyAdds)) <= (done.MultiplyAdds ?? double.PositiveInfinity), 1);
        List<TableMember> members = [];
        List<int> epochs = [];
        foreach ((FoldTraining training, double share) in used)
        {
            Model<float>[] kept = [.. Kept(training, divisions)];
            members.AddRange(kept.Select((model, fold) => new TableMember(model, training.Coding, share / kept.Length, training.Recipe.Label, fold)));
            epochs.AddRange(training.Histories.Take(kept.Length).Select(history => history.BestEpoch));
        }

        RecipeTrial[] trials = [.. recipes.Select(recipe => trained.FindIndex(training => training.Recipe == recipe) is int i and >= 0
            ? new RecipeTrial(recipe.Label, Loss(predictions[i]), shares[i]) { Networks = trained[i].Histories.Count }
            : new RecipeTrial(recipe.Label, done.Recipes.Any(planned => planned.Recipe == recipe) ? double.NaN : null, 0))];
        float[] mean = GreedySelection.Mean(predictions, shares), unchosen = GreedySelection.Mean([.. trained.Select(training => training.Unchosen)], shares);
        OutputAdjustment? adjustment = limits ?? (IsCalibrated(common, judged) ? ProbabilityCalibration.Of(unchosen, judged.Targets.ToArray(), judged.TargetColumns, judged.Weights.ToArray(), Parts(rows)) : null);
        if (common.Fit.Loss is Quantiles { Levels: var levels })
        {
            limits?.Apply(unchosen, judged.TargetColumns);
            adjustment = limits! with { Shifts = ConformalQuantiles.Shifts(unchosen, judged.Targets.Span, levels, judged.TargetColumns) };
        }

        adjustment?.Apply(mean, judged.TargetColumns);
        adjustment?.Apply(unchosen, judged.TargetColumns);
        return new Ensemble(members, adjustment, trials, trained[Array.IndexOf(shares, shares.Max())], mean, unchosen) { Plan = done with { Recipes = Used(done, trained, shares) }, Epochs = epochs };
    }

    /// <summary>Chooses shares by the predictions with which each recipe is judged alone: those at epochs in whose choice the rows had no part.</summary>
    /// <param name="trained">The trained recipes, at least one.</param>
    /// <param name="rows">The rows and their folds.</param>
    /// <param name="common">The settings that do not depend on the recipe.</param>
    /// <returns>A share for each recipe, and the loss of each alone.</returns>
    public static (double[] Shares, double[] Losses) ByJudgedPredictions(IReadOnlyList<FoldTraining> trained, FoldRows rows, RecipeCommon common)
    {
        Dataset<float> judged = rows.Judged;
        OutputAdjustment? limits = Limits(common.Form, rows.Data);
        Model<float> judge = trained[0].Divisions[0][0];
        return (GreedySelection.Shares([.. trained.Select(training => training.Unchosen)], Loss), [.. trained.Select(training => Loss(training.Unchosen))]);

        double Loss(float[] outputs)
        {
            if (limits is null)
            {
                return judge.Loss(outputs, judged.Targets.Span, common.Fit.Loss, judged.Weights.Span);
            }

            float[] limited = [.. outputs];
            limits.Apply(limited, judged.TargetColumns);
            return judge.Loss(limited, judged.Targets.Span, common.Fit.Loss, judged.Weights.Span);
        }
    }

    /// <summary>The shares of a plan; null if it has none. A recipe that could not be trained leaves its share to the others.</summary>
    private static double[]? SharesOf(EnsemblePlan plan, List<FoldTraining> trained)
    {
        if (plan.Recipes[0].Weight is null)
        {
            return null;
        }

        double[] weights = [.. trained.Select(training => plan.Recipes.First(planned => planned.Recipe == training.Recipe).Weight!.Value)];
        double sum = weights.Sum();
        // Shares that add up to 1 up to rounding stay as they are, so that a plan gives the same bits again.
        return Math.Abs(sum - 1) < 1e-9 ? weights : [.. weights.Select(weight => weight / sum)];
    }

    private static PlannedRecipe[] Used(EnsemblePlan plan, List<FoldTraining> trained, double[] shares) =>
        [.. trained.Zip(shares).Where(one => one.Second > 0).Select(one => plan.Recipes.First(planned => planned.Recipe == one.First.Recipe) with { Weight = one.Second })];

    /// <summary>Limits predictions of numbers to the range of the training targets; null for other tasks.</summary>
    internal static OutputAdjustment? Limits(OutcomeForm form, Dataset<float> data)
    {
        if (form is not (OutcomeForm.Regression or OutcomeForm.Counts))
        {
            return null;
        }

        (float Least, float Most)[] ranges = new (float, float)[data.TargetColumns];
        for (int column = 0; column < ranges.Length; column++)
        {
            (float least, float most) = (float.PositiveInfinity, float.NegativeInfinity);
            for (int i = column; i < data.Targets.Length; i += ranges.Length)
            {
                (least, most) = (Math.Min(least, data.Targets.Span[i]), Math.Max(most, data.Targets.Span[i]));
            }

            ranges[column] = (least, most);
        }

        return new OutputAdjustment(Ranges: ranges);
    }

    /// <summary>Gets the networks of the first divisions.</summary>
    private static IEnumerable<Model<float>> Kept(FoldTraining training, int divisions) => training.Divisions.Take(divisions).SelectMany(division => division);

    /// <summary>The numbers of consecutive judged rows that are in the same fold, so that rows of one group stay together; a single fold is divided in its order.</summary>
    private static int[] Parts(FoldRows rows) => rows.Folds.Count > 1
        ? [.. rows.Folds.Select(fold => fold.Test.Length)]
        : [.. Enumerable.Range(0, PartsOfOneFold).Select(part => (int)((rows.Judged.Rows * (part + 1L) / PartsOfOneFold) - (rows.Judged.Rows * (long)part / PartsOfOneFold)))];

    /// <summary>Whether probabilities are calibrated. This applies to probabilities of mutually exclusive classes trained with a logarithmic loss, and needs enough rows.</summary>
    private static bool IsCalibrated(RecipeCommon common, Dataset<float> judged) =>
        judged.Rows >= FewestCalibrated && common.Form is OutcomeForm.Binary or OutcomeForm.Multiclass && common.Fit.Loss is BinaryCrossEntropy or CategoricalCrossEntropy && common.ClassWeights is null;
}

/// <summary>A recipe that was tried on a table.</summary>
/// <param name="Recipe">Its name.</param>
/// <param name="Loss">The out-of-fold loss. With several folds each prediction is the mean of two: at the epoch that the rows of the fold chose, and at the epoch that the other folds chose. With one fold, after a cancellation, and if targets × divisions × epochs of the folds are more than 2²⁴, it is the prediction at the epoch that the rows of the fold chose, so the loss is slightly optimistic. NaN if it could not be trained, null if training was canceled before.</param>
/// <param name="Weight">Its share in the prediction, 0 … 1.</param>
public sealed record RecipeTrial(string Recipe, double? Loss, double Weight)
{
    /// <summary>The number of networks trained by it: the number of folds times the number of divisions into folds.</summary>
    public int Networks { get; init; }
}

/// <summary>A report that a recipe is about to be tried.</summary>
/// <param name="Recipe">Its name.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Recipes">The number of recipes.</param>
/// <param name="Folds">The number of folds on which it is trained.</param>
public sealed record RecipeProgress(string Recipe, int Number, int Recipes, int Folds);
