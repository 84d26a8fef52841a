using System.Text.Json;
using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>What is said about scores: beaten by a guess, classes that are not found, rows that training has as well, variants that chance may have ordered.</summary>
public sealed class DoubtfulScoresTests : IDisposable
{
    private static readonly TableOptions s_one = new() { Layers = [], Epochs = 1, TestFraction = 0 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0.46, 0.44, 0.5, true, true)]
    [InlineData(0.46, 0.44, 0.1, true, false)]
    [InlineData(0.43, 0.44, 0.5, false, false)]
    public void WorseThanTheBaselineIsAWarning(double own, double guess, double training, bool warns, bool hasRemedies)
    {
        Notice[] notices = [.. EvaluationNotices.OfBaselines(Scores("logLoss", own), [new Baseline("prior", "", Scores("logLoss", guess))], new FitSkill(training), FitDiagnosis.Of(Calm, new FitSkill(training)))];
        Assert.Equal(warns, notices.Length == 1 && notices[0].Severity == Severity.Warning);
        Assert.Equal(hasRemedies, notices.Length == 1 && notices[0].Remedies.Select(remedy => remedy.Setting).SequenceEqual(["ValidationFraction", "Regularizer", "HiddenLayers", "HiddenLayers"]));
    }

    [Fact]
    public void NumbersMustBeatTheMeanOrTheMedianByItsOwnMeasure()
    {
        Baseline[] guesses = [new("mean", "", new Dictionary<string, double> { ["rmse"] = 3, ["mae"] = 2 }), new("median", "", new Dictionary<string, double> { ["rmse"] = 3.2, ["mae"] = 1.8 })];
        Assert.Empty(EvaluationNotices.OfBaselines(new Dictionary<string, double> { ["rmse"] = 3.1, ["mae"] = 1.7 }, guesses, skill: null));
        Message.Mentions(Assert.Single(EvaluationNotices.OfBaselines(new Dictionary<string, double> { ["rmse"] = 3.1, ["mae"] = 1.9 }, guesses, skill: null)).Text, "RMSE 3.1000 against 3.0000", "mean", "MAE 1.9000 against 1.8000", "median");
    }

    [Fact]
    public void BalancedTrainingIsNotBlamedForItsProbabilities()
    {
        Dictionary<string, double> own = new() { ["logLoss"] = 0.6, ["balancedAccuracy"] = 0.7 }, guess = new() { ["logLoss"] = 0.4, ["balancedAccuracy"] = 0.5 };
        Assert.Empty(EvaluationNotices.OfBaselines(own, [new Baseline("prior", "", guess)], new FitSkill(0.5) { IsWeighted = true }));
        Assert.Single(EvaluationNotices.OfBaselines(own, [new Baseline("prior", "", guess)], new FitSkill(0.5)));
    }

    [Fact]
    public void EveryClassThatIsNotFoundIsNamed()
    {
        ClassReport[] classes = [new("a", 0.5, 0.9, 0.6, 80, 95), new("b", 0, 0, 0, 5, 0), new("c", 0, 0, 0, 6, 0), new("d", 0, 0, 0, 9, 4), new("e", 0, 0, 0, 0, 1), new("f", 0, 0, 0, 0, 0)];
        Assert.Collection(
            EvaluationNotices.OfClasses(classes, Judged(TaskKind.Multiclass), skill: null),
            notice => Check(notice, nameof(TableOptions.BalanceClasses), "\"b\"", "\"c\"", "never predicted"),
            notice => Check(notice, nameof(TableOptions.BalanceClasses), "\"d\"", "never correctly"),
            notice => Check(notice, null, "\"e\"", "no row here", "but is predicted"),
            notice => Check(notice, null, "\"f\"", "no row here", "not predicted"));
        Assert.DoesNotContain("BalanceClasses", $"{EvaluationNotices.OfClasses(classes, Judged(TaskKind.Multiclass), new FitSkill(0.5) { IsWeighted = true })[0]}", StringComparison.Ordinal);
        ClassReport[] seldom = [new("no", 0.9, 0.99, 0.9, 900, 997), new("yes", 1, 0.03, 0.1, 90, 3)];
        Notice hint = Assert.Single(EvaluationNotices.OfClasses(seldom, Judged(TaskKind.Binary), skill: null));
        Message.Mentions(hint.Text, "\"yes\"", "hardly ever predicted");
        Assert.Equal([nameof(TableOptions.BalanceClasses), "Threshold"], hint.Remedies.Select(remedy => remedy.Setting));
        Assert.Equal(["Threshold"], EvaluationNotices.OfClasses(seldom, Judged(TaskKind.Binary), new FitSkill(0.5) { IsWeighted = true })[0].Remedies.Select(remedy => remedy.Setting));

        static void Check(Notice notice, string? setting, params ReadOnlySpan<string> parts)
        {
            Assert.Equal(Severity.Warning, notice.Severity);
            Assert.Equal(setting, notice.Remedies.SingleOrDefault()?.Setting);
            Message.Mentions(notice.Text, parts);
        }
    }

    [Fact]
    public void TheToolNamesOptionsAndTheLabelThatIsMeant()
    {
        string rare = folder.Write("rare.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{i % 7},{(i % 20 == 0 ? "yes" : "no")}\n")));
        string output = ToolRun.Of("train", rare, "--target", "y", "--epochs", "3", "--out", folder["rare"]).EndsWith(0).Output;
        Assert.Contains("never predicted", output, StringComparison.Ordinal);
        Assert.Contains("(--balance, or --threshold)", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Scores per class; positive class \"yes\"", output, StringComparison.Ordinal);
        // What the verb has not, another training has.
        Assert.Contains("(descent train --balance, or --threshold)", ToolRun.Of("evaluate", folder["rare"], rare).EndsWith(0).Output.ReplaceLineEndings(" ").Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        string two = folder.Write("two.csv", "a,Sex,Smoker\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},{(i % 2 == 0 ? "male" : "female")},{(i % 3 == 0 ? "yes" : "no")}\n")));
        Assert.Contains("\nSex = male ", ToolRun.Of("train", two, "--target", "Sex,Smoker", "--epochs", "2", "--out", folder["two"]).EndsWith(0).Output, StringComparison.Ordinal);
        JsonElement of = ToolRun.Of("evaluate", folder["two"], two, "--json").EndsWith(0).Json().GetProperty("classes")[0];
        Assert.Equal(("Sex", "male"), (of.GetProperty("label").GetString(), of.GetProperty("yes").GetString()));
        Assert.Contains("Sex = male", File.ReadAllText(folder["two/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void RowsThatFoldsShareAreToldOnce()
    {
        string data = folder.Write("twice.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i % 40},{(i % 40) * 0.5}\n"))));
        ToolRun folds = ToolRun.Of("train", data, "--target", "y", "--cv", "5", "--epochs", "2").EndsWith(0);
        Assert.Single(folds.Output.Split('\n'), line => line.Contains("equal to a row of another fold", StringComparison.Ordinal));
        Assert.Contains("±: standard deviation over the 5 folds", folds.Output, StringComparison.Ordinal);
        JsonElement[] notices = [.. ToolRun.Of("train", data, "--target", "y", "--cv", "5", "--epochs", "2", "--json").EndsWith(0).Json().GetProperty("notices").EnumerateArray()];
        Assert.Single(notices, notice => notice.GetProperty("text").GetString()!.Contains("equal to a row of another fold", StringComparison.Ordinal));
        // What is true of the first fold alone is not said of all.
        Assert.DoesNotContain(notices, notice => notice.GetProperty("text").GetString()!.Contains("the scores without these rows", StringComparison.Ordinal));
        Assert.Contains("equal to a training row", ToolRun.Of("compare", data, "--target", "y", "--vary", "epochs=1,2", "--seeds", "2").EndsWith(0).Output, StringComparison.Ordinal);
        string curve = ToolRun.Of("learning-curve", data, "--target", "y", "--epochs", "2", "--cv", "3", "--sizes", "50,100").EndsWith(0).Output;
        Assert.Contains("equal to a row of another fold", curve, StringComparison.Ordinal);
        Assert.Matches(@"\n *baseline mean +[-0-9.e]+\n", curve);
    }

    [Fact]
    public void BesideNewRowsStandTheBaselinesOfNewRows()
    {
        string data = folder.Write("train.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i}.5\n"))), test = folder.Write("test.csv", "a,y\n" + string.Concat(Enumerable.Range(40, 40).Select(i => $"{i},{i}.5\n")));
        ToolRun.Of("train", data, "--target", "y", "--epochs", "2", "--test-fraction", "0", "--out", folder["run"]).EndsWith(0);
        JsonElement json = ToolRun.Of("evaluate", folder["run"], test, "--json").EndsWith(0).Json();
        // Of the 20 new rows, 60.5 to 79.5, the mean of the training rows, 30, is 40 off.
        Assert.Equal(40, json.GetProperty("baselinesOfNewRows").GetProperty("mean").GetProperty("mae").GetDouble(), 0.01);
        Assert.Equal(30, json.GetProperty("baselines").GetProperty("mean").GetProperty("mae").GetDouble(), 0.01);
        Assert.Matches(@"score +all rows +mean +median +new rows +mean +median\n", ToolRun.Of("evaluate", folder["run"], test).EndsWith(0).Output);
    }

    [Fact]
    public void VariantsThatFoldsDoNotSeparateAreMarked()
    {
        VariantResult Made(string name, params double[] r2) => new(new(name, s_one), [.. r2.Select((value, fold) => new VariantRun(1, fold + 1, [], 1, 0, Scores("r2", value), Failure: null) { TrainRows = 2, Judged = (1, 0) })]);
        VariantResult best = Made("best", 0.90, 0.80, 0.85), near = Made("near", 0.88, 0.83, 0.82), always = Made("always", 0.89, 0.79, 0.84);
        Comparison comparison = new([always, best, near], [new R2()]);
        Assert.Equal("best", comparison.Best!.Variant.Name);
        // "always" is worse by the same in every fold, which leaves no variance to test with.
        Assert.Equal(["near", "always"], comparison.NotSeparated.Select(result => result.Variant.Name));
        Assert.Equal((-0.01, 0, 3), (Math.Round(comparison.Difference(always).Mean, 12), Math.Round(comparison.Difference(always).StandardError, 12), comparison.Difference(always).Pairs));
        Assert.Contains("no clear winner", ToolRun.Of("compare", ToolRun.Iris, "--target", "species", "--vary", "epochs=39,40").EndsWith(0).Output, StringComparison.Ordinal);
    }

    /// <summary>Quantiles of Student's t as scipy.stats.t.ppf(0.975, n − 1) has them.</summary>
    [Theory]
    [InlineData(2, 12.706)]
    [InlineData(3, 4.303)]
    [InlineData(30, 2.045)]
    public void ThePairedTestIsStudents(int pairs, double quantile)
    {
        // Differences m ± d in equal numbers (with one m between them if they are odd): a standard error that is known.
        double[] spread = [.. Enumerable.Range(0, pairs).Select(i => pairs % 2 == 1 && i == 0 ? 0 : i % 2 == 0 ? 1.0 : -1)];
        double error = PairedDifference.Of(spread, 0).StandardError;
        Assert.Equal(Sample.MeanAndError(spread).StandardError, error, 1e-15);
        Assert.True(PairedDifference.Of([.. spread.Select(d => d + (1.001 * quantile * error))], 0).IsSignificant);
        Assert.False(PairedDifference.Of([.. spread.Select(d => d + (0.999 * quantile * error))], 0).IsSignificant);
    }

    /// <summary>Five folds: s² = 0.00025, so the standard error is √(0.00025·(1/5 + 1/4)). Student's test would find these differences significant, because √(0.00025/5)·2.776 is below the mean.</summary>
    [Fact]
    public void FoldsShareTrainingRowsAndSoCountForLess()
    {
        PairedDifference difference = PairedDifference.Of([0.02, 0.01, 0.03, 0.00, 0.04], 0.25);
        Assert.Equal((0.02, 0.0106066, 5), (Math.Round(difference.Mean, 12), Math.Round(difference.StandardError, 7), difference.Pairs));
        Assert.False(difference.IsSignificant);
        Assert.True(PairedDifference.Of([0.02, 0.01, 0.03, 0.00, 0.04], 0).IsSignificant);
        Assert.False(PairedDifference.Of([1], 0).IsSignificant);

        // Without variance there is nothing to test with; 0.3 - 0.1 is not 0.2 to the last bit.
        Assert.False(PairedDifference.Of([0.2, 0.2], 1).IsSignificant);
        Assert.False(PairedDifference.Of([0.2, 0.3 - 0.1, 0.2], 0.5).IsSignificant);
    }

    [Theory]
    [InlineData("rocAuc")]
    [InlineData("roc_auc")]
    public void MetricsAreKnownInBothSpellings(string name)
    {
        string[] common = [ToolRun.Iris, "--target", "species", "--epochs", "2"];
        string output = ToolRun.Of(["learning-curve", .. common, "--score", name, "--cv", "2", "--sizes", "50,100"]).EndsWith(0).Output;
        Assert.Contains("roc_auc", output, StringComparison.Ordinal);
        Assert.DoesNotContain("rocAuc", output, StringComparison.Ordinal);
        ToolRun run = ToolRun.Of(["train", .. common, "--metric", name, "--until", $"{name}=2", "--validation-fraction", "0.2", "--cv", "2"]);
        Assert.DoesNotContain("rocAuc", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no metric", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void WorseProbabilitiesMayDecideBetter()
    {
        Dictionary<string, double> own = new() { ["accuracy"] = 0.9, ["rocAuc"] = 0.8, ["logLoss"] = 0.456 }, guess = new() { ["accuracy"] = 0.85, ["rocAuc"] = 0.5, ["logLoss"] = 0.4395 };
        FitDiagnosis fit = FitDiagnosis.Of(Calm, new FitSkill(0.9, 0.5, 0.01));
        Notice notice = Assert.Single(EvaluationNotices.OfBaselines(own, [new Baseline("prior", "", guess)], new FitSkill(0.9), fit));
        Message.Mentions(notice.Text, "baseline", "log loss 0.4560 against 0.4395", "accuracy 0.9000 against 0.8500", "ROC AUC 0.8000 against 0.5000");

        // The same remedies as after the verdict.
        Assert.Equal(fit.Advice.SelectMany(advice => advice.Remedies), notice.Remedies);
        own["accuracy"] = own["rocAuc"] = 0.4;
        string worse = Assert.Single(EvaluationNotices.OfBaselines(own, [new Baseline("prior", "", guess)], new FitSkill(0.9), fit)).Text;
        Message.Mentions(worse, "baseline", "log loss 0.4560 against 0.4395");
        Assert.DoesNotContain("accuracy", worse, StringComparison.Ordinal);
    }

    private static History Calm => new([.. Enumerable.Range(1, 100).Select(e => new EpochRecord(e, Math.Exp(-e / 8.0), null, 0.001, 0.1, new Dictionary<string, double>()))], 100, 1000, 1, 1, StopReason.Completed);

    private static Dictionary<string, double> Scores(string name, double value) => new(StringComparer.Ordinal) { [name] = value };

    private static TableEvaluation Judged(TaskKind task)
    {
        string[] labels = task == TaskKind.Binary ? ["no", "yes"] : ["a", "b", "c"];
        Table table = Table.Create(["x", "y"], [[.. Enumerable.Range(0, 30).Select(i => $"{i % 5}")], [.. Enumerable.Range(0, 30).Select(i => labels[i % labels.Length])]]);
        return TableTrainer.Train(table, ["y"], s_one with { Test = table }).Evaluation!;
    }

    /// <summary>With m of n rows in a class, the area under the curve of a model without skill has the standard error √((n + 1)/(12·m·(n − m))).</summary>
    [Fact]
    public void ADifferenceWithinAStandardErrorIsNotCalledBetter()
    {
        Dictionary<string, double> own = new() { ["logLoss"] = 0.8, ["rocAuc"] = 0.52, ["accuracy"] = 0.66 }, guess = new() { ["logLoss"] = 0.7, ["rocAuc"] = 0.5, ["accuracy"] = 0.6 };
        Baseline[] prior = [new("prior", "", guess)];
        string text = Assert.Single(EvaluationNotices.OfBaselines(own, prior, skill: null, errors: new Dictionary<string, double> { ["rocAuc"] = 0.03, ["accuracy"] = 0.05 })).Text;
        Message.Mentions(text, "but it is better by accuracy 0.6600 against 0.6000, and it is no better by ROC AUC 0.5200 against 0.5000 with a standard error of 0.0300");
        Assert.Contains("but it is better by accuracy 0.6600 against 0.6000 and ROC AUC 0.5200", Assert.Single(EvaluationNotices.OfBaselines(own, prior, skill: null)).Text, StringComparison.Ordinal);
        Assert.Equal(0.1 / Math.Sqrt(5), EvaluationNotices.ErrorsOf(new Dictionary<string, (double Mean, double Deviation)> { ["accuracy"] = (0.5, 0.1) }, 5)["accuracy"], 12);
    }

    [Fact]
    public void ALabelWithOneRowIsWarnedAboutOnce()
    {
        string data = folder.Write("single.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},{(i == 59 ? "only" : i % 2 == 0 ? "p" : "q")}\n")));
        string all = ToolRun.Of("train", data, "--target", "y", "--epochs", "2", "--out", folder["single"]).EndsWith(0) is var run ? run.Errors + run.Output : "";
        Assert.Single(all.ReplaceLineEndings(" ").Split("single row")[1..]);
    }
}
