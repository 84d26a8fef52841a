using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Laws;

/// <summary>What a batch is made of decides its gradient; how it lies in memory does not.</summary>
public class BatchTests
{
    public static TheoryData<string> Activations => Subjects.TrainableNames;

    public static TheoryData<string> Losses => Subjects.Names<Loss>();

    [Theory]
    [Proves(Proof.Law, Law.Batch)]
    [MemberData(nameof(Activations))]
    public void OfActivations(string name)
    {
        Activation activation = Subjects.Find<Activation>(name);
        Check([new Dense(6, activation), new Dense(3, activation)], new MeanSquaredError());
    }

    [Theory]
    [Proves(Proof.Law, Law.Batch)]
    [MemberData(nameof(Losses))]
    public void OfLosses(string name)
    {
        Loss loss = Subjects.Find<Loss>(name);
        Check(Training.NetworkFor(loss, new PRelu()), loss);
    }

    [Fact]
    public void NetworksMayBeginWithAnyActivation()
    {
        foreach (Activation activation in Subjects.Trainable.Where(a => a is not (Softmax or LogSoftmax)))
        {
            Network network = [activation, new Dense(3)];
            Probe<double> with = Filled(network, new MeanSquaredError(), 17), without = Filled(network, new MeanSquaredError(), 17, inputGradient: false);
            Assert.Equal(with.Gradient(), without.Gradient());
            Assert.Equal(with.Gradients.Span.ToArray(), without.Gradients.Span.ToArray());
        }
    }

    [Fact]
    public void NetworksWithNothingToLearnAreRefused()
    {
        Network network = [new Sigmoid()];
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => network.Compile<float>(4, LaneWidth.Current, new MeanSquaredError()));
        Assert.Contains("no parameters to learn", refusal.Message, StringComparison.Ordinal);
    }

    private static void Check(Network network, Loss loss)
    {
        // A batch of 17 is a batch of 10 and one of 7, once the reduction's factors are taken out.
        Probe<double> whole = Filled(network, loss, 17), first = Filled(network, loss, 10), second = Filled(network, loss, 7, skip: 10);
        double scale = whole.Plan.Loss!.Scale(17), scale1 = whole.Plan.Loss.Scale(10), scale2 = whole.Plan.Loss.Scale(7);
        AssertClose(whole.Gradient() / scale, (first.Gradient() / scale1) + (second.Gradient() / scale2), $"{network}, loss");
        for (int i = 0; i < whole.Gradients.Length; i++)
        {
            AssertClose(whole.Gradients.Span[i] / scale, (first.Gradients.Span[i] / scale1) + (second.Gradients.Span[i] / scale2), $"{network}, gradient {i}");
        }

        // Whatever an earlier, larger batch left behind, and be it no number at all, does not reach a smaller one.
        Probe<double> used = Filled(network, loss, 300);
        used.Gradient();
        AssertSameAfter(used, whole, network, loss);
        Poison(used);
        AssertSameAfter(used, whole, network, loss);

        // A sample of weight 0 is as good as absent.
        Probe<double> weighted = Filled(network, loss, 17, weights: [.. Enumerable.Repeat(1.0, 10), .. Enumerable.Repeat(0.0, 7)]);
        AssertClose(weighted.Gradient() / scale, first.Gradient() / scale1, $"{network}, weighted loss");
        for (int i = 0; i < whole.Gradients.Length; i++)
        {
            AssertClose(weighted.Gradients.Span[i] / scale, first.Gradients.Span[i] / scale1, $"{network}, weighted gradient {i}");
        }
    }

    private static void AssertSameAfter(Probe<double> used, Probe<double> fresh, Network network, Loss loss)
    {
        Fill(used, loss, 17, 0, []);
        Assert.True(fresh.Gradient() == used.Gradient(), $"{network}: an earlier batch changes the loss");
        Assert.Equal(fresh.Gradients.Span.ToArray(), used.Gradients.Span.ToArray());
    }

    private static Probe<double> Filled(Network network, Loss loss, int samples, int skip = 0, double[]? weights = null, bool inputGradient = true)
    {
        Probe<double> probe = new(network, 4, Math.Max(samples, 17), loss, 6, inputGradient: inputGradient);
        Fill(probe, loss, samples, skip, weights ?? []);
        return probe;
    }

    private static void Fill(Probe<double> probe, Loss loss, int samples, int skip, double[] weights)
    {
        int outputs = probe.Plan.Output.Rows;
        double[] inputs = Samples.Targets("real", 300, 4, 21), targets = Samples.Targets(Samples.KindFor(loss), 300, outputs, 22);
        probe.SetBatch(inputs.AsSpan(4 * skip, 4 * samples), targets.AsSpan(outputs * skip, outputs * samples), weights);
    }

    private static void Poison(Probe<double> probe)
    {
        probe.Frame.Columns = probe.Frame.Capacity;
        foreach (Operand slot in (Operand[])[probe.Plan.Input, probe.Plan.Target, .. probe.Plan.Ops.Select(op => op.Output)])
        {
            Fill(probe.Frame.Value(slot));
            if (slot.Delta >= 0)
            {
                Fill(probe.Frame.Delta(slot));
            }
        }

        Fill(probe.Frame.Weights);
        Fill(probe.Frame.Losses);
        foreach (Parameter parameter in probe.Plan.Parameters.InOrder)
        {
            probe.Gradients.Span.Slice(parameter.Offset, parameter.Count).Fill(double.NaN);
        }

        static void Fill(Matrix<double> matrix)
        {
            for (int row = 0; row < matrix.Rows; row++)
            {
                matrix.PaddedRow(row).Fill(double.NaN);
            }
        }
    }

    private static void AssertClose(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-13 * Math.Max(10, Math.Abs(expected)), $"{what}: {expected:R} and {actual:R}");
}
