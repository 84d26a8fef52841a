using Descent.Data;

namespace Descent;

/// <summary>Trains recipes one after the other on the same folds of a table, for a search for good options, and averages those that predict best together.</summary>
/// <remarks>
/// The same recipes with the same seed give the same model as <see cref="TableOptions.Plan"/> with the plan of the result, bit for bit: nothing is trained again for the average. Test rows are in no fold.
/// </remarks>
public sealed class RecipeSearch
{
    private readonly EnsembleTask task;

    /// <summary>Prepares the folds, without training yet.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="options">The options, which must not describe a network; null for the defaults.</param>
    /// <param name="folds">The number of folds; 1 to hold out a fifth of the training rows, which chooses the epoch.</param>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    public RecipeSearch(Table table, IReadOnlyList<string> targets, TableOptions? options, int folds)
    {
        options ??= new TableOptions();
        if (options.NamesNetwork)
        {
            throw new DataException("A recipe and settings of the network cannot be combined, because a recipe has its own settings. Remove one of the two.");
        }

        Plan = TableTrainer.Prepare(table, targets, options with { Effort = null, Plan = new EnsemblePlan([new PlannedRecipe(new LinearRecipe())], folds, 1) });
        task = Plan.Ensemble!;
    }

    /// <summary>What recipes have in common: the schema, the preprocessor, the test rows and the notices.</summary>
    public TablePlan Plan { get; }

    /// <summary>Trains a recipe on all folds, in parallel.</summary>
    /// <param name="recipe">The recipe, and the largest amount of work.</param>
    /// <param name="onEpoch">A method that is called after every epoch of the first fold, and may evaluate the current weights on its held-out rows; an exception of it ends the training on all folds and is passed on. Null, the default, for none.</param>
    /// <param name="cancellation">Ends training within a batch.</param>
    /// <returns>The trained networks, with an evaluation of each fold.</returns>
    /// <exception cref="DataException">If the loss became infinite or NaN; the inner exception is a <see cref="NotFiniteNumberException"/>.</exception>
    /// <exception cref="OperationCanceledException">If training was canceled.</exception>
    public TrainedRecipe Train(PlannedRecipe recipe, Action<TableEpoch>? onEpoch = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        FoldTraining? training = FoldTraining.Of(
            recipe.Recipe, Plan.Preprocessor, task.Rows, task.Common, recipe.Operations ?? double.PositiveInfinity, ended.Token,
            onEpoch is null ? null : (member, held, epochs) => new TablePlan.EpochCallback(Form(member), held, epochs, epoch =>
            {
                try
                {
                    onEpoch(epoch);
                }
                catch
                {
                    // The other folds are of no use then.
                    ended.Cancel();
                    throw;
                }
            }));
        cancellation.ThrowIfCancellationRequested();
        return training is null
            ? throw new DataException($"The loss of {recipe.Recipe.Label} became infinite or NaN. Try a smaller learning rate.", new NotFiniteNumberException())
            : new TrainedRecipe(recipe, training, [.. Evaluations(training, training.Unchosen)]);
    }

