using System.Globalization;
using Descent.Data;
using Descent.Metrics;

namespace Descent.Training;

/// <summary>What is doubtful about scores, in words.</summary>
internal static class EvaluationNotices
{
    private const int MostNamed = 8;
    private const double ManySeen = 0.05;

    /// <summary>Labels never predicted, without rows, or never seen, and rows that training has seen.</summary>
    public static IReadOnlyList<Notice> Of(TableEvaluation evaluation, bool isComplete = true)
    {
        List<Notice> notices = [];
        ClassReport[] known = [.. evaluation.Classes.Where(c => c.Label != TableEvaluation.OtherLabels)];
        string what = evaluation.Confusion is null ? "target" : "class";
        Add(notices, [.. known.Where(c => c.Predicted == 0 && c.Rows > 0)], what, "is never predicted", "are never predicted", "its recall is 0", "their recall is 0");
        Add(notices, [.. known.Where(c => c.Rows == 0)], what, "has no row here", "have no row here", "nothing is known about it, and its recall and average precision count as 0", "nothing is known about them, and their recall and average precision count as 0");
        if (evaluation.UnknownLabels.Count > 0)
        {
            int rows = evaluation.UnknownLabels.Values.Sum();
            notices.Add(Notice.Warning(string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} of {evaluation.Outcome.Rows:#,0} rows {(rows == 1 ? "has a label" : "have labels")} that training never saw: {Names([.. evaluation.UnknownLabels.Keys])}. {(rows == 1 ? "It counts" : "They count")} as wrong."), new Remedy(nameof(TableOptions.Strict))));
        }

        if (evaluation.RowsSeenInTraining is > 0 and int seen)
        {
            int rows = evaluation.Outcome.Rows;
            string text = string.Create(CultureInfo.InvariantCulture, $"{(isComplete ? "" : "At least ")}{seen:#,0} of {rows:#,0} rows {(seen == 1 ? "is" : "are")} equal to a training row in every column that the model uses; {(evaluation.Unseen is null ? "no row is new, so these scores say nothing about new rows" : "the scores without them say more about new rows")}.");
            notices.Add(seen >= ManySeen * rows ? Notice.Warning(text) : Notice.Information(text));
        }

        return notices;
    }

    private static void Add(List<Notice> notices, ClassReport[] classes, string what, string one, string several, string then, string thens)
    {
        if (classes.Length > 0)
        {
            bool isOne = classes.Length == 1;
            string plural = what == "class" ? "classes" : $"{what}s";
            notices.Add(Notice.Warning($"{(isOne ? $"The {what}" : $"The {plural}")} {Names([.. classes.Select(c => c.Label)])} {(isOne ? one : several)}: {(isOne ? then : thens)}."));
        }
    }

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed).Select(name => $"\"{name}\"")) + (names.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNamed:#,0} more") : "");
}
