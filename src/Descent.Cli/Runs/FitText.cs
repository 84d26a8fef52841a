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
        screen.Line($"Fit: {Word(fit.Verdict)}{share} {fit.Reason}", isGood || fit.Verdict == FitVerdict.Undecided ? Ink.Plain : Ink.Yellow, indent: 2);
        if (fit.Advice.Count > 0)
        {
            screen.Line($"Try: {string.Join("; ", fit.Advice)}.", indent: 2);
        }
    }

    /// <summary>The member <c>diagnosis</c>.</summary>
    public static void Write(Utf8JsonWriter json, FitDiagnosis fit)
    {
        json.WriteStartObject("diagnosis");
        json.WriteString("verdict", JsonNamingPolicy.CamelCase.ConvertName($"{fit.Verdict}"));
        json.WriteString("reason", fit.Reason);
        json.WriteTexts("advice", fit.Advice);
        json.WriteMeasures("evidence", fit.Evidence.Select(number => KeyValuePair.Create(number.Name, number.Value)));
        json.WriteEndObject();
    }

    /// <summary>Verdict, advice and every number, for a list of names and values.</summary>
    public static IReadOnlyList<LabelValue> Facts(IReadOnlyList<TableTraining> trainings)
    {
        FitDiagnosis fit = Commonest(trainings, out string share);
        return
        [
            new("Verdict", $"{Word(fit.Verdict)}{share} {fit.Reason}"),
            .. fit.Advice.Count > 0 ? [new LabelValue("What to try", string.Join("; ", fit.Advice))] : Array.Empty<LabelValue>(),
            .. fit.Evidence.Select(number => new LabelValue(Markup.Number(number.Value), number.Meaning)),
        ];
    }

    private static FitDiagnosis Commonest(IReadOnlyList<TableTraining> trainings, out string share)
    {
        IGrouping<FitVerdict, FitDiagnosis> most = trainings.Select(training => training.Diagnosis).GroupBy(fit => fit.Verdict).MaxBy(group => group.Count())!;
        share = trainings.Count > 1 ? $" in {most.Count()} of {trainings.Count} folds. For example:" : ".";
        return most.First();
    }

    private static string Word(FitVerdict verdict) => verdict switch
    {
        FitVerdict.StillImproving => "stopped too early",
        _ => $"{verdict}".ToLowerInvariant(),
    };
}
