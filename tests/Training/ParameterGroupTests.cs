using System.Text.Json;
using Descent.Data;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Training;

/// <summary>Parameters with a rate or a decay of their own, and frozen ones: PyTorch's numbers (groups.py), and what is not computed for them.</summary>
public class ParameterGroupTests
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("groups.json"));
    private static readonly Network s_network = [new Dense(5, new Tanh()), new Dense(4, new Tanh()), new Dense(2)];

    public static TheoryData<string, int> Cases => new(from name in (string[])["rates", "frozen", "decay", "unfreezing", "unfreezing nadam", "momentum"] from threads in (int[])[1, 2, 3] select (name, threads));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreeWithPyTorch(string name, int threads)
    {
        (Optimizer optimizer, ParameterGroup[] groups) = name switch
        {
            "rates" => ((Optimizer)new Adam(0.02), (ParameterGroup[])[new ParameterGroup("layers.0.*", 0.5), new ParameterGroup("*.4.bias", 3)]),
            "frozen" => (new Adam(0.02), [new ParameterGroup("layers.0.*", Frozen: true), new ParameterGroup("layers.2.bias", Frozen: true)]),
            "decay" => (new AdamW(0.02, 0.1), [new ParameterGroup("layers.0.weight", 2, Decays: false), new ParameterGroup("layers.4.bias", Decays: true)]),
            "unfreezing" => (new Adam(0.02), [.. s_network.Build<double>(3).LayerGroups(frozen: 2, rateFactor: 0.5, unfreezeEvery: 3)]),
            "unfreezing nadam" => (new Nadam(0.02), [new ParameterGroup("layers.0.*", FrozenEpochs: 4)]),
            _ => (new Momentum(0.05, 0.9, MomentumForm.HeavyBall), [new ParameterGroup("layers.2.weight", 0.1), new ParameterGroup("layers.4.weight", Frozen: true)]),
        };
        Model<double> model = Trained(new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = optimizer, Groups = groups, Threads = threads, ExceedProcessors = true });
        foreach (JsonProperty parameter in s_root.Value.GetProperty(name).EnumerateObject())
        {
            double[] expected = GoldenFile.Numbers(parameter.Value), actual = model.GetParameter(parameter.Name);
            Assert.All(expected.Zip(actual).Index(), pair => GoldenFile.AssertClose(pair.Item.First, pair.Item.Second, 1e-12, $"{parameter.Name}[{pair.Index}]"));
        }
    }

    [Fact]
    public void AGroupThatChangesNothingChangesNoBit()
    {
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(0.02), Regularizer = new ElasticNet(1e-3, 1e-2) };
        Model<double> plain = Trained(options), grouped = Trained(options with { Groups = [new ParameterGroup("layers.2.*")] });
        Assert.All(plain.Parameters, parameter => Assert.Equal(plain.GetParameter(parameter.Name), grouped.GetParameter(parameter.Name)));
    }

    /// <summary>Fresh weights are drawn for what is trained; what is frozen keeps what was set, initializers that act while training included.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsFrozenKeepsItsValues(bool acts)
    {
        Initializer initializer = acts ? new Dynamic(new Randomized()) : new HeNormal();
        Network network = [new Dense(3, new Tanh()) { WeightInitializer = initializer }, new Dense(2)];
        Model<float> model = network.Build<float>(4, seed: 2);
        model.SetParameter("layers.0.weight", [.. Enumerable.Range(0, 12).Select(i => i / 10f)]);
        model.Fit(Rows(40, 4, 2), new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 3, Groups = [new ParameterGroup("layers.0.weight", Frozen: true)] });
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => i / 10f)], model.GetParameter("layers.0.weight"));
        Assert.Contains(model.GetParameter("layers.0.bias"), bias => bias != 0);
    }

    [Fact]
    public void FrozenLayersNeedNoBackwardPassAndNoMemoryOfTheOptimizer()
    {
        Network network = [new Dense(40, new Tanh()), new Dense(30, new Tanh()), new Dense(2)];
        Model<float> model = network.Build<float>(50);
        TrainingOptions options = new() { Loss = new MeanSquaredError() }, frozen = options with { Groups = [new ParameterGroup("layers.0.*", Frozen: true), new ParameterGroup("layers.2.*", Frozen: true)] };
        TrainingMemory all = TrainingMemory.Of(model, Rows(60, 50, 2), options), last = TrainingMemory.Of(model, Rows(60, 50, 2), frozen);
        Assert.InRange(last.Optimizer, 2 * sizeof(float) * 62, all.Optimizer / 20);
        Plan<float> plan = model.PlanFor(options.Loss, parameter => !parameter.Name.StartsWith("layers.4.", StringComparison.Ordinal));
        Assert.Equal([false, false, false, false, false], plan.Ops.Select(op => op.PassesBack));
        Assert.Equal([0, 0, 0, 0, 1], plan.Ops.Select(op => op.Sums.Length));
        Assert.Single(plan.Deltas);
    }

    [Fact]
    public void AFrozenBatchNormalizationKeepsItsStatistics()
    {
        Network network = [new Dense(3), new BatchNormalization(), new Dense(2)];
        Model<double> model = network.Build<double>(4, seed: 3);
        model.SetParameter("layers.1.running_mean", [0.5, -1, 2]);
        model.SetParameter("layers.1.running_variance", [4, 1, 0.25]);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(0.01), Epochs = 1, BatchSize = 40, WarmStart = true, Shuffle = false, Groups = [new ParameterGroup("layers.1.*", Frozen: true)] };
        double before = Error(model);
        History history = model.Fit(Rows(40, 4, 2), options);
        Assert.Equal([0.5, -1, 2], model.GetParameter("layers.1.running_mean"));
        Assert.Equal([4, 1, 0.25], model.GetParameter("layers.1.running_variance"));

        // In training it computes what it computes in use.
        Assert.Equal(before, history.InitialLoss, 12);
    }

    /// <summary>Whatever names the learnable numbers of a layer freezes what it takes from the rows, with a warm start or without.</summary>
    [Theory]
    [InlineData(true, "layers.1.*")]
    [InlineData(false, "layers.1.*")]
    [InlineData(true, "layers.1.scale", "layers.1.shift")]
    [InlineData(false, "layers.1.scale", "layers.1.shift")]
    public void StatisticsOfAFrozenLayerStayAsTheyAre(bool warmStart, params string[] names)
    {
        Network network = [new Dense(3), new BatchNormalization(), new Dense(2)];
        Model<double> model = network.Build<double>(4, seed: 3);
        model.SetParameter("layers.1.running_mean", [0.5, -1, 2]);
        model.SetParameter("layers.1.running_variance", [4, 1, 0.25]);
        History history = model.Fit(Rows(40, 4, 2), new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 2, WarmStart = warmStart, Groups = [.. names.Select(name => new ParameterGroup(name, Frozen: true)), new ParameterGroup("*", 0.5)] });
        Assert.Equal([0.5, -1, 2], model.GetParameter("layers.1.running_mean"));
        Assert.Equal([4, 1, 0.25], model.GetParameter("layers.1.running_variance"));
        Assert.Empty(history.Notices);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EdgesStayAsTheyAre(bool named)
    {
        Network network = [new PiecewiseLinear(3, 2), new Dense(2)];
        Model<double> model = network.Build<double>(2, seed: 3);
        double[] edges = [-1, -0.5, 0.5, 1, -2, 0, 1, 2];
        model.SetParameter("layers.0.edges", edges);
        string[] own = [.. model.Parameters.Where(parameter => parameter.Trains && parameter.Name.StartsWith("layers.0.", StringComparison.Ordinal)).Select(parameter => parameter.Name)];
        ParameterGroup[] groups = [.. (named ? ["layers.0.edges"] : own).Select(name => new ParameterGroup(name, Frozen: true))];
        History history = model.Fit(Rows(40, 2, 2), new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 2, Groups = groups });
        Assert.Equal(edges, model.GetParameter("layers.0.edges"));
        Assert.Empty(history.Notices);
    }

    /// <summary>Numbers that are not trained and were set are replaced like weights, and it is said.</summary>
    [Theory]
    [InlineData("layers.0.edges", 4)]
    [InlineData("layers.2.running_mean", 3)]
    public void StatesThatWereSetAreReplacedWithANotice(string name, int count)
    {
        Network network = [new PiecewiseLinear(3, 2), new Dense(3), new BatchNormalization(), new Dense(2)];
        Model<double> model = network.Build<double>(1, seed: 3);
        model.SetParameter(name, [.. Enumerable.Range(0, count).Select(i => i - 1.0)]);
        Assert.Contains("were replaced by newly drawn ones", Assert.Single(model.Fit(Rows(40, 1, 2), new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 1 }).Notices).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotTrainedIsToldFromWhatIsNotThere()
    {
        Network network = [new PiecewiseLinear(3, 2), new Dense(3), new BatchNormalization(), new Dense(2)], identity = [new Linear()];
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 1 };
        Assert.Contains("layers.0.edges is not trained", Refusal(new ParameterGroup("layers.0.edges", 2)), StringComparison.Ordinal);
        Assert.Contains("freeze layers.2.scale and layers.2.shift", Refusal(new ParameterGroup("*.running_mean", Frozen: true)), StringComparison.Ordinal);
        Assert.Contains("no parameters to learn", Assert.Throws<ArgumentException>(() => identity.Build<float>(2).Fit(Rows(4, 2, 2), options)).Message, StringComparison.Ordinal);

        string Refusal(ParameterGroup group) => Assert.Throws<ArgumentException>(() => network.Build<float>(1).Fit(Rows(4, 1, 2), options with { Groups = [group] })).Message;
    }

    [Fact]
    public void ACheckpointGoesOnToTheSameBits()
    {
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 6, BatchSize = 10, Groups = [new ParameterGroup("layers.0.*", Frozen: true), new ParameterGroup("*.bias", 2)] };
        Checkpoint? half = null;
        Model<double> whole = s_network.Build<double>(4, 5), parts = s_network.Build<double>(4, 5);
        whole.Fit(Rows(40, 4, 2), options);
        parts.Fit(Rows(40, 4, 2), options with { Epochs = 3, OnCheckpoint = checkpoint => half = checkpoint });
        parts.Fit(Rows(40, 4, 2), options with { Resume = half });
        Assert.All(whole.Parameters, parameter => Assert.Equal(whole.GetParameter(parameter.Name), parts.GetParameter(parameter.Name)));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => parts.Fit(Rows(40, 4, 2), options with { Groups = null, Resume = half }));
        Assert.Contains("parameter groups", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Rows of weights are held to the norm, biases are not, also where a group makes them decay.</summary>
    [Fact]
    public void BiasesThatDecayHaveNoNormToLimit()
    {
        Model<double> model = s_network.Build<double>(4, seed: 3);
        model.SetParameter("layers.2.bias", [3, -4, 5, 6]);
        model.Fit(Rows(40, 4, 2), new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1e-9), Epochs = 1, WarmStart = true, Regularizer = new MaxNorm(0.1), Groups = [new ParameterGroup("*.bias", Decays: true)] });
        Assert.All(model.GetParameter("layers.2.bias").Zip([3, -4, 5, 6]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.Equal(0.1, Math.Sqrt(model.GetParameter("layers.2.weight")[..5].Sum(weight => weight * weight)), 1e-6);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        Refused("layers.9.*", new ParameterGroup("layers.9.*"));
        Refused("nothing to train", new ParameterGroup("*", Frozen: true));
        Assert.Contains("'*.bias' applies to no parameter", Assert.Throws<ArgumentException>(() => Trained(new TrainingOptions { Loss = new MeanSquaredError(), Groups = [new ParameterGroup("*", 2), new ParameterGroup("*.bias", Frozen: true)] })).Message, StringComparison.Ordinal);
        Assert.Contains("Groups[1] is null", Assert.Throws<ArgumentException>(() => new TrainingOptions { Loss = new MeanSquaredError(), Groups = [new ParameterGroup("*"), null!] }).Message, StringComparison.Ordinal);
        Assert.Contains("Callbacks[0] is null", Assert.Throws<ArgumentException>(() => new TrainingOptions { Loss = new MeanSquaredError(), Callbacks = [null!] }).Message, StringComparison.Ordinal);
        Assert.Contains("Augmentations[0] is null", Assert.Throws<ArgumentException>(() => new TrainingOptions { Loss = new MeanSquaredError(), Augmentations = [null!] }).Message, StringComparison.Ordinal);
        Assert.Contains("Metrics[0] is null", Assert.Throws<ArgumentException>(() => new TrainingOptions { Loss = new MeanSquaredError(), Metrics = [null!] }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*", 0));
        Assert.Throws<ArgumentException>(() => new ParameterGroup(" "));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*", DecayFactor: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*", FrozenEpochs: -1));
        Assert.Contains("not trained from the beginning", Assert.Throws<ArgumentException>(() => Trained(new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Hypergradient(), Groups = [new ParameterGroup("*.bias", FrozenEpochs: 2)] })).Message, StringComparison.Ordinal);
        Assert.Contains("not trained from the beginning", Assert.Throws<ArgumentException>(() => Trained(new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Lbfgs(), Groups = [new ParameterGroup("*.bias", FrozenEpochs: 2)] })).Message, StringComparison.Ordinal);
        Assert.Contains("one decay for all parameters", Assert.Throws<ArgumentException>(() => Trained(new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Hypergradient(), Groups = [new ParameterGroup("*.bias", DecayFactor: 2)] })).Message, StringComparison.Ordinal);
        Assert.Contains("one learning rate", Assert.Throws<ArgumentException>(() => Trained(new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Hypergradient(), Groups = [new ParameterGroup("*.bias", 2)] })).Message, StringComparison.Ordinal);

        static void Refused(string words, ParameterGroup group) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => Trained(new TrainingOptions { Loss = new MeanSquaredError(), Groups = [group] })).Message, StringComparison.Ordinal);
    }

    /// <summary>Penalties, exact zeros included, and a decoupled decay are as if they were so many times as strong. The path to published numbers with it: recipes.py.</summary>
    [Theory]
    [InlineData("l2")]
    [InlineData("l1")]
    [InlineData("decoupled")]
    public void ADecayFactorMultipliesPenaltiesAndDecay(string kind)
    {
        TrainingOptions With(double strength) => new()
        {
            Loss = new MeanSquaredError(),
            Optimizer = kind == "decoupled" ? new AdamW(0.02, strength) : new Adam(0.02),
            Regularizer = kind switch { "l2" => new L2(strength), "l1" => new L1(strength), _ => null },
        };
        Model<double> strong = Trained(With(0.3)), grouped = Trained(With(0.1) with { Groups = [new ParameterGroup("*", DecayFactor: 3)] }), weak = Trained(With(0.1));
        Assert.All(strong.Parameters, parameter => Assert.All(strong.GetParameter(parameter.Name).Zip(grouped.GetParameter(parameter.Name)), pair => Assert.Equal(pair.First, pair.Second, 1e-12)));
        Assert.NotEqual(weak.GetParameter("layers.2.weight"), grouped.GetParameter("layers.2.weight"));
    }

    [Fact]
    public void GroupsSurviveJson()
    {
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Groups = [new ParameterGroup("layers.0.*", 0.1, Decays: false), new ParameterGroup("*.bias", Frozen: true), new ParameterGroup("layers.1.*", DecayFactor: 0.5), new ParameterGroup("layers.2.*", FrozenEpochs: 3)] };
        Assert.Equal(options.Groups, Catalogue.FromJson<TrainingOptions>(Catalogue.ToJson(options)).Groups);
        Assert.Null(Catalogue.FromJson<TrainingOptions>("""{"loss":{"type":"mean_squared_error"}}""").Groups);
    }

    private static Model<double> Trained(TrainingOptions options)
    {
        JsonElement root = s_root.Value;
        Model<double> model = s_network.Build<double>(3);
        model.SetParameters(root.GetProperty("start").EnumerateObject().ToDictionary(p => p.Name, p => GoldenFile.Numbers(p.Value)));
        int rows = root.GetProperty("rows").GetInt32();
        Dataset<double> data = Dataset.Create<double>(GoldenFile.Numbers(root.GetProperty("inputs")), 3, GoldenFile.Numbers(root.GetProperty("targets")), 2);
        model.Fit(data, options with { Epochs = root.GetProperty("steps").GetInt32(), BatchSize = rows, Shuffle = false, WarmStart = true });
        return model;
    }

    private static Dataset<double> Rows(int rows, int inputs, int targets) => Dataset.Create<double>(Samples.Targets("real", rows, inputs, 1), inputs, Samples.Targets("real", rows, targets, 2), targets);

    private static double Error(Model<double> model)
    {
        Dataset<double> rows = Rows(40, 4, 2);
        return model.Predict(rows.Inputs.Span).Zip(rows.Targets.ToArray(), (output, target) => (output - target) * (output - target)).Average();
    }
}
