using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Demos.Lessons;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Verbs;

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

    [Theory]
    [MemberData(nameof(Names))]
    public void TheyFitTheTerminal(string name)
    {
        string wide = Screen(name, 80, unicode: true);
        Assert.InRange(wide.Split('\n').Length, 12, 42);
        Assert.Contains("Why", wide, StringComparison.Ordinal);
        Screen(name, 40, unicode: true);
        Assert.All(Screen(name, 80, unicode: false), c => Assert.False(c is '█' or (>= '\u2800' and <= '\u28ff')));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheyAreListedAndDependOnTheSeedAlone(string name)
    {
        Assert.Contains(name, ToolRun.Of("demo", "--help").EndsWith(0).Output, StringComparison.Ordinal);
        ToolRun first = ToolRun.Of("demo", name, "--json", "--seed", "7").EndsWith(0);
        Assert.Equal(["demo", "seed", "figures"], first.Json().EnumerateObject().Select(property => property.Name));
        Assert.Equal(first.Output, ToolRun.Of("demo", name, "--seed", "7", "--json").EndsWith(0).Output);
        Assert.NotEqual(first.Json().GetProperty("figures").GetRawText(), Figures(name, 8).GetRawText());
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
        Surroundings surroundings = new(new Screen(output, TerminalInfo.None), new Screen(new StringWriter(), TerminalInfo.None), () => Stream.Null, new CancellationToken(canceled: true));
        Assert.Equal(ExitCode.Cancelled, Tool.Run(["demo", name], surroundings));
        Assert.Empty(output.ToString());
    }

    private static void Each(string name, Action<JsonElement> check) => Assert.All(s_seeds, seed => check(Figures(name, seed)));

    private static JsonElement Figures(string name, int seed) => ToolRun.Of("demo", name, "--json", "--seed", $"{seed}").EndsWith(0).Json().GetProperty("figures");

    private static string Screen(string name, int width, bool unicode)
    {
        string output = ToolRun.With(new TerminalInfo(width, Color: false, unicode), "", "demo", name).EndsWith(0).Output;
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= width, line));
        return output;
    }

    private static double One(JsonElement figures, string name) => figures.GetProperty(name).GetDouble();

    private static double[] Many(JsonElement figures, string name) => [.. figures.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
