using System.Text.Json;
using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>Verdicts on courses that were made to be what they are, by hand and by training.</summary>
public class FitDiagnosisTests
{
    private static readonly FitSkill s_good = new(0.9, 0.88, 0.02);

    [Fact]
    public void ACalmCourseThatHoldsForUnseenRowsIsGood()
    {
        FitDiagnosis fit = FitDiagnosis.Of(Course(100, e => Math.Exp(-e / 8.0)), s_good);
        Assert.Equal(FitVerdict.Good, fit.Verdict);
        Assert.Contains("90 %", fit.Reason, StringComparison.Ordinal);
        Assert.Contains("88 % in rows it never saw (standard error 2 %)", fit.Reason, StringComparison.Ordinal);
        Assert.Empty(fit.Advice);
    }

    // Twice the standard error of the gap is 2·√(d² + 0): a gap of 0.15 is explained by d = 0.08, not by 0.07.
    [Theory]
    [InlineData(0.95, 0.80, 0.01, 0, FitVerdict.Overfitting)]
    [InlineData(0.95, 0.80, 0.07, 0, FitVerdict.Overfitting)]
    [InlineData(0.95, 0.80, 0.08, 0, FitVerdict.Undecided)]
    [InlineData(0.95, 0.80, 0.06, 0.06, FitVerdict.Undecided)]
    [InlineData(0.95, 0.86, 0.001, 0, FitVerdict.Good)]
    [InlineData(0.20, -0.5, 0.01, 0, FitVerdict.Overfitting)]
    [InlineData(0.004, -0.5, 0.01, 0, FitVerdict.Underfitting)]
    [InlineData(-0.2, -396, 0.01, 0, FitVerdict.Underfitting)]
    [InlineData(0.29, 0.28, 0.01, 0, FitVerdict.Underfitting)]
    [InlineData(0.31, 0.28, 0.01, 0, FitVerdict.Good)]
    [InlineData(-0.1, -0.1, 0.01, 0, FitVerdict.Underfitting)]
    [InlineData(double.NaN, 0.5, 0, 0, FitVerdict.Undecided)]
    [InlineData(0.9, 0.1, double.PositiveInfinity, 0, FitVerdict.Undecided)]
    [InlineData(0.99, 0.77, 0.13, 0, FitVerdict.Undecided)]
    public void SkillsDecide(double training, double unseen, double deviation, double trainingDeviation, FitVerdict expected) =>
        Assert.Equal(expected, FitDiagnosis.Of(Course(100, e => Math.Exp(-e / 8.0)), new FitSkill(training, unseen, deviation, trainingDeviation)).Verdict);

