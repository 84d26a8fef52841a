using System.Numerics;
using System.Text.Json;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Losses;

/// <summary>Losses and their gradients against PyTorch and Keras's formulas (Goldens/losses.json), behind the activations they go with.</summary>
public class LossGoldenTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-13;

    private static readonly JsonElement[] s_cases = [.. GoldenFile.Read("losses.json").GetProperty("cases").EnumerateArray()];

    public static IEnumerable<string> Names => s_cases.Select(c => c.GetProperty("loss").GetRawText());

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Length)];

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Names))]
    [MemberData(nameof(Cases))]
    public void LossesAndGradientsAgree(int index)
    {
        double worst = Check<double>(index, Tolerance), worstSingle = Check<float>(index, 2e-6);
        output.WriteLine($"{s_cases[index].GetProperty("loss")}, {s_cases[index].GetProperty("by")}: worst error {worst:G3} in double, {worstSingle:G3} in float");
    }

    /// <summary>A loss that took the logarithm of the target instead of the prediction would not pass.</summary>
    [Fact]
    public void TheNumbersTellWhoseLogarithmIsTaken()
    {
        HashSet<string> told = [];
        foreach (JsonElement golden in s_cases.Where(c => c.TryGetProperty("wrong", out _)))
        {
            double[] right = GoldenFile.Numbers(golden.GetProperty("losses")), wrong = GoldenFile.Numbers(golden.GetProperty("wrong"));
            Assert.Contains(right.Zip(wrong), pair => !(Math.Abs(pair.First - pair.Second) <= 1e6 * Tolerance * Math.Max(1, Math.Abs(pair.First))));
            told.Add(golden.GetProperty("loss").GetProperty("type").GetString()!);
        }

        Assert.Equal(["binary_cross_entropy", "categorical_cross_entropy", "kullback_leibler"], told.Order());
    }

    /// <summary>Targets of 0 and 1 and outputs of exactly 0 and 1 give finite losses and gradients.</summary>
    [Theory]
    [InlineData("hard_sigmoid", "binary_cross_entropy", 0, 0, 0)]
    [InlineData("hard_sigmoid", "binary_cross_entropy", 0, 1, 69.0776)]
    [InlineData("relu", "poisson", 0, 0, 0)]
    [InlineData("relu", "poisson", 0, 2, 138.1551)]
    public void LogarithmsAreSafeAtZero(string activation, string loss, double value, double target, double expected)
    {
        Probe<float> probe = new([Catalogue.Parse<Activation>(activation)], 1, 1, Catalogue.Parse<Loss>(loss), 1);
        double[] gradient = probe.InputGradients([value - 10], [target]);
        Assert.Equal(expected, probe.Loss(), 1e-3);
        Assert.Equal([0], gradient);
    }

    [Fact]
    public void OutputsThatAreAllZeroHaveNoDirection()
    {
        Probe<double> probe = new([new Linear()], 3, 1, new CosineProximity(), 1);
        Assert.Equal([0, 0, 0], probe.InputGradients([0, 0, 0], [1, 2, 3]));
        Assert.Equal(0, probe.Loss());
    }

    /// <summary>The formula has the highest of the other outputs, not Keras's, which is never below 0.</summary>
    [Fact]
    public void CategoricalHingeComparesWithTheHighestOther()
    {
        Probe<double> probe = new([new Linear()], 3, 1, new CategoricalHinge(), 1);
        Assert.Equal([0, 0, 0], probe.InputGradients([0.5, -1, -2], [1, 0, 0]));

        // Of two equals the first gets the gradient, so that it sums to 0.
        Assert.Equal([-1, 1, 0], probe.InputGradients([0.5, 2, 2], [1, 0, 0]));
        Assert.Equal(2.5, probe.Loss());
    }

    private static double Check<T>(int index, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        JsonElement golden = s_cases[index];
        double[] logits = GoldenFile.Numbers(golden.GetProperty("logits")), targets = GoldenFile.Numbers(golden.GetProperty("targets"));
        double[] losses = GoldenFile.Numbers(golden.GetProperty("losses")), gradients = GoldenFile.Numbers(golden.GetProperty("gradients"));
        int samples = losses.Length, width = logits.Length / samples;
        Loss loss = Catalogue.FromJson<Loss>(golden.GetProperty("loss").GetRawText()) with { Reduction = Reduction.Sum };
        string what = $"{loss} after {golden.GetProperty("activation")}, case {index}, {typeof(T).Name}";
        Probe<T> probe = new([Catalogue.FromJson<Activation>(golden.GetProperty("activation").GetRawText())], width, samples, loss, 1);
        double[] actual = probe.InputGradients(logits, targets);
        double worst = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            Compare(losses[i], double.CreateTruncating(probe.Frame.Losses.Row(0)[i]), $"{what}, sample {i}");
        }

        for (int i = 0; i < gradients.Length; i++)
        {
            Compare(gradients[i], actual[i], $"{what}, gradient {i}");
        }

        // The other reductions are factors.
        Assert.Equal(1.0 / samples, Scale(Reduction.MeanOverSamples), 15);
        Assert.Equal(1.0 / (samples * width), Scale(Reduction.MeanOverElements), 15);
        return worst;

        double Scale(Reduction reduction) => ((Descent.ILossFunction)(loss with { Reduction = reduction })).Scale(samples, width);

        void Compare(double expected, double found, string where)
        {
            worst = Math.Max(worst, Math.Abs(expected - found) / Math.Max(1, Math.Abs(expected)));
            GoldenFile.AssertClose(expected, found, tolerance, where);
        }
    }
}
