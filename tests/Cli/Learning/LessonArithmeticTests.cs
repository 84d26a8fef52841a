using System.Text.Json;
using Descent.Cli.Explanations;
using Descent.Cli.Learning;
using Descent.Tests.Goldens;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli.Learning;

/// <summary>The figures that can be computed by hand, and those that the source notes print.</summary>
public class LessonArithmeticTests
{
    // Three scores, with which nothing is symmetric.
    private static readonly double[] s_scores = [2, 1, 0.1];

    public static TheoryData<string> Surfaces => ["ravine", "saddle", "plateau"];

    [Fact]
    public void TheForwardPassIsThatOfTheNote()
    {
        JsonElement figures = Figures("forward-pass");
        Assert.Equal(-1401.69, One(figures, "price"), 0.005);
        // The normal numbers of np.random.seed(42), as every text about NumPy prints them.
        Assert.Equal([0.49671415, -0.1382643, 0.64768854], Many(figures, "weights1").Select(w => Math.Round(w, 8)));
        double[] sums = Many(figures, "sums"), hidden = Many(figures, "hidden"), last = Many(figures, "lastWeights");
        Assert.Equal((0.49671415301 * 1200) - (0.13826430117 * 3) + (0.64768853810 * 8), sums[0], 1e-5);
        Assert.Equal(sums.Select(sum => Math.Max(0, sum)), hidden);
        Assert.Equal(One(figures, "price"), last.Zip(hidden, (w, a) => w * a).Sum(), 1e-9);
    }

