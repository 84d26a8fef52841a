using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Regularizers;

/// <summary>Penalties and limits against PyTorch (Goldens/regularizers.json), as one step of training applies them.</summary>
public class RegularizerGoldenTests
{
    private static readonly JsonElement s_root = GoldenFile.Read("regularizers.json");
    private static readonly double[] s_weights = GoldenFile.Numbers(s_root.GetProperty("weights"));
    private static readonly int s_columns = s_root.GetProperty("columns").GetInt32(), s_rows = s_root.GetProperty("rows").GetInt32();

    public static TheoryData<string> Penalties => [.. s_root.GetProperty("penalties").EnumerateArray().Select(p => p.GetProperty("regularizer").GetRawText())];

    public static TheoryData<string> Limits => [.. s_root.GetProperty("limits").EnumerateArray().Select(p => p.GetProperty("regularizer").GetRawText())];

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Penalties))]
    public void SlopesAgree(string json)
    {
        double[] expected = GoldenFile.Numbers(s_root.GetProperty("penalties").EnumerateArray().Single(p => p.GetProperty("regularizer").GetRawText() == json).GetProperty("gradients"));
        double[] moved = Step(Catalogue.FromJson<Regularizer>(json), 1);
        for (int i = 0; i < expected.Length; i++)
        {
            GoldenFile.AssertClose(expected[i], s_weights[i] - moved[i], 1e-15, $"{json} [{i}]");
        }
    }

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Limits))]
    public void LimitsAgree(string json)
    {
        double[] limited = GoldenFile.Numbers(s_root.GetProperty("limits").EnumerateArray().Single(p => p.GetProperty("regularizer").GetRawText() == json).GetProperty("limited"));
        double[] actual = Step(Catalogue.FromJson<Regularizer>(json), 1e-300);
        for (int row = 0; row * s_columns < limited.Length; row++)
        {
            // PyTorch divides by the norm plus 1e−7; that is put back before the comparison.
            Range own = (row * s_columns)..((row + 1) * s_columns);
            double norm = Math.Sqrt(s_weights[own].Sum(w => w * w)), limit = ((MaxNorm)Catalogue.FromJson<Regularizer>(json)).Limit.At(new TrainingPosition(0, 1)), repair = norm > limit ? (norm + 1e-7) / norm : 1;
            Assert.All(limited[own].Zip(actual[own]), pair => GoldenFile.AssertClose(pair.First * repair, pair.Second, 1e-14, json));
        }
    }

    /// <summary>The weights after one step on a loss without a slope: outputs and targets are 0.</summary>
    private static double[] Step(Regularizer regularizer, double rate)
    {
        int neurons = s_weights.Length / s_columns;
        Network network = [new Dense(neurons) { UseBias = false }];
        Model<double> model = network.Build<double>(s_columns, 1);
        model.SetParameter("layers.0.weight", s_weights);
        Dataset<double> data = Dataset.Create<double>(new double[s_columns * s_rows], s_columns, new double[neurons * s_rows], neurons);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(rate), Regularizer = regularizer, BatchSize = s_rows };
        AlignedBlock<double> parameters = model.Block.Copy();
        using Stepper<double> stepper = new(new(model, options), data, default, s_rows, 1, parameters);
        Assert.Equal(0, stepper.Step([.. Enumerable.Range(0, s_rows)], 0, s_rows, new TrainingPosition(0, 1)));
        return parameters.Span.Slice(model.Parameters[0].Offset, model.Parameters[0].Count).ToArray();
    }
}
