using Descent.Cli;
using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>Which rows a verdict may rest on: none that training has as well, and not too few.</summary>
public sealed class FitRowsTests
{
    private static readonly TableOptions s_fast = new() { Layers = [4], Epochs = 20, Regularizer = null };

    [Fact]
    public void RepeatedRowsAreNotUnseen()
    {
        // Noise that only memory can know: what looks explained among the repeated rows is not among the others.
        Table train = Noise(0, 60), test = Joined(Noise(0, 40), Noise(100, 30));
        TableTraining both = TableTrainer.Train(train, ["y"], s_fast with { Test = test }), fresh = TableTrainer.Train(train, ["y"], s_fast with { Test = Noise(100, 30) });
        Assert.Equal((fresh.Skill!.Unseen, fresh.Skill.UnseenDeviation), (both.Skill!.Unseen, both.Skill.UnseenDeviation));
        Assert.Equal((70, 40), (both.Skill.KeptRows, both.Skill.RepeatedRows));
        Assert.Equal(fresh.Diagnosis.Verdict, both.Diagnosis.Verdict);
        Assert.Contains("40 of 70 rows held out for this are left out", FitDiagnosis.Of(Falling, both.Skill with { Training = 0.9, Unseen = 0.5 }).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ValidationRowsThatTrainingHasAreNotUnseenEither()
    {
        Table twice = Joined(Noise(0, 50), Noise(0, 50));
        TableTraining training = TableTrainer.Train(twice, ["y"], s_fast with { TestFraction = 0, ValidationFraction = 0.4 });
        Assert.Equal(40, training.Skill!.KeptRows);
        Assert.True(training.Skill.RepeatedRows > 10);
        TableTraining all = TableTrainer.Train(Noise(0, 50), ["y"], s_fast with { Test = Noise(0, 30) });
        Assert.Null(all.Skill!.Unseen);
        Message.Mentions(Reason(all), "30 rows held out", "none", "too few");
    }

    [Theory]
    [InlineData(1, "Only 1 row was held out from training: too few")]
    [InlineData(9, "Only 9 rows were held out from training: too few")]
    public void FewRowsGiveNoVerdict(int rows, string expected)
    {
        TableTraining training = TableTrainer.Train(Noise(0, 60), ["y"], s_fast with { Test = Noise(100, rows) });
        Assert.Null(training.Skill!.Unseen);
        Assert.Contains(expected, Reason(training), StringComparison.Ordinal);
        Assert.NotNull(TableTrainer.Train(Noise(0, 60), ["y"], s_fast with { Test = Noise(100, FitDiagnosis.FewestRows) }).Skill!.Unseen);
    }

    [Fact]
    public void AStandardErrorThatIsUnknownMakesNoGoodVerdict()
    {
        FitDiagnosis fit = FitDiagnosis.Of(Falling, new FitSkill(0.9, 0.89, double.PositiveInfinity));
        Assert.Equal(FitVerdict.Undecided, fit.Verdict);
        Assert.DoesNotContain("±", fit.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown share", fit.Reason, StringComparison.Ordinal);
        Assert.Contains("(standard error 1 %)", FitDiagnosis.Of(Falling, new FitSkill(0.99, 0.98, 0.01)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightedSkillsAreBothCalledWeighted() =>
        Message.Mentions(FitDiagnosis.Of(Falling, new FitSkill(0.9, 0.85, 0.02) { IsWeighted = true }).Reason, "90 %", "weighted as in training", "85 %", "weighted likewise");

    [Fact]
    public void EveryAdviceOfSettingsNamesAnOption()
    {
        FitAdvice[] advice =
        [
            .. FitDiagnosis.Of(Falling, new FitSkill(0.95, 0.5, 0.01)).Advice, .. FitDiagnosis.Of(Falling, new FitSkill(0.1, 0.1, 0.01)).Advice,
            .. FitDiagnosis.Of(Falling, new FitSkill(0.9, 0.7, 0.3)).Advice, .. FitDiagnosis.Of(Falling with { Stop = StopReason.Diverged }).Advice,
        ];
        string text = string.Join('\n', advice.Select(one => RemedyText.Of(one.Remedies)));
        foreach (string option in (string[])["--l2", "--layers 64,relu,dropout:0.2", "--validation-fraction", "--cv", "--test-fraction", "--learning-rate", "--clip", "descent find-learning-rate"])
        {
            Assert.Contains(option, text, StringComparison.Ordinal);
        }

        Assert.Equal("a stronger penalty (Regularizer)", $"{new FitAdvice("a stronger penalty", new Remedy("Regularizer"))}");
        Assert.Equal(0, ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "64,relu,dropout:0.2", "--epochs", "1", "--cv", "2").ExitCode);
    }

    [Fact]
    public void OfSeveralFoldsTheOthersAreNamedToo()
    {
        // Folds of seven or eight rows say nothing, and need no advice to cross-validate.
        string[] folds = ["train", ToolRun.Iris, "--target", "species", "--cv", "20", "--epochs", "60"];
        string output = ToolRun.Of(folds).EndsWith(0).Output, json = ToolRun.Of([.. folds, "--json"]).EndsWith(0).Output;
        Assert.Matches(@"Fit: undecided in \d+ of 20 folds(, [a-z ]+ in \d+)*\. Fold \d+, for example: ", output);
        Assert.Contains("rows were held out from training: too few", output, StringComparison.Ordinal);
        Assert.DoesNotContain("a cross-validation", output + json, StringComparison.Ordinal);
        Assert.DoesNotContain("--test-fraction", output + json, StringComparison.Ordinal);
        // Of folds that differ, all verdicts are counted.
        using TemporaryFolder folder = new();
        string few = folder.Write("few.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{2 * i}\n")));
        Assert.Matches(@"Fit: .* in \d of 5 folds.*Fold \d, for example:", ToolRun.Of("train", few, "--target", "y", "--task", "regression", "--cv", "5", "--epochs", "3").EndsWith(0).Output.ReplaceLineEndings(" "));
    }

    private static History Falling => new([.. Enumerable.Range(1, 100).Select(e => new EpochRecord(e, Math.Exp(-e / 8.0), null, 0.001, 0.1, new Dictionary<string, double>()))], 100, 1000, 1, 1, StopReason.Completed);

    private static string Reason(TableTraining training) => FitDiagnosis.Of(Falling, training.Skill! with { Training = 0.9 }).Reason;

    private static Table Noise(int from, int rows) => Table.Create(["a", "b", "y"],
    [
        [.. Enumerable.Range(from, rows).Select(i => FormattableString.Invariant($"{Math.Sin(i * 12.9898):F4}"))],
        [.. Enumerable.Range(from, rows).Select(i => FormattableString.Invariant($"{Math.Sin(i * 78.233):F4}"))],
        [.. Enumerable.Range(from, rows).Select(i => FormattableString.Invariant($"{Math.Sin(i * 12.9898) + Math.Sin(i * 45.164):F4}"))],
    ]);

    private static Table Joined(Table first, Table second) => Table.Create(first.Columns, [.. first.Columns.Select(column => (IReadOnlyList<string>)
        [.. Enumerable.Range(0, first.Rows).Select(row => first[row, column]), .. Enumerable.Range(0, second.Rows).Select(row => second[row, column])])]);
}
