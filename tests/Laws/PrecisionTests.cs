using Descent.Activations;
using Descent.Losses;
using Descent.Models;
using Descent.Numerics.Lanes;
using Descent.Optimizers;
using Descent.Training;

namespace Descent.Tests.Laws;

/// <summary>Float follows double within float's error: 6e−8 per operation, over 30 steps of gradient descent.</summary>
public class PrecisionTests
{
    public static TheoryData<string> Activations => Subjects.TrainableNames;

    public static TheoryData<string> Losses => Subjects.Names<Loss>();

    [Theory]
    [MemberData(nameof(Activations))]
    public void OfActivations(string name) =>
        Check([new Layers.Dense(6, Subjects.Find<Activation>(name)), new Layers.Dense(5, new Tanh()), new Layers.Dense(3)], new MeanSquaredError());

    [Theory]
    [MemberData(nameof(Losses))]
    public void OfLosses(string name)
    {
        Loss loss = Subjects.Find<Loss>(name);
        Check(Training.NetworkFor(loss, new Tanh()), loss);
    }

    private static void Check(Network network, Loss loss)
    {
        TrainingOptions options = new() { Loss = loss, Optimizer = new GradientDescent(loss.Reduction == Reduction.Sum ? 0.002 : 0.05), BatchSize = 20 };
        double[] exact = [.. Parameters<double>()];
        double[] single = [.. Parameters<float>().Select(v => (double)v)];
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.True(Math.Abs(exact[i] - single[i]) <= 2e-6 * Math.Max(1, Math.Abs(exact[i])), $"{network}, {loss}: {single[i]:R} in float, {exact[i]:R} in double");
        }

        // The two types pad differently: only the parameters themselves are compared.
        IEnumerable<T> Parameters<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            T[] block = Training.Run<T>(network, options, 53, 30, LaneWidth.Current);
            return network.Compile<T>(4, LaneWidth.Current).Parameters.InOrder.SelectMany(p => block[p.Offset..(p.Offset + p.Count)]);
        }
    }
}
