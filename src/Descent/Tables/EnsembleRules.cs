using Descent.Data;

namespace Descent;

/// <summary>Rejects options with which an ensemble method cannot be used.</summary>
internal static class EnsembleRules
{
    /// <summary>Rejects a task, a loss or options that do not fit a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="task">The task.</param>
    /// <param name="fit">The loss and the last activation.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="DataException">If they do not fit.</exception>
    public static void Require(EnsembleMethod method, TaskKind task, LossFit fit, TableOptions options)
    {
        switch (method)
        {
            case VotingEnsemble:
                RequireVotes(method, task, fit);
                break;
            case BoostingEnsemble:
                RequireVotes(method, task, fit);
                RequireOneLabel(task);
                break;
            case GradientBoostingEnsemble:
                // Boosting of numbers is gradient boosting, but its own name is the one that was given.
                _ = BoostedLoss.LinkOf(options.Ensemble?.Name ?? method.Name, fit);
                RequireTargets(options);
                break;
            case StackingEnsemble:
                _ = BoostedLoss.LinkOf(method.Name, fit);
                RequireRecipes(options);
                break;
            case SnapshotEnsemble snapshots:
                RequireCycles(snapshots, options);
                break;
        }
    }

    /// <summary>Rejects a task without labels, and a loss without probabilities.</summary>
    private static void RequireVotes(EnsembleMethod method, TaskKind task, LossFit fit)
    {
        if (task is TaskKind.Regression or TaskKind.Counts)
        {
            throw new DataException($"The method {method.Name} lets networks vote for labels, but the target has numbers. Use average or bagging for numbers.", new Remedy(nameof(TableOptions.Ensemble), value: "average"));
        }

        if (fit.Last is not (Sigmoid or Softmax))
        {
            throw new DataException($"The method {method.Name} needs probabilities, but with this loss a network predicts scores. Use another loss, or average.", new Remedy(nameof(TableOptions.Loss)), new Remedy(nameof(TableOptions.Ensemble), value: "average"));
        }
    }

    private static void RequireOneLabel(TaskKind task)
    {
        if (task == TaskKind.Multilabel)
        {
            throw new DataException("Boosting weighs rows by whether their label is predicted wrongly, but a multilabel task has several labels per row. Use gradient boosting, or an average.", new Remedy(nameof(TableOptions.Ensemble), value: "gradient_boosting"));
        }
    }

    private static void RequireTargets(TableOptions options)
    {
        (string Name, bool IsSet)[] all =
        [
            (nameof(TableOptions.Monitor), options.Monitor is not null), (nameof(TableOptions.Until), options.Until is not null), (nameof(TableOptions.Augmentations), options.Augmentations is { Count: > 0 }),
            (nameof(TableOptions.BalanceClasses), options.BalanceClasses), (nameof(TableOptions.ClassWeights), options.ClassWeights is not null),
        ];
        string[] given = [.. all.Where(one => one.IsSet).Select(one => one.Name)];
        if (given.Length > 0)
        {
            throw new DataException("The networks of gradient boosting are trained on residuals instead of the targets, so metrics, augmentations and class weights of the targets have no meaning for them. Remove these settings.", [.. given.Select(name => new Remedy(name))]);
        }
    }

    private static void RequireRecipes(TableOptions options)
    {
        if (options.NamesNetwork)
        {
            string[] names = [.. options.TrainingSettings, .. options.DescribesNetwork ? [nameof(TableOptions.HiddenLayers)] : Array.Empty<string>()];
            throw new DataException("Stacking trains networks of several recipes, which have their own settings. Remove the settings of the network, or use another method.", [.. names.Select(name => new Remedy(name))]);
        }

        if (options.Schema.SplitBy is not null)
        {
            throw new DataException("Stacking divides the rows into folds, but the rows must be split in the order of a column, so that no later row is used to predict an earlier one. Remove one of the two.", new Remedy(nameof(TableOptions.Ensemble)), new Remedy(nameof(SchemaOptions.SplitBy)));
        }
    }

    private static void RequireCycles(SnapshotEnsemble method, TableOptions options)
    {
        string[] watching = [.. options.TrainingSettings.Intersect([nameof(TableOptions.Monitor), nameof(TableOptions.Until), nameof(TableOptions.EarlyStopping), nameof(TableOptions.ValidationFraction)], StringComparer.Ordinal)];
        if (watching.Length > 0)
        {
            throw new DataException("Snapshots are taken at the end of each cycle of the learning rate, so validation rows choose nothing. Remove the settings that need them.", [.. watching.Select(name => new Remedy(name))]);
        }

        if (options.Optimizer is FullBatchOptimizer)
        {
            throw new DataException("Snapshots need an optimizer with a learning rate. Use another optimizer.", new Remedy(nameof(TableOptions.Optimizer)));
        }

        if (options.LearningRate is not (null or ConstantSchedule) || options.Optimizer is { LearningRate: not ConstantSchedule })
        {
            throw new DataException("Snapshots have their own schedule, which falls from the learning rate to 0 in every cycle. Specify a number as the learning rate.", new Remedy(nameof(TableOptions.LearningRate)));
        }

        if (options.Epochs is { } epochs && epochs < method.Count)
        {
            throw new DataException($"{method.Count} snapshots need at least {method.Count} epochs, but there are {epochs}.", new Remedy(nameof(TableOptions.Epochs)), new Remedy(nameof(TableOptions.Ensemble)));
        }
    }
}