    /// <summary>A rate that is far too small is none of too few epochs: the loss falls to the end, but by next to nothing.</summary>
    [Fact]
    public void ALossThatHardlyMovesNeedsALargerRate()
    {
        FitDiagnosis fit = FitDiagnosis.Of(Course(50, e => 1.05 - (1e-6 * e), e => 1.07 - (1e-6 * e)), new FitSkill(-0.05, -0.06, 0.02));
        Assert.Equal(FitVerdict.Underfitting, fit.Verdict);
        Assert.Contains("hardly moved from its first value, 1.05", fit.Reason, StringComparison.Ordinal);
        Assert.Equal("a larger learning rate, found by a range test", fit.Advice[0].Text);

        // Weights that were good before explain much, and have little to gain.
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(Course(50, e => 0.1), s_good).Verdict);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void AHandfulOfTrainingRowsSaysNothing(int rows, bool isJudged)
    {
        double[] targets = [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? 1.0 : 0)], outputs = [.. targets.Select(_ => 0.4)];
        FitSkill skill = FitSkill.Of(new Outcome(OutcomeForm.Regression, targets, outputs, 1));
        FitDiagnosis single = FitDiagnosis.Of(Course(50, e => Math.Exp(-e / 4.0)), skill), average = EnsembleDiagnosis.Of(skill);
        Assert.Equal(!isJudged, single.Verdict == FitVerdict.Undecided && single.Reason.Contains($"only {rows} training row", StringComparison.Ordinal));
        Assert.Equal(!isJudged, average.Verdict == FitVerdict.Undecided && average.Reason.Contains($"only {rows} training row", StringComparison.Ordinal));
    }

    [Fact]
    public void UnseenRowsThatAreAllAlikeSayNothing()
    {
        double[] mixed = [0, 1, 0, 1, 1, 0], alike = [1, 1, 1, 1, 1, 1];
        FitSkill skill = FitSkill.Of(new Outcome(OutcomeForm.Binary, mixed, mixed, 1), new Outcome(OutcomeForm.Binary, alike, mixed, 1)) with { KeptRows = 12, TrainingRows = 0, UnseenRows = 12 };
        Assert.True(skill.AreUnseenAlike);
        Assert.Null(skill.Unseen);
        FitDiagnosis fit = FitDiagnosis.Of(Course(50, e => Math.Exp(-e / 4.0)), skill);
        Assert.Equal(FitVerdict.Undecided, fit.Verdict);
        Assert.Contains("All 12 unseen rows have the same target", fit.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("standard error", fit.Reason, StringComparison.Ordinal);
        Assert.Contains("All 9 unseen rows whose label training knows, of 12, have the same target", FitDiagnosis.Of(Course(50, e => Math.Exp(-e / 4.0)), skill with { UnseenRows = 9 }).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AdviceIsGivenOnlyWhereItCanHelp()
    {
        History calm = Course(50, e => Math.Exp(-e / 4.0));
        FitAdvice advice = Assert.Single(FitDiagnosis.Of(calm, new FitSkill(0.9) { KeptRows = 40, RepeatedRows = 40 }).Advice);
        Assert.Equal("a test set of new rows", advice.Text);
        Assert.StartsWith("a cross-validation", FitDiagnosis.Of(calm, new FitSkill(0.9) { KeptRows = 6 }).Advice[0].Text, StringComparison.Ordinal);

        // The inputs of tables are standardized already.
        History climbs = Course(30, e => e < 5 ? 1.0 / e : 0.3 * e);
        Assert.DoesNotContain(FitDiagnosis.Of(climbs, s_good).Advice, one => one.Text.Contains("standardized", StringComparison.Ordinal));
        Assert.Contains(FitDiagnosis.Of(climbs).Advice, one => one.Text.Contains("standardized", StringComparison.Ordinal));
    }

    [Fact]
    public void AValidationLossThatRisesIsOverfittingUnlessItsBestEpochWasKept()
    {
        static double Validation(int epoch) => epoch < 20 ? 1 - (0.03 * epoch) : 0.4 + (0.005 * (epoch - 20));
        History last = Course(100, e => Math.Exp(-e / 20.0), Validation, best: 100), kept = last with { BestEpoch = 20 };
        FitDiagnosis fit = FitDiagnosis.Of(last);
        Assert.Equal(FitVerdict.Overfitting, fit.Verdict);
        Assert.Contains("After epoch 20", fit.Reason, StringComparison.Ordinal);

        // Lost again: 0.005·75.5 of 0.57 gained since epoch 1.
        Assert.Equal(0.005 * 75.5 / 0.57, Value(fit, "lostAgain"), 1e-9);
        Assert.Equal((100, 20), (Value(fit, "bestEpoch"), Value(fit, "lowestLossEpoch")));
        FitDiagnosis restored = FitDiagnosis.Of(kept, s_good);
        Assert.Equal(FitVerdict.Good, restored.Verdict);
        Assert.Equal((20, 20), (Value(restored, "bestEpoch"), Value(restored, "lowestLossEpoch")));
        Assert.Contains("would have overfitted, so the weights of that epoch were kept", restored.Reason, StringComparison.Ordinal);

        // A training loss that rises as well is not overfitting.
        Assert.NotEqual(FitVerdict.Overfitting, FitDiagnosis.Of(Course(100, e => Validation(e) / 2, Validation, best: 100)).Verdict);
    }

    [Fact]
    public void ALossThatStillFallsStoppedTooEarly()
    {
        History straight = Course(50, e => 2, e => 1 - (0.01 * e));
        FitDiagnosis fit = FitDiagnosis.Of(straight, s_good);
        Assert.Equal(FitVerdict.StillImproving, fit.Verdict);
        Assert.Equal(5 * 0.01 / 0.49, Value(fit, "lateFall"), 1e-9);
        Assert.Contains("5 epochs of 50", fit.Reason, StringComparison.Ordinal);
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(straight with { Stop = StopReason.EarlyStopping }, s_good).Verdict);
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(straight with { Stop = StopReason.Converged }, s_good).Verdict);

        // By the training loss alone only while there is something left to learn.
        Assert.Equal(FitVerdict.StillImproving, FitDiagnosis.Of(Course(50, e => 1 - (0.01 * e)), s_good).Verdict);
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(Course(50, e => 1 - (0.01 * e)), new FitSkill(0.96, 0.95)).Verdict);

        // Few epochs: one after the other lower.
        Assert.Equal(FitVerdict.StillImproving, FitDiagnosis.Of(Course(3, e => 1.0 / e), s_good).Verdict);
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(Course(4, e => e == 3 ? 0.9 : 1.0 / e), s_good).Verdict);
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(Course(1, e => 1), s_good).Verdict);
    }

    [Fact]
    public void NeitherUnitNorOffsetOfTheLossMatters()
    {
        foreach (Func<int, double> shape in (Func<int, double>[])[e => Math.Exp(-e / 8.0), e => 1 - (0.01 * e), e => Math.Exp(-e / 8.0) + (e > 30 ? 0.01 * (e - 30) : 0)])
        {
            FitVerdict expected = FitDiagnosis.Of(Course(60, shape, shape, best: 60), s_good).Verdict;
            Assert.Equal(expected, FitDiagnosis.Of(Course(60, e => (1e6 * shape(e)) - 3e6, e => (1e6 * shape(e)) - 3e6, best: 60), s_good).Verdict);
            Assert.Equal(expected, FitDiagnosis.Of(Course(60, e => (1e-6 * shape(e)) - 1e-6, e => (1e-6 * shape(e)) - 1e-6, best: 60), s_good).Verdict);
        }
    }

    [Fact]
    public void ALossThatClimbsIsDiverging()
    {
        FitDiagnosis fit = FitDiagnosis.Of(Course(30, e => e < 5 ? 1.0 / e : 0.3 * e), s_good);
        Assert.Equal(FitVerdict.Diverging, fit.Verdict);
        Assert.Contains("smaller learning rate", fit.Advice[0].Text, StringComparison.Ordinal);

        // Where nothing was learned, the loss ends a hair above its beginning: that is not diverging.
        Assert.Equal(FitVerdict.Underfitting, FitDiagnosis.Of(Course(30, e => 0.693 + (0.001 * (e % 3))), new FitSkill(0, 0)).Verdict);
    }

    /// <summary>A trained network begins on new rows with a small loss. That it rises a little leaves a good model.</summary>
    [Fact]
    public void ASmallRiseOfAGoodModelIsNotDiverging()
    {
        History further = Course(30, e => 0.0482 + (0.0002 * e));
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(further, s_good).Verdict);
        Assert.Equal(FitVerdict.Diverging, FitDiagnosis.Of(further, new FitSkill(0.1, 0.1)).Verdict);
        Assert.Equal(FitVerdict.Diverging, FitDiagnosis.Of(further).Verdict);
        Assert.Equal(FitVerdict.Diverging, FitDiagnosis.Of(Course(30, e => 0.0482 + (0.002 * e)), s_good).Verdict);
    }

    /// <summary>Thrown off by the first updates and never recovered: the rate is too high, whatever the last epochs look like.</summary>
    [Fact]
    public void FirstUpdatesThatThrowTheLossOffAreDiverging()
    {
        History thrown = Course(100, e => 1 + (1e5 * Math.Exp(-e / 3.0))) with { InitialLoss = 1.1 };
        FitDiagnosis fit = FitDiagnosis.Of(thrown, new FitSkill(-0.03, -0.05, 0.02));
        Assert.Equal(FitVerdict.Diverging, fit.Verdict);
        Assert.Contains("from 1.1 to 71,654", fit.Reason, StringComparison.Ordinal);
        Assert.Contains("no better on its own training rows than a constant prediction", fit.Reason, StringComparison.Ordinal);
        Assert.Equal("a smaller learning rate", fit.Advice[0].Text);

        // Far above what the initial weights had, nothing is left of them, even if the last weights are good.
        FitDiagnosis far = FitDiagnosis.Of(thrown, s_good);
        Assert.Equal(FitVerdict.Diverging, far.Verdict);
        Message.Mentions(far.Reason, "initial weights", "explains 90 %");
        Assert.Equal(FitVerdict.Diverging, FitDiagnosis.Of(thrown).Verdict);
        thrown = thrown with { InitialLoss = 100 };

        // It may recover; and without skills it is judged by the loss before the first update.
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(thrown, s_good).Verdict);
        Assert.StartsWith("a smaller learning rate", Assert.Single(FitDiagnosis.Of(thrown, s_good).Advice).Text, StringComparison.Ordinal);
        Assert.Equal(FitVerdict.Undecided, FitDiagnosis.Of(thrown).Verdict);
        Assert.Equal(FitVerdict.Diverging, FitDiagnosis.Of(Course(100, e => 101 + (1e4 * Math.Exp(-e / 3.0))) with { InitialLoss = 100 }).Verdict);
        Assert.Equal(FitVerdict.Underfitting, FitDiagnosis.Of(thrown with { InitialLoss = 3e4 }, new FitSkill(0.1, 0.1)).Verdict);
        Assert.Equal(FitVerdict.Diverging, FitDiagnosis.Of(thrown with { Stop = StopReason.Diverged }, s_good).Verdict);
    }

    /// <summary>A goal ends training although the loss still falls, which is what was asked for.</summary>
    [Fact]
    public void AGoalIsNoReasonForMoreEpochs()
    {
        History falling = Course(20, e => 2 - (0.05 * e), e => 2 - (0.05 * e));
        Assert.Equal(FitVerdict.StillImproving, FitDiagnosis.Of(falling, s_good).Verdict);
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(falling with { Stop = StopReason.TargetReached }, s_good).Verdict);
    }

    [Fact]
    public void NoFiniteValidationLossLeavesItOpen()
    {
        FitDiagnosis fit = FitDiagnosis.Of(Course(60, e => Math.Exp(-e / 8.0), e => double.PositiveInfinity, best: 60), s_good);
        Assert.Equal(FitVerdict.Undecided, fit.Verdict);
        Assert.Contains("No validation loss was a finite number", fit.Reason, StringComparison.Ordinal);

        // A few are no better than the worst that is.
        Assert.Equal(FitVerdict.Good, FitDiagnosis.Of(Course(60, e => Math.Exp(-e / 8.0), e => e < 4 ? double.NaN : Math.Exp(-e / 8.0), best: 60), s_good).Verdict);
    }

    /// <summary>Little explained may be the network's fault or the inputs': nothing is promised of more layers.</summary>
    [Fact]
    public void UnderfittingIsNoPromiseThatMoreLayersHelp()
    {
        FitDiagnosis little = FitDiagnosis.Of(Course(100, e => 1 + Math.Exp(-e / 8.0)), new FitSkill(0.2, 0.19)), none = FitDiagnosis.Of(Course(100, e => 1 + Math.Exp(-e / 8.0)), new FitSkill(-1.72, -1.5));
        Assert.Contains("explains only 20 %", little.Reason, StringComparison.Ordinal);
        Assert.Contains("one training run cannot tell which", little.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(little.Advice, advice => advice.Text.Contains("layers", StringComparison.Ordinal) || advice.Text.Contains("higher", StringComparison.Ordinal));
        Assert.DoesNotContain("-", none.Reason, StringComparison.Ordinal);
        Assert.Equal("a smaller learning rate", none.Advice[0].Text);
    }

    /// <summary>Rows of a rare class weigh as in training: what balanced training gives up on purpose is no fault of it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BalancedTrainingIsJudgedByBalancedRows(bool weights)
    {
        double[] x = Laws.Samples.Targets("real", 600, 1, 4);
        string text = "x,y\n" + string.Concat(x.Select((v, i) => FormattableString.Invariant($"{v + (i % 15 == 0 ? 1.2 : 0):F4},{(i % 15 == 0 ? "rare" : "usual")}\n")));
        Table table = Table.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "rows");
        TableTraining training = TableTrainer.Train(table, ["y"], new TableOptions { Layers = [4], Epochs = 40, BalanceClasses = weights, Augmentations = weights ? null : [new Oversample()] });
        FitSkill unweighted = FitSkill.Of(training.Evaluation!.Outcome);
        Assert.True(unweighted.Training < 0, $"{unweighted}");
        Assert.True(training.Skill is { IsWeighted: true, Training: > 0.1, Unseen: > 0 }, $"{training.Skill}");
        Assert.Contains("weighted as in training", training.Diagnosis.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ALearningCurveJudgesOverfittingByTheSameRule()
    {
        // The folds of a cross-validation together: their means, their unseen rows independent.
        FitSkill pooled = FitSkill.Pool([new(0.9, 0.7, 0.12, 0.02), new(0.92, 0.74, 0.09, 0.02)])!;
        Assert.Equal((0.91, 0.72, 0.075, 0.02), (pooled.Training, pooled.Unseen!.Value, pooled.UnseenDeviation, pooled.TrainingDeviation), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) + Math.Abs(a.Item4 - b.Item4) < 1e-12);
        LearningCurvePoint[] points = [new(100, [0.99, 0.99], [0.8, 0.8]), new(200, [0.99, 0.99], [0.8, 0.8])];
        foreach (FitSkill skill in (FitSkill[])[pooled, new(0.9, 0.85, 0.01), new(0.9, 0.75, 0.1), new(0.9, 0.75, 0.01)])
        {
            LearningCurve curve = new("accuracy", true, 2, points) { Skill = skill };
            Assert.Equal(FitDiagnosis.Of(Course(100, e => Math.Exp(-e / 8.0)), skill).Verdict == FitVerdict.Overfitting, curve.Advice == LearningCurveAdvice.Overfitting);
        }
    }

    [Fact]
    public void JumpsAreNoisyAndDoNotCountAsFalling()
    {
        double[] jumps = Laws.Samples.Targets("real", 40, 1, 5);
        FitDiagnosis fit = FitDiagnosis.Of(Course(40, e => 1, e => 2 - (e < 10 ? 0.1 * e : 1) + (0.8 * Math.Abs(jumps[e - 1]))), s_good);
        Assert.Equal(FitVerdict.Noisy, fit.Verdict);
        Assert.InRange(Value(fit, "noise"), 0.1, 1);
    }

    [Fact]
    public void WithoutUnseenRowsNothingIsSaidOfOverfitting()
    {
        History calm = Course(100, e => Math.Exp(-e / 8.0));
        Assert.Equal(FitVerdict.Undecided, FitDiagnosis.Of(calm, new FitSkill(0.9)).Verdict);
        Assert.Equal(FitVerdict.Undecided, FitDiagnosis.Of(calm).Verdict);
        Assert.Equal(FitVerdict.Underfitting, FitDiagnosis.Of(calm, new FitSkill(0.1)).Verdict);
        Assert.Equal(FitVerdict.Underfitting, FitDiagnosis.Of(Course(30, e => 0.7 - (0.0001 * Math.Min(e, 9)))).Verdict);
        Assert.Equal(FitVerdict.Undecided, FitDiagnosis.Of(new History([], 0, 0, 0, 1, StopReason.Completed), s_good).Verdict);

        // A loss alone does not tell how much is explained, be it small or 1e30.
        Assert.Equal(FitVerdict.Undecided, FitDiagnosis.Of(Course(100, e => Math.Exp(-e / 8.0), e => Math.Exp(-e / 8.0))).Verdict);
        Assert.Equal(FitVerdict.Undecided, FitDiagnosis.Of(Course(100, e => 1e30 * (1 + Math.Exp(-e / 8.0)), e => 1e30 * (1 + Math.Exp(-e / 8.0)))).Verdict);
    }

    [Fact]
    public void SkillIsR2AndTheBrierSkillScore()
    {
        // By hand: mean 2.5, Σ(ȳ − y)² = 5, Σ(ŷ − y)² = 0.5; unseen: Σ(2.5 − y)² = 0.25 + 6.25, Σ(ŷ − y)² = 1 + 0.25.
        Outcome training = new(OutcomeForm.Regression, (double[])[1, 2, 3, 4], (double[])[1.5, 2, 3, 3.5], 1), unseen = new(OutcomeForm.Regression, (double[])[2, 5], (double[])[3, 4.5], 1);
        FitSkill skill = FitSkill.Of(training, unseen);
        Assert.Equal(1 - (0.5 / 5), skill.Training, 1e-12);
        Assert.Equal(new R2().Compute(training), skill.Training, 1e-12);
        Assert.Equal(1 - (1.25 / 6.5), skill.Unseen!.Value, 1e-12);

        // Errors as shares of the mean spread 3.25: 1/3.25 and 0.25/3.25; their standard deviation over √2.
        Assert.Equal((1 - 0.25) / 3.25 / Math.Sqrt(2) / Math.Sqrt(2), skill.UnseenDeviation, 1e-12);

        // Two outputs in different units count alike.
        Outcome pair = new(OutcomeForm.Regression, (double[])[1, 1000, 2, 2000, 3, 3000, 4, 4000], (double[])[1.5, 1000, 2, 2000, 3, 3000, 3.5, 4000], 2);
        Assert.Equal(new R2().Compute(pair), FitSkill.Of(pair).Training, 1e-12);

        // Brier score of three classes: spreads 0.25 + 0.1875 + 0.1875 per row; one row wrong by (0.5, 0.5, 0).
        Outcome classes = new(OutcomeForm.Multiclass, (double[])[1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], (double[])[0.5, 0.5, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], 3);
        Assert.Equal(1 - (0.5 / 4 / 0.625), FitSkill.Of(classes).Training, 1e-12);
        Outcome weighted = new(OutcomeForm.Binary, (double[])[0, 1, 1], (double[])[0.1, 0.8, 0.6], 1, (double[])[1, 2, 0]);
        Outcome repeated = new(OutcomeForm.Binary, (double[])[0, 1, 1], (double[])[0.1, 0.8, 0.8], 1);
        Assert.Equal(FitSkill.Of(repeated).Training, FitSkill.Of(weighted).Training, 1e-12);
        Assert.Equal(1, FitSkill.Of(new Outcome(OutcomeForm.Regression, (double[])[3, 3], (double[])[3, 3], 1)).Training);
        Assert.Throws<ArgumentException>(() => FitSkill.Of(training, pair));
        Assert.Throws<ArgumentException>(() => FitSkill.Of(new Outcome(OutcomeForm.Regression, default, default, 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RealRunsAreSeenThrough(ulong seed)
    {
        // One input of sixty half explains y; the others are noise that 160 rows can be memorized with.
        Assert.Equal(FitVerdict.Overfitting, Trained(Noise(200, 60, seed), new TableOptions { Regularizer = new L2(0) }));

        // A ring cannot be cut off by a line; a network with hidden layers has no trouble.
        string ring = Ring(400, seed);
        Assert.Equal(FitVerdict.Underfitting, Trained(ring, new TableOptions { Layers = [] }));
        Assert.Equal(FitVerdict.Good, Trained(ring, new TableOptions()));
        Assert.Equal(FitVerdict.StillImproving, Trained(ring, new TableOptions { Epochs = 8 }));

        FitVerdict Trained(string text, TableOptions options)
        {
            Table table = Table.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "rows");
            return TableTrainer.Train(table, ["y"], options with { Seed = seed }).Diagnosis.Verdict;
        }
    }

    [Fact]
    public void TheToolSaysItOnTheScreenInJsonAndInTheReport()
    {
        using TemporaryFolder folder = new();
        string noise = folder.Write("noise.csv", Noise(200, 60, 1));
        ToolRun run = ToolRun.Of("train", noise, "--target", "y", "--l2", "0", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("\nFit: overfitting. It explains ", run.Output, StringComparison.Ordinal);
        Message.Mentions(Assert.Single(run.Output.Split('\n'), line => line.StartsWith("Try: ", StringComparison.Ordinal)), "(--validation-fraction)", "more training rows");
        string report = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains("<h2>Fit</h2>", report, StringComparison.Ordinal);
        Assert.Contains("overfitting. It explains", report, StringComparison.Ordinal);

        JsonElement fit = ToolRun.Of("train", noise, "--target", "y", "--l2", "0", "--out", folder["run"], "--force", "--json").EndsWith(0).Json().GetProperty("diagnosis");
        Assert.Equal("overfitting", fit.GetProperty("verdict").GetString());
        Assert.Equal(fit.GetProperty("evidence").GetProperty("trainingSkill").GetDouble() - fit.GetProperty("evidence").GetProperty("unseenSkill").GetDouble(), fit.GetProperty("evidence").GetProperty("skillGap").GetDouble(), 1e-12);
        Assert.NotEmpty(fit.GetProperty("advice").EnumerateArray());

        ToolRun folds = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--cv", "3", "--effort", "quick").EndsWith(0);
        Assert.Matches(@"\nFit: good in [23] of 3 folds.*\. Fold [123], for example: it\s+explains ", folds.Output);
        JsonElement fold = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--cv", "3", "--effort", "quick", "--json").EndsWith(0).Json().GetProperty("folds")[0];
        Assert.True(fold.GetProperty("diagnosis").TryGetProperty("verdict", out _));
    }

    private static History Course(int epochs, Func<int, double> training, Func<int, double>? validation = null, int? best = null)
    {
        EpochRecord[] records = [.. Enumerable.Range(1, epochs).Select(e => new EpochRecord(e, training(e), validation?.Invoke(e), 0.001, 0.1, new Dictionary<string, double>()))];
        int kept = best ?? (validation is null ? epochs : records.MinBy(r => r.ValidationLoss)!.Epoch);
        return new History(records, kept, 10 * epochs, 1, 1, StopReason.Completed);
    }

    private static double Value(FitDiagnosis fit, string name) => fit.Evidence.Single(e => e.Name == name).Value;

    private static string Noise(int rows, int inputs, ulong seed)
    {
        double[] x = Laws.Samples.Targets("real", rows, inputs, seed), more = Laws.Samples.Targets("real", rows, 1, seed + 100);
        return string.Join(',', Enumerable.Range(0, inputs).Select(i => $"x{i}")) + ",y\n" + string.Concat(x.Chunk(inputs).Select((row, i) => FormattableString.Invariant($"{string.Join(',', row.Select(v => v.ToString("F4", System.Globalization.CultureInfo.InvariantCulture)))},{row[0] + more[i]:F4}\n")));
    }

    private static string Ring(int rows, ulong seed) => "a,b,y\n" + string.Concat(Descent.Data.ToyTasks.Circles<double>(rows, seed).Data is var data
        ? Enumerable.Range(0, rows).Select(i => FormattableString.Invariant($"{data.Inputs.Span[2 * i]:F4},{data.Inputs.Span[(2 * i) + 1]:F4},{(data.Targets.Span[i] > 0.5 ? "in" : "out")}\n")) : []);
}
