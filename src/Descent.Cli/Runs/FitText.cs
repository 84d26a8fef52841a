namespace Descent.Cli.Runs;

/// <summary>Writes whether a model over- or underfits, on the screen and for the report.</summary>
internal static class FitText
{
    /// <summary>Writes a line for the verdict and one for the advice; of several folds, the most frequent verdict.</summary>
    /// <param name="screen">The screen.</param>
    /// <param name="trainings">One, or those of the folds.</param>
    /// <param name="hasTestTable">Whether the rows for the scores are those of <c>--test</c>.</param>
    /// <param name="isAdvised">Whether the advice is written; it is not where the doctor knows the cause.</param>
    public static void Write(Screen screen, IReadOnlyList<TableTraining> trainings, bool hasTestTable = false, bool isAdvised = true)
    {
        FitDiagnosis fit = MostFrequent(trainings, out string share);
        bool isGood = fit.Verdict == FitVerdict.Good;
        screen.Line($"Fit: {Sentence(fit, share)}", isGood || fit.Verdict == FitVerdict.Undecided ? Ink.Plain : Ink.Yellow, indent: 2);
        string[] tries = Tries(fit, screen.Options, trainings.Count > 1, hasTestTable);
        screen.Line(isAdvised && tries.Length > 0 ? $"Try: {string.Join("; ", tries)}." : null, indent: 2);
    }

    /// <summary>Verdict and advice, for a list of names and values.</summary>
    public static IReadOnlyList<LabelValue> Facts(IReadOnlyList<TableTraining> trainings, bool hasTestTable = false)
    {
        FitDiagnosis fit = MostFrequent(trainings, out string share);
        string[] tries = Tries(fit, options: null, trainings.Count > 1, hasTestTable);
        return
        [
            new("Verdict", Sentence(fit, share)),
            .. tries.Length > 0 ? [new LabelValue("What to try", string.Join("; ", tries))] : Array.Empty<LabelValue>(),
            .. fit.Evidence.Any(number => number.Name == "trainingSkill") ? [new LabelValue("Skill", $"the share of the variation in the targets that the model explains: 1 is perfect, 0 as good as one constant answer{(trainings[0].Skill is { IsOfProbabilities: true } ? $" ({FitSkill.OfProbabilities})" : "")}")] : Array.Empty<LabelValue>(),
        ];
    }

    /// <summary>Every number on which the verdict is based: its meaning, its value and its limit.</summary>
    public static IReadOnlyList<string[]> Numbers(IReadOnlyList<TableTraining> trainings) =>
        [.. MostFrequent(trainings, out _).Evidence.Select(number => new[] { Capital(number.Meaning), Markup.Number(number.Value), number.Limit ?? "" })];

    /// <summary>The advice with the options that follow it. A cross-validation is advised neither to be one nor to keep a test part; more rows of a test table are a matter of that table.</summary>
    public static string[] Tries(FitDiagnosis fit, IReadOnlySet<string>? options, bool isFold, bool hasTestTable = false) => [.. fit.Advice
        .Where(advice => !isFold || !advice.Remedies.Any(remedy => remedy.Setting is nameof(TableTrainer.CrossValidate) or nameof(TableOptions.TestFraction)))
        .Select(advice => Text(advice, options))
        .Select(way => hasTestTable ? way.Replace("--test-fraction", "--test", StringComparison.Ordinal) : way)];

    /// <summary>Something to try, with the options that do it.</summary>
    public static string Text(FitAdvice advice, IReadOnlySet<string>? options = null) => RemedyText.Of(advice.Remedies, options) is { } way ? $"{advice.Text} ({way})" : advice.Text;

    /// <summary>What is usually tried after a verdict, for each of its causes; the cause is empty if there is only one.</summary>
    public static IReadOnlyList<(string Cause, string[] Tries)> Tries(FitVerdict verdict)
    {
        return verdict == FitVerdict.Undecided
            ? [("chance could explain the gap, or there are too few unseen rows", Of(new FitSkill(0) { KeptRows = 1 })), ("there are no unseen rows", Of(new FitSkill(0)))]
            : Of(skill: null) is { Length: > 0 } tries ? [("", tries)] : [];

        string[] Of(FitSkill? skill) => [.. FitAdvice.For(verdict, skill).Select(advice => Text(advice))];
    }

    public static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    /// <summary>The text, with the command that explains an uncommon skill.</summary>
    public static string Explained(string reason) => reason.Replace(FitSkill.OfProbabilities, $"{FitSkill.OfProbabilities}: descent explain {Explanations.Verdicts.All}", StringComparison.Ordinal);

    private static string Sentence(FitDiagnosis fit, string share)
    {
        string reason = Explained(fit.Reason);
        return share.EndsWith(':') ? $"{Words.Of(fit.Verdict)}{share} {char.ToLowerInvariant(reason[0])}{reason[1..]}" : $"{Words.Of(fit.Verdict)}{share} {reason}";
    }

    private static FitDiagnosis MostFrequent(IReadOnlyList<TableTraining> trainings, out string share)
    {
        IReadOnlyList<IGrouping<FitVerdict, TableTraining>> verdicts = CrossValidation.ByVerdict(trainings);
        TableTraining example = verdicts[0].First();
        int fold = trainings.Index().First(one => ReferenceEquals(one.Item, example)).Index + 1;
        string others = string.Concat(verdicts.Skip(1).Select(group => $", {Words.Of(group.Key)} in {group.Count()}"));
        share = trainings.Count > 1 ? $" in {verdicts[0].Count()} of {trainings.Count} folds{others}. Fold {fold}, for example:" : ".";
        return example.Diagnosis;
    }
}
