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
        string[][] rows = [.. Rows(result, ensemble)];
        screen.Table(Heads(ensemble), rows.Take(MostShown), ensemble.Method is StackingEnsemble ? 2.. : 0..);
        screen.Line(rows.Length > MostShown ? $"… and {rows.Length - MostShown} more" : null, indent: 2);
        if (result.Model.Combination is StackCombination stack)
        {
            ModelInspection.WriteStack(screen, result.Model, stack);
        }

        if (ensemble.OutOfBag is { } scores)
        {
            screen.Heading($"Out-of-bag scores: {OutOfBag(result, ensemble)}");
            screen.Table(["score", "value"], scores.Select(score => (string[])[StandardMetrics.NameOf(score.Key), Judgement.Number(score.Key, score.Value)]), 1..);
        }

        Decisions.WriteNotices(screen, [.. result.Notices.Except(result.Evaluation?.Notices ?? []).Where(notice => notice.Severity == Severity.Warning)]);
    }

    /// <summary>The rows of the out-of-bag scores, and why there are fewer than training rows.</summary>
    public static string OutOfBag(TableTraining result, EnsembleTraining ensemble)
    {
        int others = result.TrainRows - ensemble.OutOfBagRows;
        return $"{Wording.Count(ensemble.OutOfBagRows, "training row")}, each predicted by the networks for which it was not drawn{(others > 0 ? $" ({(others == 1 ? "1 more was" : $"{others:#,0} more were")} drawn for every network)" : "")}";
    }

    /// <summary>The heads of <see cref="Rows"/>. In a stack, the linear model weighs recipes instead of networks.</summary>
    public static string[] Heads(EnsembleTraining ensemble) => ["network", ensemble.Method is StackingEnsemble ? "recipe" : "weight", "epochs", "best epoch"];

    /// <summary>The networks: the number, the share or, in a stack, the recipe, and the epochs or why there are none. Neighbors with the same values share a row.</summary>
    public static IEnumerable<string[]> Rows(TableTraining result, EnsembleTraining ensemble)
    {
        List<string[]> rows = [];
        foreach (string[] row in Each(result, ensemble))
        {
            if (rows.Count > 0 && row.AsSpan(1).SequenceEqual(rows[^1].AsSpan(1)))
            {
                rows[^1][0] = $"{rows[^1][0].Split('–')[0]}–{row[0]}";
            }
            else
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static IEnumerable<string[]> Each(TableTraining result, EnsembleTraining ensemble)
    {
        // Networks that were not trained are in the course, but not in the model; then the recipes of the others cannot be told by their numbers.
        bool areAll = ensemble.Members.Count == result.Model.Members.Count;
        return ensemble.Members.Select((member, i) => (string[])
        [
            $"{i + 1}",
            ensemble.Method is StackingEnsemble ? areAll ? result.Model.Members[i].Recipe ?? "" : "" : member.History is null ? "0" : $"{member.Weight:0.000}",
            .. member.History is { } history ? [$"{history.Epochs.Count}", $"{history.BestEpoch}"] : (string[])["failed", ""],
        ]);
    }
}
