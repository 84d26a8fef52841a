using System.Text.Json;
using Descent.Tests.Goldens;

namespace Descent.Tests.Metrics;

public class ConfusionMatrixTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenMetrics.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithScikitLearn(string name)
    {
        JsonElement golden = GoldenMetrics.Case(name);
        Outcome outcome = GoldenMetrics.Read(golden);
        double threshold = golden.GetProperty("threshold").GetDouble();
        JsonElement expected = golden.GetProperty("confusion");
        switch (outcome.Form)
        {
            case OutcomeForm.Regression:
                Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of(GoldenMetrics.Read(golden)));
                break;
            case OutcomeForm.Multilabel:
                IReadOnlyList<ConfusionMatrix> each = ConfusionMatrix.PerOutput(outcome, threshold);
                Assert.Equal(expected.GetArrayLength(), each.Count);
                for (int i = 0; i < each.Count; i++)
                {
                    AssertEqual(expected[i], each[i], name);
                }

                break;
            default:
                AssertEqual(expected, ConfusionMatrix.Of(outcome, threshold), name);
                break;
        }
    }

    [Fact]
    public void PrintsAsATable()
    {
        Outcome outcome = new(OutcomeForm.Binary, new double[] { 0, 1, 1, 0 }, new double[] { 0.1, 0.9, 0.2, 0.3 }, 1, new double[] { 1, 10, 0.5, 1 });
        ConfusionMatrix matrix = ConfusionMatrix.Of(outcome);
        Assert.Equal("  2    0\n0.5   10", matrix.ToString());
        Assert.Equal((12.5, 12, 10.5, 2.5), (matrix.Total, matrix.Correct, matrix.Actual(1), matrix.Predicted(0)));
    }

    [Fact]
    public void OutputsThatAreNoNumbersAreRefused() =>
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of(new(OutcomeForm.Binary, new double[2], new[] { 1, double.NaN }, 1))).Message);

    private static void AssertEqual(JsonElement expected, ConfusionMatrix actual, string name)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Classes);
        for (int i = 0; i < actual.Classes; i++)
        {
            for (int j = 0; j < actual.Classes; j++)
            {
                GoldenFile.AssertClose(expected[i][j].GetDouble(), actual[i, j], 1e-12, $"{name} [{i}, {j}]");
            }
        }
    }
}
