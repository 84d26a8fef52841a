using Descent.Data;

namespace Descent;

/// <summary>Rejects options with which an ensemble method cannot be used.</summary>
internal static class EnsembleRules
{
    /// <summary>Rejects a task, a loss or options that do not fit a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="task">The task.</param>
    /// <param name="fit">The loss and the last activation.</param>
    /// <exception cref="DataException">If they do not fit.</exception>
    public static void Require(EnsembleMethod method, TaskKind task, LossFit fit)
    {
        if (method is VotingEnsemble)
        {
            RequireVotes(method, task, fit);
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
}
