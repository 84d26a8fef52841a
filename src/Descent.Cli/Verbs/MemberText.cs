using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>The networks that an ensemble method trained, as text.</summary>
internal static class MemberText
{
    /// <summary>The most networks with a line each.</summary>
    private const int MostShown = 20;

    public static void Write(Screen screen, TableTraining result, EnsembleTraining ensemble)
    {
        string ended = ensemble.IsCancelled ? "Cancelled after" : "Trained in";
        screen.Line($"{ended} {result.Seconds:0.0} s; the model is an ensemble ({ensemble.Method.Name}) of {Wording.Count(result.Model.Members.Count, "network")} with {result.Model.ParameterCount:#,0} parameters");
        // In a stack, the linear model weighs recipes instead of networks.
        bool isStack = result.Model.Combination is StackCombination;
        screen.Table(
            ["network", .. isStack ? ["recipe"] : (string[])["weight"], "epochs", "best epoch"],
            ensemble.Members.Index().Take(MostShown).Select(network => isStack ? [$"{network.Index + 1}", RecipeOf(result, ensemble, network.Index), .. Row(network)[2..]] : Row(network)), isStack ? 2.. : 0..);
        if (ensemble.Members.Count > MostShown)
        {
            screen.Line($"… and {ensemble.Members.Count - MostShown} more", indent: 2);
        }

        if (result.Model.Combination is StackCombination stack)
        {
            ModelInspection.WriteStack(screen, result.Model, stack);
        }

        if (ensemble.OutOfBag is { } scores)
        {
            screen.Heading($"Out-of-bag scores: {Wording.Count(ensemble.OutOfBagRows, "training row")}, each predicted by the networks for which it was not drawn");
            screen.Table(["score", "value"], scores.Select(score => (string[])[StandardMetrics.NameOf(score.Key), Judgement.Number(score.Key, score.Value)]), 1..);
        }

        Decisions.WriteNotices(screen, [.. result.Notices.Except(result.Evaluation?.Notices ?? []).Where(notice => notice.Severity == Severity.Warning)]);
    }

    // Networks that failed are in the course, but not in the model; then the recipes of the others cannot be told by their number.
    private static string RecipeOf(TableTraining result, EnsembleTraining ensemble, int network) =>
        ensemble.Members.Count == result.Model.Members.Count ? result.Model.Members[network].Recipe ?? "" : "";

    /// <summary>A network: its number, its share, and its epochs or why there are none.</summary>
    public static string[] Row((int Index, MemberTraining Item) network) => network.Item is { History: { } history } member
        ? [$"{network.Index + 1}", $"{member.Weight:0.000}", $"{history.Epochs.Count}", $"{history.BestEpoch}"]
        : [$"{network.Index + 1}", "0", "failed", ""];
}
