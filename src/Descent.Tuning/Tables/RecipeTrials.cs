using Descent.Data;

namespace Descent.Tuning;

/// <summary>
/// Trials that train a recipe on folds, with other options each. The networks of the best trials are averaged, with shares chosen by their out-of-fold predictions: what the search has computed is the model.
/// </summary>
internal sealed class RecipeTrials : TableTrials
{
    /// <summary>The largest number of multiplications and additions of a trial.</summary>
    private const double Work = 1e12;

    /// <summary>The number of epochs of the recipes that have no such option.</summary>
    private const int UsualEpochs = 200;

    private readonly RecipeSearch search;
    private readonly TableOptions options;

    // The networks of the best trials so far, so that they need not be trained again. All trials give the same bits again if another process computed them.
    private readonly Dictionary<Recipe, TrainedRecipe> trained = [];
    private readonly Dictionary<Recipe, double> losses = [];
    private readonly int most;
    private readonly TuningScore score;

    /// <summary>Prepares the folds.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="options">The options of every training.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="most">The number of trials from which the average is chosen.</param>
    /// <param name="score">The score by which trials are compared.</param>
    public RecipeTrials(Table table, IReadOnlyList<string> targets, TableOptions options, int folds, int most, TuningScore score)
    {
        (this.options, this.most, this.score, Folds) = (options, most, score, folds);
        search = new RecipeSearch(table, targets, options, folds);
    }

    public override TablePlan Plan => search.Plan;

    public override int Folds { get; }

    public override int MostEpochs(SearchSpace space) => Math.Max(Largest(space, "realmlp.epochs") ?? 0, UsualEpochs);

    /// <summary>The learning rate of RealMLP depends on the share of the epochs that is done, so that this share is compared; the others stop when they no longer improve, and are compared after as many epochs.</summary>
    public override int StepOf(ParameterValues values, TableEpoch epoch, int steps) =>
        RecipeOf(values) is RealMlpRecipe ? (int)((long)epoch.Record.Epoch * steps / epoch.Epochs) : epoch.Record.Epoch;

    public override TableOptions OptionsOf(ParameterValues values) => options with { Plan = PlanOf([RecipeOf(values)]) };

    public override void Compute(ParameterValues values, Action<TableEpoch>? onEpoch, Action<FoldResult> onFold, CancellationToken cancellation)
    {
        Recipe recipe = RecipeOf(values);
        TrainedRecipe result = trained.GetValueOrDefault(recipe) ?? search.Train(new PlannedRecipe(recipe, Work), onEpoch, cancellation);
        FoldResult[] folds = [.. result.Folds.Select((fold, i) => new FoldResult(fold, result.EpochsOf(i), result.ParameterCount))];
        double mean = folds.Average(score.Loss);
        foreach (FoldResult fold in folds)
        {
            onFold(fold);
        }

        Keep(recipe, result, double.IsNaN(mean) ? double.PositiveInfinity : mean);
    }

    /// <summary>
    /// Averages the networks of the best trials. The shares are those with which the predictions by which the trials were judged have the smallest loss together, unless the average has a worse score on the folds than the best
    /// trial, which then stays alone: so the average is at least as good as every trial on the folds.
    /// </summary>
    public override FinishedTrials Finish(IReadOnlyList<Trial> best)
    {
        // Trials of equal values have equal networks, so the first of them stands for all.
        (Trial Trial, TrainedRecipe Recipe)[] candidates = [.. best.DistinctBy(trial => RecipeOf(trial.Parameters!)).Take(most).Select(trial => (trial, TrainedOf(RecipeOf(trial.Parameters!))))];
        TrainedRecipe[] recipes = [.. candidates.Select(candidate => candidate.Recipe)];
        IReadOnlyList<(double Share, double Loss)> chosen = search.Shares(recipes);
        double[] shares = [.. chosen.Select(one => one.Share)], ofBest = [.. chosen.Select((_, i) => i == 0 ? 1.0 : 0)];
        FoldResult[] together = Results(search.Evaluate(recipes, shares)), alone = Results(search.Evaluate(recipes, ofBest));
        if (!(together.Average(score.Loss) <= alone.Average(score.Loss)))
        {
            (shares, together) = (ofBest, alone);
        }

        TableTraining training = search.Average(recipes, shares);
        return new(
            options with { Plan = training.Plan }, training, shares[0] == 1 ? training : search.Average(recipes, ofBest),
            [.. candidates.Select((candidate, i) => new AveragedTrial(candidate.Trial, shares[i], chosen[i].Loss))], [.. together.Select(score.ValueOf)]);

        FoldResult[] Results(IReadOnlyList<TableEvaluation> folds) => [.. folds.Select(fold => new FoldResult(fold, 0, recipes.Zip(shares).Where(one => one.Second > 0).Sum(one => one.First.ParameterCount)))];
    }

    private TrainedRecipe TrainedOf(Recipe recipe) => trained.GetValueOrDefault(recipe) ?? search.Train(new PlannedRecipe(recipe, Work));

    private static Recipe RecipeOf(ParameterValues values) => TableParameters.Apply(new TableOptions(), values).Recipe!;

    private EnsemblePlan PlanOf(IEnumerable<Recipe> recipes) => new([.. recipes.Select(recipe => new PlannedRecipe(recipe, Work))], Folds, 1);

    private void Keep(Recipe recipe, TrainedRecipe result, double own)
    {
        (trained[recipe], losses[recipe]) = (result, own);
        if (trained.Count > most)
        {
            Recipe worst = losses.MaxBy(pair => pair.Value).Key;
            _ = trained.Remove(worst);
            _ = losses.Remove(worst);
        }
    }
}
