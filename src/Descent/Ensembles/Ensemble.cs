using Descent.Data;

namespace Descent;

/// <summary>Several recipes trained on the folds of a table, and what of their predictions is averaged.</summary>
/// <param name="Members">The networks with their shares.</param>
/// <param name="Adjustment">What is done to the mean of their outputs.</param>
/// <param name="Trials">Every recipe that was tried, with its loss on rows that its networks did not train on and its share.</param>
/// <param name="Leading">The training of the recipe with the largest share.</param>
/// <param name="Predictions">What each row is predicted as by the networks that did not train on it, in the order of <see cref="FoldRows.Judged"/>.</param>
/// <param name="Unchosen">The same by networks whose epoch the row had no part in choosing.</param>
internal sealed record Ensemble(IReadOnlyList<TableMember> Members, OutputAdjustment? Adjustment, IReadOnlyList<RecipeTrial> Trials, FoldTraining Leading, float[] Predictions, float[] Unchosen)
{
    /// <summary>With fewer rows a temperature made the loss of other rows worse more often than better.</summary>
    private const int FewestCalibrated = 1_000;

    /// <summary>What was done, to be repeated.</summary>
    public required EnsemblePlan Plan { get; init; }

    /// <summary>Chooses shares of what was trained, and what is done to the mean.</summary>
    /// <param name="trained">The trainings, at least one.</param>
    /// <param name="rows">The rows and their folds.</param>
    /// <param name="common">What does not depend on the recipe.</param>
    /// <param name="done">What was done.</param>
    /// <param name="recipes">The recipes to report on: those that were tried, and those that cancellation left.</param>
    public static Ensemble Of(List<FoldTraining> trained, FoldRows rows, RecipeCommon common, EnsemblePlan done, IReadOnlyList<Recipe> recipes)
    {
        Dataset<float> judged = rows.Judged;
        OutputAdjustment? limits = Limits(common.Form, rows.Data);
        float[][] predictions = [.. trained.Select(training => training.Predictions)];
        if (limits is not null)
        {
            foreach (float[] prediction in predictions)
            {
                limits.Apply(prediction, judged.TargetColumns);
            }
        }

        Model<float> judge = trained[0].Divisions[0][0];
        double Loss(float[] outputs) => judge.Loss(outputs, judged.Targets.Span, common.Fit.Loss, judged.Weights.Span);
        double[] shares = GreedySelection.Shares(predictions, Loss);
        (FoldTraining Training, double Share)[] used = [.. trained.Zip(shares).Where(one => one.Second > 0)];
        int divisions = Enumerable.Range(1, rows.Divisions.Count).LastOrDefault(count => used.Sum(one => Kept(one.Training, count).Sum(model => model.Steps.MultiplyAdds)) <= (done.MultiplyAdds ?? double.PositiveInfinity), 1);
        List<TableMember> members = [];
        foreach ((FoldTraining training, double share) in used)
        {
            Model<float>[] kept = [.. Kept(training, divisions)];
            members.AddRange(kept.Select((model, fold) => new TableMember(model, training.Coding, share / kept.Length, training.Recipe.Label, fold)));
        }

        RecipeTrial[] trials = [.. recipes.Select(recipe => trained.FindIndex(training => training.Recipe == recipe) is int i and >= 0
            ? new RecipeTrial(recipe.Label, Loss(predictions[i]), shares[i]) { Networks = trained[i].Histories.Count }
            : new RecipeTrial(recipe.Label, done.Recipes.Any(planned => planned.Recipe == recipe) ? double.NaN : null, 0))];
        float[] mean = GreedySelection.Mean(predictions, shares), unchosen = GreedySelection.Mean([.. trained.Select(training => training.Unchosen)], shares);
        double temperature = IsCalibrated(common, judged) ? TemperatureScaling.Find(unchosen, judged.Targets.Span, judged.TargetColumns, judged.Weights.Span) : 1;
        OutputAdjustment? adjustment = limits ?? (temperature == 1 ? null : new OutputAdjustment(temperature));
        adjustment?.Apply(mean, judged.TargetColumns);
        adjustment?.Apply(unchosen, judged.TargetColumns);
        return new Ensemble(members, adjustment, trials, trained[Array.IndexOf(shares, shares.Max())], mean, unchosen) { Plan = done };
    }

    /// <summary>Of numbers no prediction leaves the range of the training targets.</summary>
    private static OutputAdjustment? Limits(OutcomeForm form, Dataset<float> data)
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

    /// <summary>The networks of the first divisions.</summary>
    private static IEnumerable<Model<float>> Kept(FoldTraining training, int divisions) => training.Divisions.Take(divisions).SelectMany(division => division);

    /// <summary>Temperatures are for probabilities of classes that exclude each other, learnt by their logarithms, and for enough rows to find them by.</summary>
    private static bool IsCalibrated(RecipeCommon common, Dataset<float> judged) =>
        judged.Rows >= FewestCalibrated && common.Form is OutcomeForm.Binary or OutcomeForm.Multiclass && common.Fit.Loss is BinaryCrossEntropy or CategoricalCrossEntropy && common.ClassWeights is null;
}

/// <summary>A recipe that was tried on a table.</summary>
/// <param name="Recipe">Its name.</param>
/// <param name="Loss">The loss over rows that its networks did not train on. With several folds each row is predicted as the mean of two: by a network at the epoch that these rows chose, and at the one that the other folds chose. With one fold, after a cancellation, and where targets × divisions × epochs of the folds are more than 2²⁴, it is predicted at the epoch that these rows chose alone, so that the loss is a little too good. NaN if it could not be trained, null if training was cancelled before.</param>
/// <param name="Share">Its share in the prediction, 0 … 1.</param>
public sealed record RecipeTrial(string Recipe, double? Loss, double Share)
{
    /// <summary>How many networks were trained by it: the folds, times how often the rows were divided into them.</summary>
    public int Networks { get; init; }
}

/// <summary>A recipe that is about to be tried.</summary>
/// <param name="Recipe">Its name.</param>
/// <param name="Number">Which one it is, from 1.</param>
/// <param name="Recipes">How many there are.</param>
/// <param name="Folds">On how many folds it is trained.</param>
public sealed record RecipeProgress(string Recipe, int Number, int Recipes, int Folds);
