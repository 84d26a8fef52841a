using System.Text.Json;
using Descent.Data;
using Descent.Tests.Goldens;

namespace Descent.Tests.Recipes;

/// <summary>RealMLP-TD and TabM beside a PyTorch program by their authors' formulas (recipes.py): 40 updates each, in double.</summary>
public class FidelityTests
{
    private static readonly Lazy<JsonElement> s_golden = new(() => GoldenFile.Read("recipes.json"));

    private static InputShape Shape => new(s_golden.Value.GetProperty("numbers").GetInt32(), [.. s_golden.Value.GetProperty("categories").EnumerateArray().Select(count => count.GetInt32())]);

    [Theory]
    [InlineData("realmlp_numbers")]
    [InlineData("realmlp_classes")]
    [InlineData("tabm_numbers")]
    [InlineData("tabm_classes")]
    public void TrainingFollowsPyTorch(string name)
    {
        JsonElement golden = s_golden.Value.GetProperty(name);
        (Network network, TrainingOptions options) = Recipe(name, asPublished: true);
        Model<double> model = network.Build<double>(Shape);
        model.SetParameters(golden.GetProperty("start").EnumerateObject().ToDictionary(parameter => parameter.Name, parameter => GoldenFile.Numbers(parameter.Value)));
        double[] losses = GoldenFile.Numbers(golden.GetProperty("losses")), rates = GoldenFile.Numbers(golden.GetProperty("rates"));
        History history = model.Fit(Rows(golden), options with { WarmStart = true });
        Assert.Equal(losses.Length, history.StepRecords.Count);
        Assert.All(losses.Index(), at => GoldenFile.AssertClose(at.Item, history.StepRecords[at.Index].Loss, 1e-12, $"loss of step {at.Index}"));
        Assert.All(rates.Index(), at => GoldenFile.AssertClose(at.Item, history.StepRecords[at.Index].LearningRate, 1e-14, $"rate of step {at.Index}"));
        foreach (JsonProperty parameter in golden.GetProperty("end").EnumerateObject())
        {
            double[] expected = GoldenFile.Numbers(parameter.Value), actual = model.GetParameter(parameter.Name);
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected.Index(), at => GoldenFile.AssertClose(at.Item, actual[at.Index], 1e-12, $"{parameter.Name}[{at.Index}]"));
        }
    }

    /// <summary>The departures of the narrower networks are seen: their decay, or the last rows of an epoch.</summary>
    [Theory]
    [InlineData("realmlp_numbers")]
    [InlineData("realmlp_classes")]
    [InlineData("tabm_numbers")]
    public void TheNarrowerNetworksDepartFromIt(string name)
    {
        JsonElement golden = s_golden.Value.GetProperty(name);
        (Network network, TrainingOptions options) = Recipe(name, asPublished: false);
        Model<double> model = network.Build<double>(Shape);
        model.SetParameters(golden.GetProperty("start").EnumerateObject().ToDictionary(parameter => parameter.Name, parameter => GoldenFile.Numbers(parameter.Value)));
        _ = model.Fit(Rows(golden), options with { WarmStart = true });
        Assert.Contains(golden.GetProperty("end").EnumerateObject(), parameter => GoldenFile.Numbers(parameter.Value).Zip(model.GetParameter(parameter.Name)).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-8));
    }

    [Fact]
    public void TheirNumbersAreTheAuthors()
    {
        RecipeSubject subject = new(30_000, 1, new Linear(), new MeanSquaredError());
        (Network network, TrainingOptions options) = new RealMlpRecipe(256, 256).For(subject);
        Assert.Equal((256, 256, true), (options.Epochs, options.BatchSize, options.DropPartialBatch));
        Assert.Equal(new RealMlpRecipe(256, 256).For(subject, asPublished: true).Options.Groups, options.Groups);
        Assert.Equal([256, 256, 256, 1], network.OfType<Dense>().Select(dense => dense.Units));
        Assert.All(network.OfType<Dropout>().Index(), at => Assert.Equal(new FlatCosineSchedule(0.15), at.Item.Rate));
        Assert.Equal(new PeriodicBias(16, 4, 0.1), network[0]);
        Assert.Equal(new CategoryEmbedding(8, 8, SignedPairs: true), network[1]);

        // The batches of their program by the number of rows.
        (int, int)[] batches = [(2_799, 32), (2_800, 64), (4_500, 128), (6_400, 256), (32_000, 512), (108_000, 1_024)];
        Assert.All(batches, pair => Assert.Equal(pair.Item2, new TabMRecipe(32, 512, 48, 16).For(subject with { Rows = pair.Item1 }).Options.BatchSize));
        (network, options) = new TabMRecipe(32, 512, 48, 16).For(subject);
        Assert.Equal((NumberCoding.SmoothClip, NumberCoding.QuantileNormalWide), (new RealMlpRecipe(256, 256).NumbersOf([], 100), new TabMRecipe(32, 512, 48, 16).NumbersOf([], 100)));
        Assert.Equal((new PiecewiseLinear(), 16, new GradientClipping(1)), ((PiecewiseLinear)network[0], options.EarlyStopping!.Patience, options.Clipping));
        Assert.Equal((32, 2), (((Members)network[^1]).Count, ((Members)network[^1]).Layers.OfType<Dropout>().Count(dropout => dropout.Rate == 0.1)));
    }

    /// <summary>RealMLP's beginning: every neuron puts out the variance 1, the scales are 1, strengths 1, and phases, frequencies and maps lie where they should.</summary>
    [Fact]
    public void RealMlpBeginsAsItsAuthors()
    {
        JsonElement golden = s_golden.Value.GetProperty("realmlp_numbers");
        (Network network, TrainingOptions options) = new RealMlpRecipe(40, 1).For(new RecipeSubject(70, 1, new Linear(), new MeanSquaredError()), asPublished: true);
        Model<double> model = network.Build<double>(Shape, seed: 5);
        _ = model.Fit(Rows(golden), options with { Epochs = 0, EarlyStopping = null });
        foreach (LayerOutput<double> layer in model.Activations(GoldenFile.Numbers(golden.GetProperty("inputs"))).Where(layer => layer.Layer is Dense))
        {
            for (int neuron = 0; neuron < layer.Values.GetLength(1); neuron++)
            {
                double[] outputs = [.. Enumerable.Range(0, layer.Values.GetLength(0)).Select(row => layer.Values[row, neuron])];
                double mean = outputs.Average();
                Assert.Equal(1, outputs.Average(y => (y - mean) * (y - mean)), 1e-12);
                Assert.True(outputs.Min() < 0 && outputs.Max() > 0);
            }
        }

        Assert.All(model.GetParameter("layers.2.scale").Concat(model.GetParameter("layers.4.strength")), one => Assert.Equal(1, one));
        Assert.All(model.GetParameter("layers.0.phase"), phase => Assert.InRange(phase, -Math.PI, Math.PI));
        Assert.All(model.GetParameter("layers.0.weight").Concat(model.GetParameter("layers.0.bias")), weight => Assert.InRange(weight, -0.25, 0.25));
        Assert.InRange(Deviation(model.GetParameter("layers.0.frequency")), 0.07, 0.13);
        Assert.InRange(Deviation(model.GetParameter("layers.1.table_2")), 0.8, 1.2);
    }

    /// <summary>TabM's beginning: one random scale per member and original column, everything else of the members alike but their heads, and linear embeddings.</summary>
    [Fact]
    public void TabMBeginsAsItsAuthors()
    {
        JsonElement golden = s_golden.Value.GetProperty("tabm_numbers");
        (Network network, TrainingOptions options) = new TabMRecipe(40, 6, 5, 4).For(new RecipeSubject(70, 1, new Linear(), new MeanSquaredError()), asPublished: true);
        Model<double> model = network.Build<double>(Shape, seed: 5);
        _ = model.Fit(Rows(golden), options with { Epochs = 0, EarlyStopping = null });
        GoldenFile.AssertClose(GoldenFile.Numbers(golden.GetProperty("start").GetProperty("layers.0.edges")), Matrix(model.GetParameter("layers.0.edges")), 1e-14, "edges");
        Assert.All(model.GetParameter("layers.0.weight"), weight => Assert.Equal(0, weight));

        // Inputs: three embeddings of four numbers, and two, four and ten ones and zeros.
        int[] widths = [4, 4, 4, 2, 4, 10];
        double[] scales = model.GetParameter("layers.3.input_scale");
        List<double> drawn = [];
        for (int at = 0; at < scales.Length;)
        {
            foreach (int width in widths)
            {
                Assert.Single(scales[at..(at + width)].Distinct());
                drawn.Add(scales[at]);
                at += width;
            }
        }

        Assert.Equal((240, 240), (drawn.Count, drawn.Distinct().Count()));
        Assert.InRange(Deviation([.. drawn]), 0.88, 1.12);
        Assert.InRange(drawn.Average(), -0.2, 0.2);
        Assert.All(model.GetParameter("layers.3.output_scale").Concat(model.GetParameter("layers.6.input_scale")).Concat(model.GetParameter("layers.6.output_scale")), one => Assert.Equal(1, one));
        double[] biases = model.GetParameter("layers.3.bias"), heads = model.GetParameter("layers.9.weight");
        Assert.Equal(6, biases.Distinct().Count());
        Assert.All(biases.Index(), at => Assert.Equal(biases[at.Index % 6], at.Item));
        Assert.Equal(heads.Length, heads.Distinct().Count());
        Assert.All(heads.Concat(model.GetParameter("layers.9.bias")), weight => Assert.InRange(weight, -1 / Math.Sqrt(6), 1 / Math.Sqrt(6)));
        Assert.All(model.GetParameter("layers.3.weight").Concat(biases), weight => Assert.InRange(weight, -1 / Math.Sqrt(28), 1 / Math.Sqrt(28)));
    }

    private static double[,] Matrix(double[] numbers)
    {
        double[,] row = new double[1, numbers.Length];
        Buffer.BlockCopy(numbers, 0, row, 0, numbers.Length * sizeof(double));
        return row;
    }

    private static double Deviation(double[] numbers) => Math.Sqrt(numbers.Average(x => x * x) - (numbers.Average() * numbers.Average()));

    private static Dataset<double> Rows(JsonElement golden) =>
        Dataset.Create<double>(GoldenFile.Numbers(golden.GetProperty("inputs")), Shape.Width, GoldenFile.Numbers(golden.GetProperty("targets")), golden.GetProperty("outputs").GetInt32());

    /// <summary>The recipe in the fixture's size, without dropout, for its order of rows.</summary>
    private static (Network Network, TrainingOptions Options) Recipe(string name, bool asPublished)
    {
        JsonElement root = s_golden.Value;
        int units = root.GetProperty("units").GetInt32(), batch = root.GetProperty("batch").GetInt32(), epochs = root.GetProperty("epochs").GetInt32();
        bool classes = name.EndsWith("classes", StringComparison.Ordinal), isTabM = name.StartsWith("tabm", StringComparison.Ordinal);
        RecipeSubject subject = new(70, classes ? 3 : 1, classes ? new Softmax() : new Linear(), classes ? new CategoricalCrossEntropy() : new MeanSquaredError());
        TabMRecipe tabM = new(root.GetProperty("members").GetInt32(), units, root.GetProperty("bins").GetInt32(), root.GetProperty("embedding").GetInt32());
        (Network network, TrainingOptions options) = isTabM ? tabM.For(subject, asPublished) : new RealMlpRecipe(units, epochs).For(subject, asPublished);
        return (Network.Create([.. network.Where(layer => layer is not Dropout).Select(layer => layer is Members members ? members with { Layers = [.. members.Layers.Where(inner => inner is not Dropout)] } : layer)]),
            options with { BatchSize = batch, Epochs = isTabM ? root.GetProperty(name).GetProperty("losses").GetArrayLength() / 5 : epochs, Shuffle = false, RecordSteps = true, EarlyStopping = null, Threads = 1 });
    }
}
