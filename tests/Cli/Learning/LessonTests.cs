using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Learning;
using Descent.Cli.Screens;
using Descent.Cli.Verbs;

namespace Descent.Tests.Cli.Learning;

/// <summary>What the lessons say they show is there, whatever the seed; and they can be read.</summary>
public class LessonTests
{
    private static readonly int[] s_seeds = [1, 2, 3];

    public static TheoryData<string> Names => [.. Lesson.All.Select(lesson => lesson.Name)];

    [Fact]
    public void APerceptronLearnsAndAndOrButNotXor() => Each("perceptron", figures =>
    {
        Assert.Equal([1, 1, 0], [One(figures, "andConverged"), One(figures, "orConverged"), One(figures, "xorConverged")]);
        Assert.Equal((4, 4), (One(figures, "andRight"), One(figures, "orRight")));
        Assert.InRange(One(figures, "xorRight"), 0, 3);
        Assert.Equal((0, 0), (Many(figures, "andCorrections")[^1], Many(figures, "orCorrections")[^1]));
        Assert.All(Many(figures, "xorCorrections"), c => Assert.InRange(c, 1, 4));
    });

    [Fact]
    public void ALinearStackIsOneLinearLayer() => Each("linear-stack", figures =>
    {
        Assert.InRange(One(figures, "linearDifference"), 0, 1e-13);
        Assert.InRange(One(figures, "linearAccuracy"), 0.4, 0.7);
        Assert.InRange(One(figures, "tanhDifference"), 0.5, 1);
        Assert.InRange(One(figures, "tanhAccuracy"), 0.95, 1);
        Assert.Equal([(2 * 8) + 8 + (4 * 72) + 9, 3], Many(figures, "parameters"));
    });

    [Fact]
    public void EqualNeuronsStayEqual() => Each("symmetry", figures =>
    {
        double[] spread = Many(figures, "spread"), loss = Many(figures, "loss"), accuracy = Many(figures, "accuracy");
        Assert.Equal((0, 0), (spread[0], spread[1]));
        Assert.True(spread[2] > 1);

        // One neuron can get three of XOR's four rows right; their best loss with two rows at one half is ½·ln 2.
        Assert.Equal(Math.Log(2), loss[0], 1e-6);
        Assert.InRange(loss[1], Math.Log(2) / 2, Math.Log(2) - 0.1);
        Assert.Equal((0.5, 0.75, 1), (accuracy[0], accuracy[1], accuracy[2]));
    });