    [Fact]
    public void TheBackwardPassIsThatOfTheNote()
    {
        JsonElement figures = Figures("backward-pass");
        Assert.Equal([0.4811, 0.1614, 0.1077, 0.0603, 0.0293, 0.0139, 0.0072, 0.0046, 0.0033, 0.0023], Many(figures, "losses").Select(loss => Math.Round(loss, 4)));
        Assert.Equal(0.50, One(figures, "prediction"), 0.005);
        double[] chain = Many(figures, "byChainRule"), library = Many(figures, "byLibrary"), difference = Many(figures, "byDifference");
        Assert.All(chain.Zip(library), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.All(difference.Zip(library), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        Assert.All(library, slope => Assert.True(Math.Abs(slope) > 0.1));
        double[] answers = Many(figures, "answers");
        Assert.Equal(-(Math.Log(answers[0]) + Math.Log(1 - answers[1]) + Math.Log(answers[2])) / 3, One(figures, "crossEntropy"), 1e-12);
        Assert.NotEqual(Many(figures, "losses")[1], Many(Figures("backward-pass", "--learning-rate", "0.2"), "losses")[1]);
    }

    [Fact]
    public void SoftmaxHasTheJacobianOfItsFormula()
    {
        JsonElement figures = Figures("softmax");
        double[] p = Softmax(s_scores);
        Assert.All(p.Zip(Many(figures, "probabilities")), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        for (int i = 0; i < 3; i++)
        {
            double[] row = Many(figures, $"derivatives{i + 1}");
            for (int j = 0; j < 3; j++)
            {
                double[] above = [.. s_scores], below = [.. s_scores];
                above[j] += 1e-6;
                below[j] -= 1e-6;
                Assert.Equal((Softmax(above)[i] - Softmax(below)[i]) / 2e-6, row[j], 1e-8);
            }
        }

        Assert.Equal([0.5, 0.5, 0], Many(figures, "ofLargeScores"));
        Assert.Equal(1 / (1 + Math.Exp(-3)), Many(Figures("softmax", "--numbers", "4,1"), "probabilities")[0], 1e-12);
    }

    /// <summary>The fixtures of the activation itself, computed by PyTorch.</summary>
    [Fact]
    public void SoftmaxAgreesWithPyTorch()
    {
        JsonElement golden = GoldenFile.Read("activations.json").GetProperty("softmax");
        double[][] logits = [.. GoldenFile.Numbers(golden.GetProperty("logits")).Chunk(3)], values = [.. GoldenFile.Numbers(golden.GetProperty("values")).Chunk(3)];
        Assert.Equal(10, logits.Length);
        foreach ((double[] scores, double[] expected) in logits.Zip(values))
        {
            LessonResult result = Lesson.Find("softmax")!.Run(new LessonSettings { Numbers = scores }, CancellationToken.None);
            Assert.All(expected.Zip(result.Figures.Single(figure => figure.Name == "probabilities").Values), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Fact]
    public void CrossEntropyHasTheGradientOfItsFormula()
    {
        JsonElement figures = Figures("cross-entropy");
        double[] p = Softmax(s_scores), leads = Many(figures, "leads"), entropy = Many(figures, "crossEntropyGradient"), squared = Many(figures, "squaredGradient");
        Assert.All(p.Zip(Many(figures, "losses")), pair => Assert.Equal(-Math.Log(pair.First), pair.Second, 1e-12));
        Assert.All(p.Select((value, i) => value - (i == 0 ? 1 : 0)).Zip(Many(figures, "gradient")), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        for (int i = 0; i < leads.Length; i++)
        {
            double right = 1 / (1 + Math.Exp(-leads[i]));
            Assert.Equal(right - 1, entropy[i], 1e-12);
            // The mean of two squared errors, (1 - p)² each, has the slope -2·(1 - p)·p·(1 - p).
            Assert.Equal(-2 * (1 - right) * right * (1 - right), squared[i], 1e-12);
        }
    }

    [Fact]
    public void TheRavineHasTheRatesOfItsFormula()
    {
        JsonElement figures = Figures("learning-rate", "--learning-rate", "0.09");
        double[] rates = Many(figures, "rates"), losses = Many(figures, "lossAfter60");
        Assert.Equal([0.005, 0.05, 0.09, 0.095, 0.105], rates);
        Assert.All(rates.Zip(losses), pair =>
        {
            double x = -4 * Math.Pow(1 - pair.First, 60), y = Math.Pow(1 - (20 * pair.First), 60), expected = ((x * x) + (20 * y * y)) / 2;
            Assert.Equal(1, pair.Second / expected, 1e-6);
        });
        Assert.True(losses[^1] > 1e5);
    }

    [Fact]
    public void MomentumHasTheVelocitiesOfItsFormulas()
    {
        JsonElement figures = Figures("momentum", "--momentum", "0.95");
        Assert.All(Many(figures, "averageVelocity").Select((v, i) => (v, 1 - Math.Pow(0.75, i + 1))), pair => Assert.Equal(pair.Item2, pair.v, 1e-4));
        Assert.All(Many(figures, "heavyBallVelocity").Select((v, i) => (v, (1 - Math.Pow(0.75, i + 1)) / 0.25)), pair => Assert.Equal(pair.Item2, pair.v, 1e-4));
        Assert.Equal([0, 0.5, 0.8, 0.9, 0.95, 0.99], Many(figures, "strengths"));
        double[] loss = Many(figures, "loss"), rates = Many(figures, "bestRates");
        Assert.True(loss[1] < loss[0] && loss[2] < loss[0] && loss[^1] > loss[0]);
        Assert.True(rates[1] > rates[0]);
    }

    [Fact]
    public void ManyRoughStepsBeatFewExactOnes()
    {
        JsonElement figures = Figures("batch-size");
        Assert.Equal([20, 320, 10240], Many(figures, "updates"));
        Assert.True(Many(figures, "lastLoss") is [var all, var some, var one] && all > some && some > one);
        double[] scatter = Many(figures, "scatter");
        Assert.InRange(scatter[0], 0, 1e-12);
        // The error of a mean falls with the root of the number of rows.
        Assert.InRange(scatter[2] / scatter[1], Math.Sqrt(32) / 1.5, Math.Sqrt(32) * 1.5);
    }

    [Fact]
    public void ANeuronAddsItsWeightedInputs()
    {
        JsonElement figures = Figures("network", "--numbers", "3,-1");
        double sum = Many(figures, "weights").Zip(Many(figures, "inputs"), (w, x) => w * x).Sum() + One(figures, "bias");
        Assert.Equal(sum, One(figures, "sum"), 1e-12);
        Assert.Equal(Math.Tanh(sum), One(figures, "answer"), 1e-12);
        Assert.Equal(10, One(figures, "parameters"));
    }

    [Fact]
    public void TheWorkOfAStepIsThatOfTheDocumentation()
    {
        string page = Checkout.Read("docs/performance.md");
        JsonElement figures = Figures("gpu");
        double[] products = Many(figures, "multiplyAdds");
        Assert.Equal(40_704, products[0]);
        Assert.Contains("has 40,700 multiply-adds", page, StringComparison.Ordinal);
        // Two million weights of a layer of 784 by 1,024, one of 1,024 by 1,024 and one of 1,024 by 10, for 256 rows.
        Assert.Equal(256.0 * ((3 * ((784 * 1024) + (1024 * 1024) + (1024 * 10))) - (784 * 1024)), products[2]);
        Assert.Contains("98 GFLOP/s and 1.00 times; 190", page, StringComparison.Ordinal);
        Assert.Contains("| 1.78, ", page, StringComparison.Ordinal);
        Assert.Equal(2 * products[2] / 98e9, Many(figures, "seconds")[2], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public void ASurfaceIsTheLossOfItsNetwork(string name)
    {
        Surface surface = new[] { Surface.Ravine(20), Surface.Saddle, Surface.Plateau }.Single(known => known.Name == name);
        Model<double> model = surface.Network.Build<double>(surface.Rows.InputColumns);
        foreach ((double x, double y) in ((double, double)[])[(0.3, -0.7), (-2, 1.5), surface.Start, surface.Minimum])
        {
            double[] weights = [x, y];
            int next = 0;
            foreach (Parameter parameter in model.Parameters)
            {
                int count = model.GetParameter(parameter.Name).Length;
                model.SetParameter(parameter.Name, weights.AsSpan(next, count));
                next += count;
            }

            Assert.Equal(surface.Height(x, y), model.Loss(surface.Rows, surface.Loss), 1e-12);
        }

        Assert.Equal(0, surface.Height(surface.Minimum.X, surface.Minimum.Y), 1e-15);
        Assert.Equal([surface.Start, .. surface.Walk(new GradientDescent(0.01)).Take(1).Skip(1)], surface.Walk(new GradientDescent(0.01)).Take(1));
    }

    [Fact]
    public void TheRaceIsRunByTheLibrary()
    {
        JsonElement figures = Figures("optimizers", "--learning-rate", "0.05");
        Assert.All(Many(figures, "ravineRates"), rate => Assert.Equal(0.05, rate));
        // Gradient descent: y is gone after one step, and x shrinks by the factor 0.95.
        Assert.Equal(1, Many(figures, "ravineLoss")[0] / (8 * Math.Pow(0.95, 120)), 1e-9);
        Assert.Equal(37, Many(Figures("optimizers"), "ravineStepsToGoal")[0]);
        Assert.Equal(Math.Log10(AdamOnTheRavine(0.5)), Math.Log10(Many(Figures("optimizers", "--learning-rate", "0.5"), "ravineLoss")[5]), 1e-6);
    }

    /// <summary>The loss after 60 steps of Adam on ½·(x² + 20·y²), by the formulas of Kingma and Ba.</summary>
    private static double AdamOnTheRavine(double rate)
    {
        double[] place = [-4, 1], steepness = [1, 20], m = [0, 0], v = [0, 0];
        for (int t = 1; t <= 60; t++)
        {
            for (int i = 0; i < 2; i++)
            {
                double g = steepness[i] * place[i];
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.999 * v[i]) + (0.001 * g * g);
                place[i] -= rate * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
            }
        }

        return ((place[0] * place[0]) + (20 * place[1] * place[1])) / 2;
    }

    private static double[] Softmax(double[] scores)
    {
        double[] powers = [.. scores.Select(Math.Exp)];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    private static JsonElement Figures(string lesson, params string[] options) => ToolRun.Of(["learn", lesson, "--json", .. options]).EndsWith(0).Json().GetProperty("figures");

    private static double One(JsonElement figures, string name) => figures.GetProperty(name).GetDouble();

    private static double[] Many(JsonElement figures, string name) => [.. figures.GetProperty(name).EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];
}
