using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Losses;

/// <summary>Reductions × sample and class weights × label smoothing as training computes them, against PyTorch and Keras's formulas (Goldens/losses_weighted.json).</summary>
public class WeightedLossTests
{
    private static readonly Lazy<JsonElement[]> s_cases = new(() => [.. GoldenFile.Read("losses_weighted.json").GetProperty("cases").EnumerateArray()]);

    public static TheoryData<string> Losses => [.. s_cases.Value.Select(c => c.GetProperty("loss").GetRawText()).Distinct()];

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Losses))]
    public void ValueAndGradientAgree(string json)
    {
        foreach (JsonElement golden in s_cases.Value.Where(c => c.GetProperty("loss").GetRawText() == json))
        {
            Check(golden, Catalogue.FromJson<Loss>(json));
        }
    }

    [Fact]
    public void EveryLossIsWeightedAndReducedInEveryWay()
    {
        // Losses of heads have networks of their own (PerHeadTests).
        Assert.Equal(Catalogue.Of(CatalogueKind.Loss).Where(e => e.Type != typeof(PerHead)).Select(e => e.Name).Order(), s_cases.Value.Select(c => c.GetProperty("loss").GetProperty("type").GetString()!).Distinct().Order());
        foreach (IGrouping<string, JsonElement> group in s_cases.Value.GroupBy(c => c.GetProperty("loss").GetProperty("type").GetString()!))
        {
            IEnumerable<string> there = group.Select(c => $"{c.GetProperty("loss").GetProperty("reduction").GetString()} {c.GetProperty("weighting").GetString()}");
            Assert.Empty(Enum.GetNames<Reduction>().SelectMany(_ => new[] { "none", "rows" }, (r, w) => $"{r} {w}").Except(there));
        }
    }

    /// <summary>The cases tell conventions apart: divided by the sum of the weights, as PyTorch does with class weights, the value is another.</summary>
    [Fact]
    public void DividingByTheSumOfTheWeightsWouldBeSeen()
    {
        JsonElement golden = s_cases.Value.First(c => c.GetProperty("weighting").GetString() == "rows" && c.GetProperty("loss").GetProperty("reduction").GetString() == "MeanOverSamples");
        double[] weights = GoldenFile.Numbers(golden.GetProperty("rowWeights"));
        double value = golden.GetProperty("value").GetDouble(), wrong = value * weights.Length / weights.Sum();
        Assert.True(Math.Abs(wrong - value) > 0.1 * Math.Abs(value));
    }

    private static void Check(JsonElement golden, Loss loss)
    {
        int columns = golden.GetProperty("columns").GetInt32();
        double[] inputs = GoldenFile.Numbers(golden.GetProperty("inputs")), targets = GoldenFile.Numbers(golden.GetProperty("targets"));
        double[] weights = golden.GetProperty("rowWeights") is { ValueKind: JsonValueKind.Array } given ? GoldenFile.Numbers(given) : [];
        double[]? classes = golden.GetProperty("classWeights") is { ValueKind: JsonValueKind.Array } some ? GoldenFile.Numbers(some) : null;
        Dataset<double> data = weights.Length > 0 ? Dataset.Create<double>(inputs, columns, targets, columns, weights) : Dataset.Create<double>(inputs, columns, targets, columns);
        TrainingOptions options = new() { Loss = loss, ClassWeights = classes, BatchSize = data.Rows };
        Network network = [new Dense(columns, Catalogue.FromJson<Activation>(golden.GetProperty("activation").GetRawText())) { UseBias = false }];
        Model<double> model = network.Build<double>(columns, 1, LaneWidth.Current);
        model.SetParameter("layers.0.weight", [.. Enumerable.Range(0, columns * columns).Select(i => i % (columns + 1) == 0 ? 1.0 : 0)]);
        AlignedBlock<double> parameters = model.Block.Copy();
        using Stepper<double> stepper = new(new(model, options), data, FitChecks.Weights(data, classes), data.Rows, 1, parameters);

        // In another order than they lie in: a weight goes with its row.
        int[] order = [.. Enumerable.Range(0, data.Rows).Reverse()];
        string what = $"{loss}, {golden.GetProperty("weighting")}, {columns} columns, {golden.GetProperty("by")}";
        GoldenFile.AssertClose(golden.GetProperty("value").GetDouble(), stepper.Gradient(order, 0, data.Rows), 1e-13, what);
        double[] expected = GoldenFile.Numbers(golden.GetProperty("gradients"));
        double[] actual = stepper.Gradients.Span.Slice(model.Parameters[0].Offset, model.Parameters[0].Count).ToArray();
        for (int i = 0; i < expected.Length; i++)
        {
            GoldenFile.AssertClose(expected[i], actual[i], 1e-13, $"{what}, gradient {i}");
        }
    }
}
