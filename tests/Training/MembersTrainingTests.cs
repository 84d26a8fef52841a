using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Training;

/// <summary>Members learn by the mean of their losses and are judged by the loss of their mean.</summary>
public class MembersTrainingTests
{
    private const int Rows = 60, Inputs = 4, Outputs = 3;

    public static TheoryData<string> Losses => ["mean_squared_error", "categorical_cross_entropy", "binary_cross_entropy", "kullback_leibler", "binary_focal_cross_entropy", "cosine_proximity", "huber", "poisson"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void TheLossOfABatchIsTheMeanOfTheMembersLosses(string name)
    {
        (Model<double> model, Loss loss, Dataset data) = Of(name, MemberSharing.Adapters);
        double[] own = [.. Enumerable.Range(0, 4).Select(i => model.Member(i).Gradients(data, loss).Loss)];
        Assert.Equal(own.Average(), model.Gradients(data, loss).Loss, 1e-12);
        Assert.True(own.Max() - own.Min() > 1e-4);
    }

    /// <summary>The members' mean is what validation judges: with one member more than one, the loss of the mean is less than the mean of the losses.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void ValidationJudgesTheMean(string name)
    {
        (Model<double> model, Loss loss, Dataset data) = Of(name, MemberSharing.Front);
        History history = model.Fit(data, new TrainingOptions { Loss = loss, Optimizer = new Adam(0.01), Epochs = 3, BatchSize = 16, Validation = data, RestoreBestWeights = false });
        double[] outputs = model.Predict(data.As<double>().Inputs.Span), targets = data.As<double>().Targets.ToArray();
        double judged = 0;
        for (int row = 0; row < Rows; row++)
        {
            judged += OfOneRow(loss, outputs[(row * Outputs)..((row + 1) * Outputs)], targets[(row * Outputs)..((row + 1) * Outputs)]) / Rows;
        }

        Assert.Equal(judged, history.Epochs[^1].ValidationLoss!.Value, 1e-10);
        Assert.NotEqual(judged, model.Gradients(data, loss).Loss, 1e-4);
    }

    /// <summary>Members that share nothing are networks of their own: a k-th of the gradient each.</summary>
    [Fact]
    public void MembersThatShareNothingLearnLikeNetworksOfTheirOwn()
    {
        (Model<double> model, Loss loss, Dataset data) = Of("categorical_cross_entropy", MemberSharing.Nothing);
        IReadOnlyDictionary<string, double[]> all = model.Gradients(data, loss).Parameters;
        for (int i = 0; i < 4; i++)
        {
            foreach ((string name, double[] gradient) in model.Member(i).Gradients(data, loss).Parameters)
            {
                string twin = $"layers.{int.Parse(name.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture) + 1}.{name.Split('.')[2]}";
                Assert.All(gradient.Zip(all[twin][(i * gradient.Length)..]), pair => Assert.Equal(pair.First / 4, pair.Second, 1e-13));
            }
        }
    }

    [Fact]
    public void GroupsNameTheirParameters()
    {
        (Model<double> model, Loss loss, Dataset data) = Of("mean_squared_error", MemberSharing.Adapters);
        double[] scales = model.GetParameter("layers.1.input_scale"), weights = model.GetParameter("layers.1.weight");
        model.Fit(data, new TrainingOptions { Loss = loss, Epochs = 2, BatchSize = 16, WarmStart = true, Groups = [new ParameterGroup("*_scale") { Frozen = true }] });
        Assert.Equal(scales, model.GetParameter("layers.1.input_scale"));
        Assert.NotEqual(weights, model.GetParameter("layers.1.weight"));
    }

    /// <summary>Initializers that look at data, or act between epochs, see the members' matrices as any others.</summary>
    [Theory]
    [InlineData(MemberSharing.Adapters)]
    [InlineData(MemberSharing.Nothing)]
    public void InitializersThatActInTraining(MemberSharing sharing)
    {
        Network network = [new Members(3, [new Dense(6, new Tanh(), UseBias: false, WeightInitializer: new Dynamic()), new Dense(3) { WeightInitializer = new Randomized(new HeNormal(), 0.5, Form: RandomizedForm.Redraw) }], sharing)];
        Dataset data = Data("real");
        Model<double> model = network.Build<double>(Inputs, seed: 4);
        model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1e-12), Epochs = 1, BatchSize = Rows });
        LayerOutput<double> first = model.Activations(data.As<double>().Inputs.Span).First(output => output.Layer is Dense);
        double[] values = [.. first.Values.Cast<double>()];
        double mean = values.Average();
        Assert.InRange(values.Average(v => (v - mean) * (v - mean)), 0.99, 1.01);

        // Fresh numbers differ from member to member.
        double[] heads = model.GetParameter("layers.3.weight");
        Assert.Equal(heads.Length, heads.Distinct().Count());
    }

    [Fact]
    public void TheEstimateOfMemoryKnowsTheMembers()
    {
        Layer[] layers = [new Dense(32, new Relu()), new Dense(3)];
        TrainingOptions options = new() { Loss = new MeanSquaredError(), BatchSize = 16 };
        TrainingMemory one = TrainingMemory.Of(Network.Create(layers).Build<float>(Inputs), Data("real"), options);
        TrainingMemory eight = TrainingMemory.Of(Network.Create([new Members(8, layers, MemberSharing.Nothing)]).Build<float>(Inputs), Data("real"), options);
        Assert.InRange((double)eight.Gradients / one.Gradients, 7, 8.5);
        Assert.InRange((double)eight.Frame / one.Frame, 5, 8.5);
    }

    private static (Model<double> Model, Loss Loss, Dataset Data) Of(string name, MemberSharing sharing)
    {
        Loss loss = Catalogue.Parse<Loss>(name);
        Activation last = loss is CategoricalCrossEntropy or KullbackLeibler ? new Softmax() : loss is BinaryCrossEntropy or BinaryFocalCrossEntropy ? new Sigmoid() : loss is Poisson ? new Exponential() : new Linear();
        Network network = [new Members(4, [new Dense(7, new Tanh()), new Dense(5, new Swish()), new Dense(Outputs, last)], sharing)];
        Model<double> model = network.Build<double>(Inputs, seed: 3);
        return (model, loss, Data(Samples.KindFor(loss)));
    }

    private static Dataset<double> Data(string kind) => Dataset.Create<double>(Samples.Targets("real", Rows, Inputs, 1), Inputs, Samples.Targets(kind, Rows, Outputs, 2), Outputs);

    /// <summary>Formulas of the losses on what comes out, with their usual reductions.</summary>
    private static double OfOneRow(Loss loss, double[] p, double[] y) => loss switch
    {
        MeanSquaredError => p.Zip(y, (a, b) => (a - b) * (a - b)).Average(),
        CategoricalCrossEntropy => -p.Zip(y, (a, b) => b * Math.Log(a)).Sum(),
        KullbackLeibler => p.Zip(y, (a, b) => b == 0 ? 0 : b * Math.Log(b / a)).Sum(),
        BinaryCrossEntropy => -p.Zip(y, (a, b) => (b * Math.Log(a)) + ((1 - b) * Math.Log(1 - a))).Average(),
        BinaryFocalCrossEntropy focal => -p.Zip(y, (a, b) => (b * Math.Pow(1 - a, focal.Gamma) * Math.Log(a)) + ((1 - b) * Math.Pow(a, focal.Gamma) * Math.Log(1 - a))).Average(),
        CosineProximity => -p.Zip(y, (a, b) => a * b).Sum() / Math.Sqrt(p.Sum(a => a * a) * y.Sum(b => b * b)),
        Huber => p.Zip(y, (a, b) => Math.Abs(a - b) <= 1 ? (a - b) * (a - b) / 2 : Math.Abs(a - b) - 0.5).Average(),
        Poisson => p.Zip(y, (a, b) => a - (b * Math.Log(a))).Average(),
        _ => throw new ArgumentException($"{loss} has no formula here."),
    };
}
