using Descent.Laws;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>The laws for custom types: ours keep them, and a broken part breaks those that its mistake is about, and no other.</summary>
public class LawSetTests(ITestOutputHelper output)
{
    public static TheoryData<string> Entries => [.. Subjects.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Entries))]
    public void EveryEntryKeepsItsLaws(string name)
    {
        CatalogueEntry entry = Catalogue.Find(name)!;
        LawSet laws = LawSet.Of(entry);
        Assert.Contains(laws, law => law.Name == (entry.Kind == CatalogueKind.Metric ? "weights" : "json"));
        laws.Require();
    }

    /// <summary>Instances whose options differ from the defaults, of every kind.</summary>
    [Fact]
    public void OtherInstancesKeepThem()
    {
        LawSet.Of(new Swish(0.5, Learnable: true)).Require();
        LawSet.Of(new Huber(0.3, Reduction.Sum)).Require();
        LawSet.Of(new PerHead([new BinaryCrossEntropy(), new MeanSquaredError()], [2, 0.5])).Require();
        LawSet.Of(new RmsProp(0.01, Momentum: 0.5, Centered: true)).Require();
        LawSet.Of(new WarmUpSchedule(new CosineSchedule(0.1, 30), 2)).Require();
        LawSet.Of(new MaxNorm(0.4, new ElasticNet(0.1, 0.2, AllParameters: true))).Require();
        LawSet.Of(new Orthogonal(1.5)).Require();
        LawSet.Of(new F1(Averaging.Macro, 0.4)).Require();
        LawSet.Of(new Members(2, [new Dense(3, new Tanh()), new Dense(2)], MemberSharing.Front)).Require();
    }

    [Theory]
    [InlineData(CurveFault.Nothing, "")]
    [InlineData(CurveFault.Sign, "gradient")]
    [InlineData(CurveFault.Factor, "gradient")]
    [InlineData(CurveFault.Input, "gradient")]
    [InlineData(CurveFault.Range, "range")]
    [InlineData(CurveFault.Memory, "allocation")]
    [InlineData(CurveFault.Thread, "threads")]
    public void OfABrokenActivation(CurveFault fault, string broken)
    {
        BrokenCurve.Home = Environment.CurrentManagedThreadId;
        Expect(broken, LawSet.Of(new BrokenCurve(fault)));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "gradient")]
    public void OfAnActivationThatTakesItsStartForWhatItLearned(bool isStuck, string broken) => Expect(broken, LawSet.Of(new BrokenSlope(isStuck)));

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "finite")]
    public void OfAnActivationThatOverflowsOnTheWay(bool overflows, string broken) => Expect(broken, LawSet.Of(new BrokenLogistic(overflows)));

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "epochs")]
    public void OfAnAugmentationWithMemory(bool remembers, string broken) => Expect(broken, LawSet.Of(new BrokenScaling(remembers)));

    [Fact]
    public void AMetricThatIsNoNumberIsToldThatItMustBe() =>
        Assert.All(LawSet.Of(new BrokenMetric(MetricFault.Undefined)).Without("equality"), law => Assert.StartsWith("It is NaN for an outcome with finite numbers", law.Message, StringComparison.Ordinal));

    /// <summary>A jump that few differences step over is a kink like any other: nothing is said about it, and what differences agree on is right.</summary>
    [Fact]
    public void AJumpInOnePlaceIsNoMistake() => Expect("", LawSet.Of(new BrokenCurve(CurveFault.Jump)));

    [Theory]
    [InlineData(1, "")]
    [InlineData(-1, "gradient")]
    [InlineData(2, "gradient")]
    public void OfABrokenLoss(double factor, string broken) => Expect(broken, LawSet.Of(new BrokenLoss(factor)));

    [Theory]
    [InlineData(RuleFault.Nothing, "")]
    [InlineData(RuleFault.Sign, "descent")]
    [InlineData(RuleFault.Rate, "rate")]
    [InlineData(RuleFault.Group, "rate")]
    [InlineData(RuleFault.Width, "widths")]
    [InlineData(RuleFault.State, "rate repeat widths threads")]
    [InlineData(RuleFault.Slots, "slots descent rate repeat widths threads allocation")]
    public void OfABrokenOptimizer(RuleFault fault, string broken)
    {
        // A machine with registers of one width has nothing to compare.
        Assert.SkipWhen(fault == RuleFault.Width && LaneWidth.Table.Count(row => row.Supported) == 1, "This machine has registers of one width.");
        Expect(broken, LawSet.Of(new BrokenRule(fault)));
    }

    [Theory]
    [InlineData(ScheduleFault.Nothing, "")]
    [InlineData(ScheduleFault.Negative, "finite")]
    [InlineData(ScheduleFault.State, "pure")]
    [InlineData(ScheduleFault.Memory, "allocation")]
    [InlineData(ScheduleFault.Equality, "equality")]
    public void OfABrokenSchedule(ScheduleFault fault, string broken) => Expect(broken, LawSet.Of(new BrokenSchedule(fault)));

    [Theory]
    [InlineData(0.1, false, "")]
    [InlineData(-0.1, false, "penalty")]
    [InlineData(0.1, true, "gradient repeat widths threads")]
    public void OfABrokenPenalty(double strength, bool hasState, string broken) => Expect(broken, LawSet.Of(new BrokenPenalty(strength, hasState)));

    [Theory]
    [InlineData(false, "fills")]
    [InlineData(true, "seed repeat widths threads")]
    public void OfABrokenInitializer(bool hasState, string broken) => Expect(broken, LawSet.Of(new BrokenDraw(hasState)));

    [Theory]
    [InlineData(MetricFault.Nothing, "")]
    [InlineData(MetricFault.Order, "order weights")]
    [InlineData(MetricFault.Weights, "weights")]
    [InlineData(MetricFault.Best, "best")]
    [InlineData(MetricFault.State, "pure order weights best")]
    [InlineData(MetricFault.Forms, "pure order weights best")]
    [InlineData(MetricFault.Undefined, "pure order weights best")]
    public void OfABrokenMetric(MetricFault fault, string broken) => Expect(broken, LawSet.Of(new BrokenMetric(fault)), isWritten: false);

    [Theory]
    [InlineData(CurveFault.Nothing, "")]
    [InlineData(CurveFault.Sign, "gradient")]
    [InlineData(CurveFault.Memory, "allocation")]
    public void OfABrokenLayer(CurveFault fault, string broken)
    {
        BrokenCurve.Home = Environment.CurrentManagedThreadId;
        Expect(broken, LawSet.Of(new BrokenBlock(fault)));
    }

    /// <summary>What cannot be tried has kept no law that needs a network.</summary>
    [Fact]
    public void WhatCannotBeTriedSaysSo()
    {
        Assert.All(LawSet.Of(new PickyLoss()).Without("json", "text", "equality"), law =>
        {
            Assert.Contains("it accepts none of the kinds of targets real, positive", law.Message, StringComparison.Ordinal);
            Assert.Contains("targets are 7.25", law.Message, StringComparison.Ordinal);
        });
        Assert.All(LawSet.Of(new WideBlock()).Without("json", "text", "equality"), law => Assert.Contains("It is for more than 1000 inputs.", law.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsNotRegisteredSaysSo() => Assert.All(
        LawSet.Of(new BrokenCurve(CurveFault.Nothing)).Where(law => law.Name is "json" or "text"),
        law => Assert.Contains("BrokenCurve is not registered", law.Message, StringComparison.Ordinal));

    [Fact]
    public void OneExceptionNamesEveryBrokenLaw()
    {
        LawException exception = Assert.Throws<LawException>(LawSet.Of(new BrokenCurve(CurveFault.Factor)).Require);
        Assert.Equal(["gradient", "json", "text"], exception.Broken.Select(law => law.Name));
        Assert.StartsWith("BrokenCurve { Fault = Factor } breaks 3 laws.\n  gradient: The derivative with respect to x at x = ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(", but differences give ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("\n  json: BrokenCurve is not registered", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LawsAreTriedWhenTheyAreReached() => Assert.Equal("finite", LawSet.Of(new Counted()).First().Name);

    [Fact]
    public void ALawThatIsNotThereCannotBeLeftOut() =>
        Assert.Contains("It has: finite, pure, allocation, json, text, equality.", Assert.Throws<ArgumentException>(() => LawSet.Of(new ConstantSchedule(0.1)).Without("gradient")).Message, StringComparison.Ordinal);

    private void Expect(string broken, LawSet laws, bool isWritten = true)
    {
        // What is registered here would be among the entries of every other test.
        LawResult[] found = [.. (isWritten ? laws.Without("json", "text") : laws).Where(law => !law.Passed)];
        Array.ForEach(found, law => output.WriteLine($"{law.Name}: {law.Message}"));
        Assert.Equal(broken, string.Join(' ', found.Select(law => law.Name)));
        Assert.All(found, law => Assert.NotEmpty(law.Message));
    }

    /// <summary>A schedule that allows a few hundred questions, as many as one law asks.</summary>
    private sealed record Counted : Schedule
    {
        private static int s_asked;

        public override double At(TrainingPosition position) => ++s_asked <= 488 ? 0.1 : throw new InvalidOperationException("It was asked by a law that nobody reached.");
    }
}
