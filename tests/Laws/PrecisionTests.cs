using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Laws;

/// <summary>Float follows double within float's error: 6e−8 per operation, over 30 steps of gradient descent; iterations over all rows are longer steps, which multiply what differs.</summary>
public class PrecisionTests
{
    public static TheoryData<string> Activations => Subjects.TrainableNames;

    public static TheoryData<string> Losses => Subjects.Names<Loss>();

    public static TheoryData<string> AllActivations => Subjects.Names<Activation>();

    /// <summary>Activations that can only predict; the others keep the law in training.</summary>
    public static IEnumerable<string> Untrainable => Subjects.All<Activation>().Except(Subjects.Trainable).Select(a => a.ToString());

    public static TheoryData<string> Layers => GradientTests.OtherLayers;

    public static TheoryData<string> Optimizers => Subjects.Names<Optimizer>();

    public static TheoryData<string> Regularizers => Subjects.Names<Regularizer>();

    public static TheoryData<string> Initializers => Subjects.Names<Initializer>();

    [Theory]
    [Proves(Proof.Law, Law.Precision)]
    [MemberData(nameof(Activations))]
    public void OfActivations(string name) =>
        Check([new Dense(6, Subjects.Find<Activation>(name)), new Dense(5, new Tanh()), new Dense(3)], new MeanSquaredError());

    [Theory]
    [Proves(Proof.Law, Law.Precision, Of = nameof(Untrainable))]
    [MemberData(nameof(AllActivations))]
    public void OfPredictions(string name)
    {
        Network network = [new Dense(6, Subjects.Find<Activation>(name)), new Dense(3)];
        double[] inputs = [.. Samples.Targets("real", 200, 4, 12).Select(x => (double)(float)x)];
        double[] exact = network.Build<double>(4, 3).Predict(inputs);
        float[] single = network.Build<float>(4, 3).Predict([.. inputs.Select(x => (float)x)]);
        Assert.All(exact.Zip(single), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 3e-6 * Math.Max(1, Math.Abs(pair.First)), $"{name}: {pair.Second:R} in float, {pair.First:R} in double"));
    }

    [Theory]
    [Proves(Proof.Law, Law.Precision)]
    [MemberData(nameof(Layers))]
    public void OfLayers(string name) => Check(Subjects.Placed(Subjects.Find<Layer>(name), new Tanh(), new Dense(3)), new MeanSquaredError());

    [Theory]
    [Proves(Proof.Law, Law.Precision)]
    [MemberData(nameof(Optimizers))]
    public void OfOptimizers(string name) => Check([new Dense(6, new Tanh()), new Dense(3)], new MeanSquaredError(), Subjects.Find<Optimizer>(name));

    [Theory]
    [Proves(Proof.Law, Law.Precision)]
    [MemberData(nameof(Regularizers))]
    public void OfRegularizers(string name) => Check([new Dense(6, new Tanh()), new Dense(3)], new MeanSquaredError(), null, Subjects.Find<Regularizer>(name));

    /// <summary>The same numbers are drawn and then rounded; what is scaled to data follows within float's error.</summary>
    [Theory]
    [Proves(Proof.Law, Law.Precision)]
    [MemberData(nameof(Initializers))]
    public void OfInitializers(string name)
    {
        Network network = [Subjects.DenseWith(6, new Tanh(), Subjects.Find<Initializer>(name)), new Dense(3)];
        Model<double> exact = network.Build<double>(4, 3);
        Model<float> single = network.Build<float>(4, 3);
        Assert.Equal([.. exact.GetParameter("layers.0.weight").Select(w => (float)w)], single.GetParameter("layers.0.weight"));

        Dataset<double> data = Dataset.Create<double>(Samples.Targets("real", 40, 4, 12).Select(x => (double)(float)x).ToArray(), 4, new double[120], 3);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 0 };
        exact.Fit(data, options);
        single.Fit(data.As<float>(), options);
        Assert.All(exact.GetParameter("layers.0.weight").Zip(single.GetParameter("layers.0.weight")), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Max(1, Math.Abs(pair.First))));
    }

    [Theory]
    [Proves(Proof.Law, Law.Precision)]
    [MemberData(nameof(Losses))]
    public void OfLosses(string name)
    {
        Loss loss = Subjects.Find<Loss>(name);
        Check(Training.NetworkFor(loss, new Tanh()), loss);
    }

    private static void Check(Network network, Loss loss, Optimizer? optimizer = null, Regularizer? regularizer = null)
    {
        TrainingOptions options = new() { Loss = loss, Optimizer = optimizer ?? new GradientDescent(loss.Reduction == Reduction.Sum ? 0.002 : 0.05), Regularizer = regularizer, BatchSize = 20 };
        double[] exact = [.. Parameters<double>()];
        double[] single = [.. Parameters<float>().Select(v => (double)v)];
        // JᵀJ has the square of the condition number of J.
        double tolerance = optimizer is LevenbergMarquardt ? 1e-5 : 2e-6;
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.True(Math.Abs(exact[i] - single[i]) <= tolerance * Math.Max(1, Math.Abs(exact[i])), $"{network}, {loss}, {optimizer}, {regularizer}: {single[i]:R} in float, {exact[i]:R} in double");
        }

        // The two types pad differently: only the parameters themselves are compared.
        IEnumerable<T> Parameters<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            T[] block = Training.Run<T>(network, options, 53, options.Optimizer switch { LevenbergMarquardt => 1, FullBatchOptimizer => 3, _ => 30 }, LaneWidth.Current);
            return network.Compile<T>(4, LaneWidth.Current).Parameters.InOrder.SelectMany(p => block[p.Offset..(p.Offset + p.Count)]);
        }
    }
}