    /// <summary>Chooses the shares with which recipes predict best together: by the training loss of the predictions with which each recipe is judged alone (<see cref="TrainedRecipe.Folds"/>), all rows together.</summary>
    /// <remarks>The method is the greedy selection of Caruana et al., "Ensemble selection from libraries of models", 2004; shares below a tenth are distributed among the others, because they are likely to be due to chance.</remarks>
    /// <param name="recipes">The recipes, at least one, that this search has trained.</param>
    /// <returns>For each recipe its share, at least 0, and its loss alone.</returns>
    public IReadOnlyList<(double Share, double Loss)> Shares(IReadOnlyList<TrainedRecipe> recipes)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentOutOfRangeException.ThrowIfZero(recipes.Count, nameof(recipes));
        (double[] shares, double[] losses) = Ensemble.ByJudgedPredictions([.. recipes.Select(recipe => recipe.Training)], task.Rows, task.Common);
        return [.. shares.Zip(losses)];
    }

    /// <summary>Evaluates an average of recipes on each fold, at the same epochs as the recipes alone.</summary>
    /// <param name="recipes">The recipes, at least one, that this search has trained.</param>
    /// <param name="shares">A share for each recipe, at least 0; they add up to 1.</param>
    /// <returns>An evaluation per fold, like <see cref="TrainedRecipe.Folds"/> of a recipe alone.</returns>
    public IReadOnlyList<TableEvaluation> Evaluate(IReadOnlyList<TrainedRecipe> recipes, IReadOnlyList<double> shares)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentOutOfRangeException.ThrowIfNotEqual(shares.Count, recipes.Count, nameof(shares));
        ArgumentOutOfRangeException.ThrowIfZero(recipes.Count, nameof(recipes));
        return [.. Evaluations(recipes[0].Training, GreedySelection.Mean([.. recipes.Select(recipe => recipe.Training.Unchosen)], [.. shares]))];
    }

    /// <summary>Averages recipes, and evaluates the result once on the test rows.</summary>
    /// <param name="recipes">The recipes, at least one, that this search has trained.</param>
    /// <param name="shares">A share above 0 for each recipe, relative to their sum; null, the default, for those of <see cref="Shares"/>.</param>
    /// <returns>The model and its evaluation. <see cref="TableTraining.Plan"/> has the recipes with a share, and repeats the training.</returns>
    public TableTraining Average(IReadOnlyList<TrainedRecipe> recipes, IReadOnlyList<double>? shares = null)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentOutOfRangeException.ThrowIfZero(recipes.Count, nameof(recipes));
        (TrainedRecipe Recipe, double Share)[] used = [.. recipes.Zip(shares ?? [.. Shares(recipes).Select(one => one.Share)]).Where(one => one.Second > 0)];
        PlannedRecipe[] planned = [.. used.Select(one => one.Recipe.Planned with { Weight = one.Share })];
        return Plan.Judged(Ensemble.Of([.. used.Select(one => one.Recipe.Training)], task.Rows, task.Common, task.Plan with { Recipes = planned }, [.. planned.Select(recipe => recipe.Recipe)]));
    }

    private TableModel Form(TableMember member, TrainingSummary? summary = null) => new([member], Plan.Preprocessor, quantiles: Plan.Quantiles) { Decision = Plan.Decision, Training = summary, Adjustment = Ensemble.Limits(task.Common.Form, task.Rows.Data) };

    /// <summary>Evaluates out-of-fold predictions fold by fold.</summary>
    private IEnumerable<TableEvaluation> Evaluations(FoldTraining training, float[] predictions)
    {
        // With the summary of the training rows, an evaluation has the scores of the baselines.
        TableModel form = Form(new TableMember(training.Divisions[0][0], training.Coding), Plan.Summary);
        int width = task.Rows.Data.TargetColumns, begin = 0;
        foreach ((_, int[] test) in task.Rows.Folds)
        {
            TableEvaluation evaluation = TableEvaluation.Of(form, task.Rows.Data.Select(test), form.Finished(predictions[(begin * width)..((begin + test.Length) * width)]));
            yield return evaluation with { Baselines = Baseline.Of(form, evaluation.Outcome) };
            begin += test.Length;
        }
    }
}

/// <summary>A recipe that was trained on the folds of a table.</summary>
public sealed class TrainedRecipe
{
    internal TrainedRecipe(PlannedRecipe planned, FoldTraining training, IReadOnlyList<TableEvaluation> folds) => (Planned, Training, Folds) = (planned, training, folds);

    /// <summary>The recipe, and the largest amount of work.</summary>
    public PlannedRecipe Planned { get; }

    /// <summary>The outcome and the scores of the held-out rows of each fold, at an epoch that was chosen by the other folds. With a single fold, or very many predictions, the rows themselves chose the epoch.</summary>
    public IReadOnlyList<TableEvaluation> Folds { get; }

    /// <summary>The number of epochs trained in a fold.</summary>
    /// <param name="fold">The fold, from 0.</param>
    /// <returns>The number.</returns>
    public int EpochsOf(int fold) => Training.Histories[fold].Epochs.Count;

    /// <summary>The number of trainable values of the network of a fold.</summary>
    public long ParameterCount => Training.Divisions[0][0].ParameterCount;

    internal FoldTraining Training { get; }
}
