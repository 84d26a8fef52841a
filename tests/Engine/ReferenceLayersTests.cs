using System.Text.Json;
using Descent.Tests.Goldens;
using static Descent.Tests.Engine.ReferenceMatrix;

namespace Descent.Tests.Engine;

/// <summary>Activations and losses of the reference engine against PyTorch (Goldens/activations.json), far out on both sides too.</summary>
public class ReferenceLayersTests
{
    private const double Tolerance = 1e-13;

    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("activations.json"));

    private static JsonElement Root => s_root.Value;

    [Fact]
    public void ActivationsAgree()
    {
        double[] points = GoldenFile.Numbers(Root.GetProperty("points"));
        double[,] x = Matrix(points.Length, 1, points), ones = x.Map(_ => 1);
        foreach (JsonElement function in Root.GetProperty("functions").EnumerateArray())
        {
            string name = function.GetProperty("name").GetString()!;
            double parameter = function.GetProperty("parameter") is { ValueKind: JsonValueKind.Number } given ? given.GetDouble() : 0;
            (double[,] y, Pullback pullback) = Create(name, parameter)([], x);
            AssertClose(function, "values", y, name);
            AssertClose(function, "derivatives", pullback(ones).Input, name);
            if (function.TryGetProperty("parameterDerivatives", out JsonElement expected))
            {
                AssertLearnable(name, parameter, points, function, GoldenFile.Numbers(expected));
            }
        }
    }

    [Fact]
    public void SoftmaxAgrees()
    {
        JsonElement softmax = Root.GetProperty("softmax");
        (double[,] p, Pullback pullback) = ReferenceEngine.Softmax([], Rows(softmax, "logits"));
        AssertClose(softmax, "values", p, "softmax");
        AssertClose(softmax, "gradients", pullback(Rows(softmax, "upstream")).Input, "softmax");
    }

    [Fact]
    public void LossesAgreeWithAnyWeighting()
    {
        JsonElement losses = Root.GetProperty("losses");
        double[,] logits = Rows(losses, "logits"), bits = Rows(losses, "bits");
        int[] labels = [.. losses.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32())];
        double[,] oneHot = Matrix(logits.Rows(), 3, (i, j) => labels[i] == j ? 1 : 0);
        double[] ofRows = GoldenFile.Numbers(losses.GetProperty("rowWeights")), ofClasses = GoldenFile.Numbers(losses.GetProperty("classWeights"));
        double[] ofBits = GoldenFile.Numbers(losses.GetProperty("negativePositiveWeights"));
        foreach (JsonElement golden in losses.GetProperty("cases").EnumerateArray())
        {
            string name = golden.GetProperty("name").GetString()!, weighting = golden.GetProperty("weighting").GetString()!, reduction = golden.GetProperty("reduction").GetString()!;
            bool categorical = name == "softmax_categorical_cross_entropy";
            double[,] weights = Matrix(logits.Rows(), 3, (i, j) => weighting switch
            {
                "rows" => ofRows[i],
                "classes" => categorical ? ofClasses[labels[i]] : ofBits[(int)bits[i, j]],
                _ => 1,
            });
            double total = categorical ? Sum(weights.Rows(), i => weights[i, 0]) : weights.Cast<double>().Sum();
            (double value, double[,] gradient) = CreateLoss(name)(logits, categorical ? oneHot : bits, weights, reduction == "meanOverWeights" ? total : null);
            string what = $"{name}, {weighting}, {reduction}";
            GoldenFile.AssertClose(golden.GetProperty("value").GetDouble(), value, Tolerance, what);
            AssertClose(golden, "gradients", gradient, what);
        }
    }

    [Fact]
    public void TheThreeFormsOfL2Agree()
    {
        JsonElement l2 = Root.GetProperty("l2");
        double[] weights = GoldenFile.Numbers(l2.GetProperty("weights"));
        double strength = l2.GetProperty("strength").GetDouble(), rows = l2.GetProperty("rows").GetDouble();
        Tensors parameters = new([("weight", Matrix(1, weights.Length, weights))]);
        foreach ((string form, double factor) in new[] { ("half", strength / 2), ("sum", strength), ("perRow", strength / (2 * rows)) })
        {
            (double value, Tensors gradient) = ReferenceLosses.SquaredNorm(parameters, factor);
            GoldenFile.AssertClose(l2.GetProperty(form).GetProperty("value").GetDouble(), value, Tolerance, form);
            AssertClose(l2.GetProperty(form), "gradients", gradient["weight"], form);
        }
    }

    private static void AssertLearnable(string name, double parameter, double[] points, JsonElement function, double[] expected)
    {
        ReferenceLayer layer = name == "prelu" ? ReferenceEngine.PRelu : ReferenceEngine.LearnableSwish;
        string key = name == "prelu" ? "slope" : "beta";

        // One point per column, so that each has a parameter, and so a derivative, of its own.
        double[,] x = Matrix(1, points.Length, points);
        (double[,] y, Pullback pullback) = layer(new([(key, x.Map(_ => parameter))]), x);
        (double[,] input, Tensors parameters) = pullback(x.Map(_ => 1));
        AssertClose(function, "values", y, name);
        AssertClose(function, "derivatives", input, name);
        GoldenFile.AssertClose(expected, parameters[key], Tolerance, $"{name} by its {key}");
    }

    private static ReferenceLayer Create(string name, double parameter) => name switch
    {
        "linear" => ReferenceEngine.Linear,
        "sigmoid" => ReferenceEngine.Sigmoid,
        "tanh" => ReferenceEngine.Tanh,
        "relu" => ReferenceEngine.Relu,
        "leaky_relu" or "prelu" => ReferenceEngine.LeakyRelu(parameter),
        "swish" => ReferenceEngine.Swish(parameter),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static ReferenceLoss CreateLoss(string name) => name switch
    {
        "sigmoid_binary_cross_entropy" => ReferenceLosses.SigmoidBinaryCrossEntropy,
        "softmax_categorical_cross_entropy" => ReferenceLosses.SoftmaxCategoricalCrossEntropy,
        "linear_mean_squared_error" => ReferenceLosses.MeanSquaredError,
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static double[,] Rows(JsonElement owner, string name) =>
        Matrix(owner.GetProperty("rows").GetInt32(), owner.GetProperty("columns").GetInt32(), GoldenFile.Numbers(owner.GetProperty(name)));

    private static void AssertClose(JsonElement owner, string name, double[,] actual, string what) =>
        GoldenFile.AssertClose(GoldenFile.Numbers(owner.GetProperty(name)), actual, Tolerance, $"{what}, {name}");
}
