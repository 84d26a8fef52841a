using System.Globalization;
using System.Text.Json;
using Descent.Cli.Reports;
using Descent.Cli.Screens;
using Descent.Training;

namespace Descent.Cli.Runs;

/// <summary>Writes whether a model over- or underfits: on the screen, in JSON and for the report.</summary>
internal static class FitText
{
    /// <summary>A line for the verdict and one for the advice; of several folds the commonest verdict.</summary>
    public static void Write(Screen screen, IReadOnlyList<TableTraining> trainings)
    {
        FitDiagnosis fit = Commonest(trainings, out string share);
        bool isGood = fit.Verdict == FitVerdict.Good;
        screen.Line($"Fit: {Words.Of(fit.Verdict)}{share} {fit.Reason}", isGood || fit.Verdict == FitVerdict.Undecided ? Ink.Plain : Ink.Yellow, indent: 2);
        if (Tries(fit, screen.Options, trainings.Count > 1) is { Length: > 0 } tries)
        {
            screen.Line($"Try: {string.Join("; ", tries)}.", indent: 2);
        }
    }

    /// <summary>The member <c>diagnosis</c>.</summary>
    public static void Write(Utf8JsonWriter json, FitDiagnosis fit, bool isFold = false)
    {
        json.WriteStartObject("diagnosis");
        json.WriteString("verdict", JsonNamingPolicy.CamelCase.ConvertName($"{fit.Verdict}"));
        json.WriteString("reason", fit.Reason);
        json.WriteTexts("advice", Tries(fit, options: null, isFold));
        json.WriteMeasures("evidence", fit.Evidence.Select(number => KeyValuePair.Create(number.Name, number.Value)));
        json.WriteEndObject();
    }

    /// <summary>Verdict, advice and every number, for a list of names and values.</summary>
    public static IReadOnlyList<LabelValue> Facts(IReadOnlyList<TableTraining> trainings)
    {
        FitDiagnosis fit = Commonest(trainings, out string share);
        string[] tries = Tries(fit, options: null, trainings.Count > 1);
        return
        [
            new("Verdict", $"{Words.Of(fit.Verdict)}{share} {fit.Reason}"),
            .. tries.Length > 0 ? [new LabelValue("What to try", string.Join("; ", tries))] : Array.Empty<LabelValue>(),
            .. fit.Evidence.Select(number => new LabelValue(Markup.Number(number.Value), number.Meaning)),
        ];
    }

    /// <summary>The advice with the options that follow it. A cross-validation is told neither to be one nor to keep a test part.</summary>
    private static string[] Tries(FitDiagnosis fit, IReadOnlySet<string>? options, bool isFold) => [.. fit.Advice
        .Where(advice => !isFold || !advice.Remedies.Any(remedy => remedy.Setting is nameof(TableTrainer.CrossValidate) or nameof(TableOptions.TestFraction)))
        .Select(advice => Text(advice, options))];

    private static string Text(FitAdvice advice, IReadOnlySet<string>? options = null) => RemedyText.Of(advice.Remedies, options) is { } way ? $"{advice.Text} ({way})" : advice.Text;

    /// <summary>What is usually tried after a verdict.</summary>
    public static string[] Tries(FitVerdict verdict) => [.. FitTries.For(verdict, new FitCourse(new History([], 0, 0, 0, 1, StopReason.Completed)), skill: null).Select(advice => Text(advice))];

    private static FitDiagnosis Commonest(IReadOnlyList<TableTraining> trainings, out string share)
    {
        IGrouping<FitVerdict, (int Fold, FitDiagnosis Fit)>[] verdicts = [.. trainings.Select((training, i) => (Fold: i + 1, Fit: training.Diagnosis)).GroupBy(fold => fold.Fit.Verdict).OrderByDescending(group => group.Count())];
        (int example, FitDiagnosis fit) = verdicts[0].First();
        string others = string.Concat(verdicts.Skip(1).Select(group => string.Create(CultureInfo.InvariantCulture, $", {Words.Of(group.Key)} in {group.Count()}")));
        share = trainings.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" in {verdicts[0].Count()} of {trainings.Count} folds{others}. Fold {example}, for example:") : ".";
        return fit;
    }
}
