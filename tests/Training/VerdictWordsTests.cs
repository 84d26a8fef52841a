using System.Text.Json;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>What a verdict says, and what it advises, in every case that a reader may take wrongly.</summary>
public sealed class VerdictWordsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Validation rows chose the epoch, so they are not unseen rows.</summary>
    [Fact]
    public void ValidationRowsAreNotCalledUnseen()
    {
        string[] train = ["train", ToolRun.Iris, "--target", "species", "--validation-fraction", "0.2", "--out", folder["run"], "--force"];
        string chosen = Flat(ToolRun.Of([.. train, "--test-fraction", "0"]).EndsWith(0).Output), held = Flat(ToolRun.Of(train).EndsWith(0).Output);
        Assert.Contains("which also chose the epoch, so this is slightly optimistic", chosen, StringComparison.Ordinal);
        Assert.DoesNotContain("in rows it never saw", chosen, StringComparison.Ordinal);
        Assert.Contains("in rows it never saw", held, StringComparison.Ordinal);
        Assert.DoesNotContain("also chose the epoch", held, StringComparison.Ordinal);
        Message.Mentions(FitDiagnosis.Of(Course(), new FitSkill(0.9, 0.88, 0.02) { UnseenChoseEpoch = true }).Reason, "90 %", "88 %", "validation rows", "standard error 2 %", "chose the epoch");
    }

    [Fact]
    public void EarlyStoppingIsAdvisedFirstWhereItWasNotActiveAndElseNotAtAll()
    {
        FitSkill skill = new(0.95, 0.5, 0.01);
        History without = Course(), kept = Course(e => Math.Abs(e - 60) + 1), last = kept with { BestEpoch = 100 }, stopped = last with { Stop = StopReason.EarlyStopping };
        Assert.Equal("early stopping on validation rows", FitDiagnosis.Of(without, skill).Advice[0].Text);
        Assert.Equal("early stopping on validation rows", FitDiagnosis.Of(last, skill).Advice[0].Text);
        Assert.Equal("more training rows", FitDiagnosis.Of(kept, skill).Advice[0].Text);
        Assert.Equal("more training rows", FitDiagnosis.Of(stopped, skill).Advice[0].Text);
        Assert.DoesNotContain(FitDiagnosis.Of(kept, skill).Advice, advice => advice.Text.Contains("stopping", StringComparison.Ordinal));
    }

    [Fact]
    public void AWeightedSkillBelowNoneHasItsNumber()
    {
        FitDiagnosis fit = FitDiagnosis.Of(Course(), new FitSkill(-0.12, -0.2, 0.02) { IsWeighted = true, IsOfProbabilities = true });
        Message.Mentions(fit.Reason, "weighted by class", "constant prediction", "-12 %", "-20 %");
        Message.Mentions(FitDiagnosis.Of(Course(), new FitSkill(0.001) { IsWeighted = true, IsOfProbabilities = true }).Reason, "constant prediction", "(0 %");
    }

    [Theory]
    [InlineData(866, 0, "866 rows vary")]
    [InlineData(20, 8, "12 rows vary")]
    [InlineData(0, 0, "those rows vary")]
    public void AGapThatChanceExplainsIsNotBlamedOnFewRows(int kept, int repeated, string expected)
    {
        string reason = FitDiagnosis.Of(Course(), new FitSkill(0.9, 0.7, 0.3) { KeptRows = kept, RepeatedRows = repeated }).Reason;
        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("few", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void SharesAreNotRoundedUpToAllAndUnderfittingHasBoth()
    {
        Assert.StartsWith("It explains more than 99 % of", FitDiagnosis.Of(Course(), new FitSkill(0.9968, 0.99, 0.01)).Reason, StringComparison.Ordinal);
        Assert.StartsWith("It explains 100 % of", FitDiagnosis.Of(Course(), new FitSkill(1, 0.99, 0.01)).Reason, StringComparison.Ordinal);
        Message.Mentions(FitDiagnosis.Of(Course(), new FitSkill(0.2, 0.19, 0.02)).Reason, "only 20 %", "19 %", "standard error 2 %");
    }

    [Fact]
    public void ASkillOfClassesIsSaidNotToBeAccuracyOnce()
    {
        Outcome classes = new(OutcomeForm.Binary, (double[])[0, 1, 1, 0], (double[])[0.1, 0.8, 0.6, 0.3], 1), numbers = new(OutcomeForm.Regression, (double[])[1, 2], (double[])[1, 2.5], 1);
        Assert.True(FitSkill.Of(classes).IsOfProbabilities);
        Assert.False(FitSkill.Of(numbers).IsOfProbabilities);
        Assert.False(FitSkill.Of(new Outcome(OutcomeForm.Binary, classes.Targets, classes.Outputs, 1) { HasProbabilities = false }).IsOfProbabilities);
        string output = Flat(ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", folder["run"]).EndsWith(0).Output);
        Assert.Single(output.Split("(Brier skill, not accuracy: descent explain fit)")[1..]);
    }

    [Fact]
    public void TheAdviceOnUndecidedFollowsItsCauses()
    {
        string output = Flat(ToolRun.Of("explain", "undecided").EndsWith(0).Output);
        Message.Mentions(output, "If chance could explain the gap", "(--cv)", "more unseen rows (--test-fraction)");
        Assert.Contains("If there are no unseen rows, try: some rows held out", output, StringComparison.Ordinal);
        JsonElement verdict = ToolRun.Of("explain", "undecided", "--json").EndsWith(0).Json().GetProperty("verdicts")[0];
        Assert.Equal(3, verdict.GetProperty("advice").GetArrayLength());
    }

    private static string Flat(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\s+", " ");

    private static History Course(Func<int, double>? validation = null)
    {
        EpochRecord[] records = [.. Enumerable.Range(1, 100).Select(e => new EpochRecord(e, Math.Exp(-e / 8.0), validation?.Invoke(e), 0.001, 0.1, new Dictionary<string, double>()))];
        return new History(records, validation is null ? 100 : records.MinBy(r => r.ValidationLoss)!.Epoch, 1000, 1, 1, StopReason.Completed);
    }
}
