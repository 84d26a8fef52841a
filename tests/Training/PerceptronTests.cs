using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Training;

/// <summary>The perceptron learning rule beside scikit-learn's, textbooks and Novikoff's bound.</summary>
public class PerceptronTests
{
    public static IEnumerable<string> Proven => ["perceptron"];

    private static readonly double[] s_corners = [0, 0, 0, 1, 1, 0, 1, 1];

    private static readonly JsonElement s_golden = GoldenFile.Read("perceptron.json");

    public static TheoryData<string> Cases => [.. s_golden.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Proven))]
    [MemberData(nameof(Cases))]
    public void WeightsAreScikitLearns(string name)
    {
        JsonElement golden = s_golden.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        double[] weights = golden.GetProperty("weights").ValueKind == JsonValueKind.Null ? [] : GoldenFile.Numbers(golden.GetProperty("weights"));
        Dataset<double> data = Dataset.Create<double>(
            GoldenFile.Numbers(golden.GetProperty("inputs")), golden.GetProperty("inputColumns").GetInt32(),
            GoldenFile.Numbers(golden.GetProperty("targets")), golden.GetProperty("targetColumns").GetInt32(), weights);
        foreach (JsonElement result in golden.GetProperty("results").EnumerateArray())
        {
            // scikit-learn goes on to the last epoch; nothing changes once all is right, and a cycle would only be gone round.
            bool useBias = golden.GetProperty("useBias").GetBoolean();
            int epochs = result.GetProperty("epochs").GetInt32();
            PerceptronTraining<double> training = new Perceptron(golden.GetProperty("learningRate").GetDouble(), epochs, Margin: 0, UseBias: useBias).Fit(data);
            if (training.Outcome == PerceptronOutcome.Cycling && training.Epochs < epochs)
            {
                continue;
            }

            AssertClose(GoldenFile.Numbers(result.GetProperty("coefficients")), training.Model.GetParameter("layers.0.weight"));
            AssertClose(GoldenFile.Numbers(result.GetProperty("intercepts")), useBias ? training.Model.GetParameter("layers.0.bias") : new double[data.TargetColumns]);
        }
    }

    // Fausett, "Fundamentals of Neural Networks", examples 2.11 (undecided band 0.2, 0 and 1 in, −1 and 1 out) and 2.12 (−1 and 1 in).
    [Theory]
    [InlineData(new double[] { 1, 1, 1, 0, 0, 1, 0, 0 }, 0.2, 10, new double[] { 2, 3, -4 })]
    [InlineData(new double[] { 1, 1, 1, -1, -1, 1, -1, -1 }, 0.0, 2, new double[] { 1, 1, -1 })]
    public void FausettsAndTakesHerNumberOfEpochs(double[] inputs, double margin, int epochs, double[] expected)
    {
        PerceptronTraining<double> training = new Perceptron(Form: StepForm.Bipolar, Margin: margin).Fit(Dataset.Create<double>(inputs, 2, (double[])[1, -1, -1, -1], 1));
        Assert.Equal((PerceptronOutcome.Separated, epochs), (training.Outcome, training.Epochs));
        Assert.Equal(expected, (double[])[.. training.Model.GetParameter("layers.0.weight"), .. training.Model.GetParameter("layers.0.bias")]);
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 0, 1 })]
    [InlineData(new double[] { 0, 1, 1, 1 })]
    [InlineData(new double[] { 1, 1, 1, 0 })]
    [InlineData(new double[] { 1, 0, 0, 0 })]
    [InlineData(new double[] { 0, 0, 1, 0 })]
    [InlineData(new double[] { 0, 0, 0, 0 })]
    public void GatesThatALineSeparatesAreLearnedInAnyForm(double[] gate)
    {
        double[] bipolar = [.. gate.Select(y => (2 * y) - 1)];
        foreach (Perceptron rule in (Perceptron[])[new(), new(0.1), new(Margin: 0), new(Margin: 0.5), new(ShuffleSeed: 4)])
        {
            PerceptronTraining<double> one = rule.Fit(Dataset.Create<double>(s_corners, 2, gate, 1));
            PerceptronTraining<double> two = (rule with { Form = StepForm.Bipolar }).Fit(Dataset.Create<double>(s_corners, 2, bipolar, 1));
            Assert.True(one.Converged && two.Converged);
            Assert.Equal(gate, one.Model.Predict(s_corners));
            Assert.Equal(bipolar, two.Model.Predict(s_corners));
            Assert.Equal(one.Model.GetParameter("layers.0.weight"), two.Model.GetParameter("layers.0.weight"));
            Assert.Equal(0, one.Corrections[^1]);
        }
    }

    [Fact]
    public void TheStepFollowsTheRuleComputedByHand()
    {
        // Rows 00, 01, 10, 11; 0 counts as the low value, so the first correction is at 11: w = (1, 1), b = 1. Then 00 and 01 are too
        // high: b = 0, w = (1, 0), b = −1 …
        PerceptronTraining<float> training = new Perceptron().Fit(Dataset.Create<float>((float[])[0, 0, 0, 1, 1, 0, 1, 1], 2, (float[])[0, 0, 0, 1], 1));
        Assert.Equal([2, 1, -2], (float[])[.. training.Model.GetParameter("layers.0.weight"), .. training.Model.GetParameter("layers.0.bias")]);
        Assert.Equal([1L, 3, 3, 2, 1, 0], training.Corrections);
    }

    [Fact]
    public void XorIsSeenToGoRoundInACircle()
    {
        double[] xor = [0, 1, 1, 0], and = [0, 0, 0, 1];
        PerceptronTraining<double> alone = new Perceptron().Fit(Dataset.Create<double>(s_corners, 2, xor, 1));
        Assert.Equal((PerceptronOutcome.Cycling, false), (alone.Outcome, alone.Converged));
        Assert.InRange(alone.Epochs, 2, 20);
        Assert.All(alone.Corrections, c => Assert.True(c > 0));
        Assert.NotEqual(xor, alone.Model.Predict(s_corners));

        // In a new order every epoch nothing can be concluded; beside XOR another output is learned all the same.
        PerceptronTraining<double> shuffled = new Perceptron(Epochs: 300, ShuffleSeed: 1).Fit(Dataset.Create<double>(s_corners, 2, xor, 1));
        Assert.Equal((PerceptronOutcome.Undecided, 300), (shuffled.Outcome, shuffled.Epochs));
        double[] both = [.. and.Zip(xor).SelectMany(pair => new[] { pair.First, pair.Second })];
        PerceptronTraining<double> pair = new Perceptron().Fit(Dataset.Create<double>(s_corners, 2, both, 2));
        Assert.Equal(PerceptronOutcome.Cycling, pair.Outcome);
        Assert.Equal(and, pair.Model.Predict(s_corners).Where((_, i) => i % 2 == 0));
        Assert.Equal(new Perceptron().Fit(Dataset.Create<double>(s_corners, 2, and, 1)).CorrectionsPerOutput[0], pair.CorrectionsPerOutput[0]);
    }

    [Fact]
    public void CorrectionsStayWithinNovikoffsBound()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            // Rows on both sides of a known plane u of length 1, none nearer than 0.1.
            CounterRandom random = new(seed, Streams.Synthetic);
            double[] u = [.. Enumerable.Range(0, 4).Select(i => random.Normal((ulong)i))];
            double length = Math.Sqrt(u.Sum(v => v * v)), radius = 0, gap = double.PositiveInfinity;
            List<double> inputs = [], targets = [];
            for (ulong row = 0; targets.Count < 200; row++)
            {
                double[] x = [.. Enumerable.Range(0, 3).Select(i => random.Normal(100 + (4 * row) + (ulong)i)), 1];
                double side = x.Zip(u, (a, b) => a * b / length).Sum();
                if (Math.Abs(side) > 0.1)
                {
                    (radius, gap) = (Math.Max(radius, Math.Sqrt(x.Sum(v => v * v))), Math.Min(gap, Math.Abs(side)));
                    inputs.AddRange(x[..3]);
                    targets.Add(side > 0 ? 1 : 0);
                }
            }

            Dataset<double> data = Dataset.Create<double>(inputs.ToArray(), 3, targets.ToArray(), 1);
            foreach (Perceptron rule in (Perceptron[])[new(), new(Margin: 0), new(ShuffleSeed: seed), new(0.01)])
            {
                PerceptronTraining<double> training = rule.Fit(data);
                Assert.True(training.Converged);
                Assert.InRange(training.CorrectionsPerOutput[0], 2, radius * radius / (gap * gap));
                Assert.Equal(targets, training.Model.Predict(inputs.ToArray()));
            }
        }
    }

    [Fact]
    public void WholeWeightsAreRepeatedRowsAndWeightZeroIsNone()
    {
        Dataset<double> weighted = Dataset.Create<double>(s_corners, 2, (double[])[0, 1, 1, 1], 1, (double[])[1, 0, 1, 1]);
        Dataset<double> plain = Dataset.Create<double>((double[])[0, 0, 1, 0, 1, 1], 2, (double[])[0, 1, 1], 1);
        Assert.Equal(new Perceptron(Margin: 0).Fit(plain).Model.GetParameter("layers.0.weight"), new Perceptron(Margin: 0).Fit(weighted).Model.GetParameter("layers.0.weight"));
        PerceptronTraining<double> heavy = new Perceptron(Epochs: 1).Fit(Dataset.Create<double>((double[])[1, 2], 2, (double[])[1], 1, (double[])[2.5]));
        Assert.Equal([2.5, 5, 2.5], (double[])[.. heavy.Model.GetParameter("layers.0.weight"), .. heavy.Model.GetParameter("layers.0.bias")]);
    }

    [Fact]
    public void ShufflesAreAFunctionOfTheSeed()
    {
        Dataset<double> data = Descent.Data.ToyTasks.Moons<double>(100, 1).Data;
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
        Assert.NotEqual(Weights(1), Weights(null));

        double[] Weights(ulong? seed) => new Perceptron(Epochs: 5, ShuffleSeed: seed).Fit(data).Model.GetParameter("layers.0.weight");
    }

    [Fact]
    [Proves(Proof.Law, Law.Arguments, Of = nameof(Proven))]
    public void WhatCannotBeIsRefused()
    {
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => new Perceptron().Fit(Dataset.Create(ReadOnlyMemory<double>.Empty, 2, ReadOnlyMemory<double>.Empty, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("row 2, column 1", Refusal(new Perceptron(), [0, 1, 1, 0, 0, 0.5]), StringComparison.Ordinal);
        Assert.Contains("StepForm.Bipolar", Refusal(new Perceptron(), [0, -1, 1, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("StepForm.Unipolar", Refusal(new Perceptron(Form: StepForm.Bipolar), [1, -1, 1, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new Perceptron(0));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new Perceptron() with { LearningRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Epochs", () => new Perceptron(Epochs: 0));
        Assert.Throws<ArgumentOutOfRangeException>("Margin", () => new Perceptron(Margin: -1));
        Assert.Throws<ArgumentOutOfRangeException>("Margin", () => new Perceptron() with { Margin = double.PositiveInfinity });
        Assert.Throws<OperationCanceledException>(() => new Perceptron().Fit(Dataset.Create<double>(s_corners, 2, (double[])[0, 1, 1, 0], 1), new CancellationToken(canceled: true)));
        double[] huge = [1e308, 1e308, 1e308, -1e308];
        Assert.Contains("Scale the inputs", Assert.Throws<TrainingFailedException>(() => new Perceptron(10).Fit(Dataset.Create<double>(huge, 2, (double[])[1, 0], 1))).Message, StringComparison.Ordinal);

        static string Refusal(Perceptron rule, double[] targets) =>
            Assert.Throws<ArgumentException>(() => rule.Fit(Dataset.Create<double>(new double[6], 2, targets, 2))).Message;
    }

    [Fact]
    [Proves(Proof.Law, Law.Json, Of = nameof(Proven))]
    public void ItIsDescribedByJson()
    {
        Perceptron rule = new(0.5, 20, StepForm.Bipolar, 0.1, 7, UseBias: false);
        Assert.Equal(rule, Catalogue.FromJson<Perceptron>(Catalogue.ToJson(rule)));
        Assert.Equal(new Perceptron(0.5, Margin: 0), Catalogue.Parse<Perceptron>("perceptron:learningRate=0.5,margin=0"));
        Assert.Equal(new Perceptron(), Catalogue.FromJson<Perceptron>(Catalogue.ToJson(new Perceptron())));
        Assert.Throws<FormatException>(() => Catalogue.Parse<Perceptron>("perceptron:rate=0.5"));
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => GoldenFile.AssertClose(pair.First, pair.Second, 1e-12, "weight"));
    }
}
