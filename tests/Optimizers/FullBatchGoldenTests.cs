using System.Text.Json;
using Descent.Data;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Optimizers;

/// <summary>Optimizers of the full batch against SciPy and scikit-learn, from the same start.</summary>
public class FullBatchGoldenTests
{
    private static readonly JsonElement s_file = GoldenFile.Read("full_batch.json");

    public static IEnumerable<string> OfLbfgs => ["lbfgs"];

    public static IEnumerable<string> OfMarquardt => ["levenberg_marquardt"];

    public static TheoryData<string> Lbfgs => [.. s_file.GetProperty("lbfgs").EnumerateObject().Select(run => run.Name)];

    public static TheoryData<string> LeastSquares => [.. s_file.GetProperty("least_squares").EnumerateObject().Select(run => run.Name)];

    /// <summary>Without a penalty, weights can grow without end, and the loss falls for thousands of iterations.</summary>
    public static TheoryData<string> WithMinimum => [.. s_file.GetProperty("least_squares").EnumerateObject().Where(run => run.Value.GetProperty("l2").GetDouble() > 0).Select(run => run.Name)];

    /// <summary>The same weights after every iteration, as long as rounding has not separated the two.</summary>
    [Theory]
    [Proves(Proof.Peer, Of = nameof(OfLbfgs))]
    [MemberData(nameof(Lbfgs))]
    public void TakesTheStepsOfScipy(string name)
    {
        JsonElement run = s_file.GetProperty("lbfgs").GetProperty(name);
        Follow(run, new Lbfgs(run.GetProperty("memory").GetInt32(), Tolerance: 0), 1e-7);
    }

    [Theory]
    [MemberData(nameof(Lbfgs))]
    public void EndsWhereScipyEnds(string name)
    {
        JsonElement run = s_file.GetProperty("lbfgs").GetProperty(name);
        int iterations = name.StartsWith("network, ", StringComparison.Ordinal) ? 1_000 : run.GetProperty("values").GetArrayLength();
        (Model<double> model, _) = Fit(run, new Lbfgs(run.GetProperty("memory").GetInt32(), Tolerance: 0), iterations);
        GoldenFile.AssertClose(run.GetProperty("final").GetDouble(), Value(run, model), 1e-9, name);
    }

    [Theory]
    [Proves(Proof.Peer, Of = nameof(OfMarquardt))]
    [MemberData(nameof(LeastSquares))]
    public void TakesTheStepsOfHaganAndMenhaj(string name) => Follow(s_file.GetProperty("least_squares").GetProperty(name), new LevenbergMarquardt(), 1e-7);

    [Theory]
    [MemberData(nameof(WithMinimum))]
    public void EndsWhereLeastSquaresEnds(string name)
    {
        JsonElement run = s_file.GetProperty("least_squares").GetProperty(name);
        (Model<double> model, History history) = Fit(run, new LevenbergMarquardt(Tolerance: 1e-12), 2_000);
        Assert.True(history.Stop == StopReason.Converged, $"{history}, {Value(run, model):R}");
        GoldenFile.AssertClose(run.GetProperty("final").GetDouble(), Value(run, model), 1e-9, name);
    }

    [Fact]
    public void EndsWhereScikitLearnEnds()
    {
        JsonElement run = s_file.GetProperty("scikit_learn");
        Model<double> model = Build(run, new Linear());
        TrainingOptions options = new() { Loss = new MeanSquaredError(Half: true), Optimizer = new Lbfgs(Tolerance: 1e-10), Regularizer = new L2(run.GetProperty("alpha").GetDouble(), L2Form.PerSample), Epochs = 10_000, WarmStart = true };
        Dataset<double> rows = Rows(run);
        model.Fit(rows, options);

        // It stops a little earlier, when the loss falls by less than 2e-9 of its size.
        double expected = run.GetProperty("loss").GetDouble();
        Assert.InRange(model.Loss(rows, options.Loss) + model.Penalty(options.Regularizer, rows.Rows), expected - (2e-7 * expected), expected);
    }

    private static void Follow(JsonElement run, Optimizer optimizer, double tolerance)
    {
        double[] values = GoldenFile.Numbers(run.GetProperty("values"));
        double[][] places = [.. run.GetProperty("places").EnumerateArray().Select(GoldenFile.Numbers)];
        Assert.InRange(places.Length, 8, 12);
        for (int i = 0; i < places.Length; i++)
        {
            (Model<double> model, _) = Fit(run, optimizer, i + 1);
            double[] place = [.. model.Parameters.SelectMany(parameter => model.GetParameter(parameter.Name))];
            Assert.All(places[i].Zip(place), pair => GoldenFile.AssertClose(pair.First, pair.Second, tolerance, $"a weight after iteration {i + 1}"));
            GoldenFile.AssertClose(values[i], Value(run, model), tolerance, $"the function after iteration {i + 1}");
        }
    }

    private static (Model<double> Model, History History) Fit(JsonElement run, Optimizer optimizer, int iterations)
    {
        Model<double> model = Build(run, run.GetProperty("softmax").GetBoolean() ? new Softmax() : new Linear());
        History history = model.Fit(Rows(run), new TrainingOptions { Loss = LossOf(run), Optimizer = optimizer, Regularizer = PenaltyOf(run), Epochs = iterations, WarmStart = true });
        return (model, history);
    }

    /// <summary>The loss plus the penalty.</summary>
    private static double Value(JsonElement run, Model<double> model) => model.Loss(Rows(run), LossOf(run)) + model.Penalty(PenaltyOf(run));

    private static L2 PenaltyOf(JsonElement run) => new(run.GetProperty("l2").GetDouble());

    private static Loss LossOf(JsonElement run) => run.GetProperty("softmax").GetBoolean() ? new CategoricalCrossEntropy() : new MeanSquaredError();

    private static Model<double> Build(JsonElement run, Activation last)
    {
        int[] widths = [.. run.GetProperty("widths").EnumerateArray().Select(width => width.GetInt32())];
        Network network = Network.Create([.. widths[1..].Select((width, i) => new Dense(width, i == widths.Length - 2 ? last : new Tanh()))]);
        Model<double> model = network.Build<double>(widths[0]);
        ReadOnlySpan<double> start = GoldenFile.Numbers(run.GetProperty("start"));
        foreach (Parameter parameter in model.Parameters)
        {
            model.SetParameter(parameter.Name, start[..parameter.Count]);
            start = start[parameter.Count..];
        }

        Assert.True(start.IsEmpty);
        return model;
    }

    private static Dataset<double> Rows(JsonElement run)
    {
        double[] inputs = GoldenFile.Numbers(run.GetProperty("inputs")), targets = GoldenFile.Numbers(run.GetProperty("targets"));
        int rows = run.GetProperty("rows").GetInt32();
        double[]? weights = run.TryGetProperty("weights", out JsonElement given) && given.ValueKind != JsonValueKind.Null ? GoldenFile.Numbers(given) : null;
        return Dataset.Create(inputs, inputs.Length / rows, targets, targets.Length / rows, weights);
    }
}