    [Fact]
    public void SigmoidsLoseTheGradientAndRelusKeepIt() => Each("vanishing-gradient", figures =>
    {
        double[] sigmoid = Many(figures, "sigmoid"), relu = Many(figures, "relu");
        Assert.Equal((10, 10), (sigmoid.Length, relu.Length));
        Assert.InRange(sigmoid[0] / sigmoid[^1], 1e-9, 1e-5);
        Assert.All(sigmoid.Zip(sigmoid.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.InRange(relu[0] / relu[^1], 0.05, 20);
    });

    [Fact]
    public void DeadRelusStayDeadAndLeakyOnesComeBack() => Each("dying-relu", figures =>
    {
        double neurons = One(figures, "neurons");
        double[] before = Many(figures, "silentBefore"), after = Many(figures, "silentAfter"), loss = Many(figures, "loss");
        Assert.Equal((neurons, neurons, neurons), (before[1], before[2], after[1]));
        Assert.InRange(before[0], 0, neurons / 4);
        Assert.InRange(after[2], 0, neurons - 2);
        Assert.Equal(Math.Log(2), loss[1], 0.01);
        Assert.InRange(loss[2], 0, 0.25);
        Assert.InRange(Many(figures, "accuracy")[2], 0.88, 1);
    });

    [Fact]
    public void L1MakesWeightsZeroAndL2Small() => Each("l1-l2", figures =>
    {
        double[] zeros = Many(figures, "zeros"), length = Many(figures, "length");
        Assert.InRange(zeros[1], 8, 17);
        Assert.InRange(Math.Max(zeros[0], zeros[2]), 0, 1);
        Assert.True(length[2] < 0.95 * length[0]);
        Assert.All(["noneWeights", "l1Weights", "l2Weights"], name => Assert.True(Many(figures, name) is [> 1.5, < -1, > 0.3, ..]));
        Assert.All(Many(figures, "l1Weights").Take(3), w => Assert.True(Math.Abs(w) > 0.3));
    });

    [Fact]
    public void DropoutAndEarlyStoppingHelpAgainstOverfitting() => Each("overfitting", figures =>
    {
        double[] own = Many(figures, "trainingLoss"), unseen = Many(figures, "unseenLoss"), curve = Many(figures, "unseenCurve");
        Assert.True(own[0] < own[1] && own[1] < own[2]);
        Assert.True(unseen[2] < unseen[1] && unseen[1] < unseen[0]);
        Assert.True(unseen[0] > 2 * curve.Min() && curve[^1] > 2 * curve.Min() && unseen[0] > 4 * own[0]);
        Assert.Equal(1, Many(figures, "overfitting")[0]);
        Assert.True(Many(figures, "unseenAccuracy")[2] >= Many(figures, "unseenAccuracy")[0] - 0.01);
        Assert.InRange(Many(figures, "epochs")[2], 11, 200);
    });

    [Fact]
    public void BatchNormalizationKeepsTheGradientOfSigmoids() => Each("vanishing-gradient", figures =>
        Assert.InRange(Many(figures, "normalized")[0] / Many(figures, "normalized")[^1], 0.005, 1));

    [Fact]
    public void RemediesHelpAgainstOverfitting() => Each("regularization", figures =>
    {
        double[] own = Many(figures, "trainingLoss"), unseen = Many(figures, "unseenLoss"), length = Many(figures, "weightLength");
        Assert.Equal(9, unseen.Length);
        Assert.All(unseen[1..], loss => Assert.True(loss < 0.7 * unseen[0]));
        Assert.All(own[1..], loss => Assert.True(loss > own[0]));
        Assert.True(length[1] < length[0] / 3 && length[2] < length[0] / 3);
    });

    [Fact]
    public void TheBestEpochComesEarly() => Each("early-stopping", figures =>
    {
        double[] epochs = Many(figures, "epochs"), best = Many(figures, "bestEpochs"), test = Many(figures, "testLoss"), curve = Many(figures, "validationCurve");
        Assert.Equal(300, epochs[0]);
        // The first rise is the epoch after the first one whose successor is worse.
        Assert.Equal(1 + Array.FindIndex(curve, 1, loss => loss >= curve[Array.IndexOf(curve, loss) - 1]), epochs[1]);
        Assert.Equal(best[2] + 15, epochs[2]);
        Assert.Equal(1 + Array.IndexOf(curve, curve.Min()), best[3]);
        Assert.All(test[1..], loss => Assert.True(loss < test[0]));
    });

    [Fact]
    public void FewRowsAreEnoughForAHead() => Each("transfer", figures =>
    {
        double[] accuracy = Many(figures, "accuracy");
        Assert.InRange(One(figures, "sourceAccuracy"), 0.95, 1);
        Assert.True(accuracy[1] > accuracy[0] + 0.15, $"{accuracy[1]} {accuracy[0]}");
    });

    [Fact]
    public void AnAverageIsBetterThanItsMembersOnAverage() => Each("ensemble", figures =>
    {
        Assert.True(Many(figures, "averageLosses")[^1] < Many(figures, "memberLosses").Average());
        Assert.Equal(Many(figures, "memberLosses")[0], Many(figures, "averageLosses")[0], 1e-12);
        Assert.InRange(One(figures, "disagreement"), 0.001, 0.2);
    });

    [Fact]
    public void ARareClassIsFoundMoreOftenWithRemedies() => Each("class-imbalance", figures =>
    {
        double[] accuracy = Many(figures, "accuracy"), recall = Many(figures, "recall"), precision = Many(figures, "precision");
        Assert.Equal(1 - One(figures, "rareShare"), accuracy[0], 1e-12);
        Assert.Equal((0, 0.5), (recall[0], Many(figures, "balancedAccuracy")[0]));
        Assert.All(Enumerable.Range(2, 4), i => Assert.True(recall[i] > recall[1] && precision[i] < precision[1]));
    });

    [Fact]
    public void APatternIsNotFoundElsewhere() => Each("limits", figures =>
    {
        double[] dense = Many(figures, "dense"), shuffled = Many(figures, "shuffled"), features = Many(figures, "features");
        Assert.True(dense is [> 0.9, < 0.6] && shuffled is [> 0.9, < 0.6] && features is [> 0.95, > 0.95]);
    });

    [Fact]
    public void MoreNeuronsApproximateBetter() => Each("universal-approximation", figures =>
    {
        double[] errors = Many(figures, "largestErrors");
        Assert.True(errors[0] > 0.3 && errors[2] < 0.1 && errors[3] < 0.02 && errors[4] < 0.02);
        Assert.All(Many(figures, "errorsOutside"), error => Assert.True(error > 0.5));
    });

    [Fact]
    public void SearchesFindGoodValues() => Each("hyperparameters", figures =>
    {
        Assert.All(Many(figures, "bestLosses").Concat(Many(figures, "testLosses")), loss => Assert.InRange(loss, 0.05, 0.4));
        Assert.True(Many(figures, "trainingLoss")[0] > 3 * Many(figures, "trainingLoss")[^1]);
    });

    [Fact]
    public void GradientsExplodeAndClippingHelps() => Each("exploding-gradient", figures =>
    {
        // Two to the power of 17, by the argument of the lesson.
        Assert.InRange(Many(figures, "norms2")[0] / Many(figures, "norms1")[0], 131072 / 2.0, 131072 * 2.0);
        double?[] losses = [.. figures.GetProperty("losses").EnumerateArray().Select(loss => loss.ValueKind == JsonValueKind.Null ? (double?)null : loss.GetDouble())];
        Assert.True(losses[0] is null or > 1e6);
        Assert.All(losses[1..], loss => Assert.True(loss < 100_000));
        Assert.True(losses[^1] < 1);
    });

    [Fact]
    public void OnlyWeightsOfTheRightSizeKeepSignals() => Each("initialization", figures =>
    {
        Assert.Equal((Math.Sqrt(2 / 64.0), Math.Sqrt(2 / 128.0)), (One(figures, "heDeviation"), One(figures, "glorotDeviation")));
        Assert.InRange(Many(figures, "spread4")[^1], 0.2, 5);
        Assert.True(Many(figures, "spread1")[^1] < 1e-4 && Many(figures, "spread2")[^1] > 1e5);
        // Half of the variance is lost in every ReLU layer without the factor 2.
        Assert.InRange(Many(figures, "spread3")[^1] / Many(figures, "spread4")[^1], 1 / 32.0 / 1.5, 1 / 32.0 * 1.5);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void TheyFitTheTerminal(string name)
    {
        string wide = Screen(name, 80, unicode: true);
        LessonResult result = Lesson.Find(name)!.Run(new LessonSettings(), CancellationToken.None);
        string[] steps = [.. result.Steps.Select((_, i) => ToolRun.With(new TerminalInfo(80, Color: false), "", "learn", name, "--step", $"{i + 1}").EndsWith(0).Output)];
        Assert.InRange(steps.Length, 2, 6);
        Assert.All(steps, step => Assert.InRange(step.Split('\n').Length, 6, 50));
        Assert.All(result.Steps, step => Assert.Contains($"{step.Title}\n", wide, StringComparison.Ordinal));
        Assert.IsType<Commands>(result.Steps[^1].Parts[^1]);
        Screen(name, 40, unicode: true);
        Assert.All(Screen(name, 80, unicode: false), c => Assert.False(c is '█' or (>= '\u2800' and <= '\u28ff')));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheyAreListedAndDependOnTheSeedAlone(string name)
    {
        Assert.Contains($"\n{name} ", ToolRun.Of("learn").EndsWith(0).Output, StringComparison.Ordinal);
        ToolRun first = ToolRun.Of("learn", name, "--json", "--seed", "7").EndsWith(0);
        Assert.Equal(["lesson", "title", "seed", "figures", "steps"], first.Json().EnumerateObject().Select(property => property.Name));
        Assert.Equal(first.Output, ToolRun.Of("demo", name, "--seed", "7", "--json").EndsWith(0).Output);
        Assert.Equal(Lesson.Find(name)!.IsRandom, first.Json().GetProperty("figures").GetRawText() != Figures(name, 8).GetRawText());
        Assert.Equal(!Lesson.Find(name)!.IsRandom, first.Errors.Contains("--seed changes nothing", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatTheyNameExists(string name)
    {
        Lesson lesson = Lesson.Find(name)!;
        Assert.All(lesson.Explains, entry => Assert.Equal(0, ToolRun.Of("explain", entry).ExitCode));
        foreach (Example example in lesson.Run(new LessonSettings(), CancellationToken.None).Steps.SelectMany(step => step.Parts).OfType<Commands>().SelectMany(commands => commands.Examples))
        {
            LearnVerbTests.AssertIsCommand(example.Arguments);
        }
    }

    [Theory]
    [InlineData("linear-stack --rows 10", "--rows is for multilabel, multiclass, regression; linear-stack has data of its own")]
    [InlineData("symmetry --faithful", "--faithful is for")]
    [InlineData("overfitting --noise 1", "--noise is for")]
    [InlineData("vanishing-gradients", "Did you mean \"vanishing-gradient\"?")]
    public void WhatCannotBeIsSaid(string arguments, string expected) =>
        Assert.Contains(expected, ToolRun.Of(["demo", .. arguments.Split(' ')]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheyCanBeStopped(string name)
    {
        StringWriter output = new();
        ToolContext context = new(new Screen(output, TerminalInfo.None), new Screen(new StringWriter(), TerminalInfo.None), () => Stream.Null, new CancellationToken(canceled: true));
        Assert.Equal(ExitCode.Cancelled, Tool.Run(["learn", name], context));
        Assert.Empty(output.ToString());
    }

    private static void Each(string name, Action<JsonElement> check) => Assert.All(s_seeds, seed => check(Figures(name, seed)));

    private static JsonElement Figures(string name, int seed) => ToolRun.Of("learn", name, "--json", "--seed", $"{seed}").EndsWith(0).Json().GetProperty("figures");

    private static string Screen(string name, int width, bool unicode)
    {
        string output = ToolRun.With(new TerminalInfo(width, Color: false, unicode), "", "learn", name).EndsWith(0).Output;
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= width, line));
        return output;
    }

    private static double One(JsonElement figures, string name) => figures.GetProperty(name).GetDouble();

    private static double[] Many(JsonElement figures, string name) => [.. figures.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
