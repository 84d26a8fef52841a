using Descent.Tests.Coverage;

namespace Descent.Tests.Laws;

/// <summary>Every derivative equals finite differences: with respect to inputs, weights, biases and learnable slopes.</summary>
public class GradientTests(ITestOutputHelper output)
{
    private static readonly int[] s_batches = [1, 7, 16, 17, 64, 300];

    public static TheoryData<string> Activations => Subjects.TrainableNames;

    public static TheoryData<string> Losses => Subjects.Names<Loss>();

    /// <summary>
    /// Layers without a kink inside, which differences would step over; the others are held against PyTorch (EmbeddingTests). One embedding behind another
    /// multiplies their widths, so that of bins is small here.
    /// </summary>
    public static TheoryData<string> SmoothLayers => [.. Subjects.All<Layer>().Where(l => l is not (Activation or Periodic { Rectified: true } or PiecewiseLinear { Width: 0 or > 4 })).Select(l => l.ToString())];

    public static TheoryData<string> OtherLayers => [.. Subjects.All<Layer>().Where(l => l is not Activation).Select(l => l.ToString())];

    [Theory]
    [Proves(Proof.Gradient)]
    [MemberData(nameof(Activations))]
    public void OfActivations(string name)
    {
        Activation activation = Subjects.Find<Activation>(name);
        double worst = 0;
        foreach (int samples in s_batches)
        {
            worst = Math.Max(worst, FiniteDifferences.Check([new Dense(5, activation)], 4, samples, new MeanSquaredError(), "real"));
            worst = Math.Max(worst, FiniteDifferences.Check([new Dense(5, activation), new Dense(4, activation), new Dense(3)], 4, samples, new MeanSquaredError(), "real"));
        }

        output.WriteLine($"worst relative error {worst:G3}");
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void OfActivationsOnTheInputsThemselves(string name)
    {
        Activation activation = Subjects.Find<Activation>(name);
        output.WriteLine($"worst relative error {FiniteDifferences.Check([activation, new Dense(3)], 4, 17, new MeanSquaredError(), "real"):G3}");
    }

    /// <summary>An activation may compute in place only where the operation before it no longer needs what it would overwrite.</summary>
    [Theory]
    [MemberData(nameof(Activations))]
    public void OfActivationsAfterEachOther(string name)
    {
        Activation second = Subjects.Find<Activation>(name);

        // A ReLU's zeros lie on the kink of another. An exponential of an exponential is too steep for differences.
        double worst = Subjects.Trainable.Where(first => (Subjects.Kinks(first).Count == 0 || Subjects.Kinks(second).Count == 0) && (first is not Exponential || second is not Exponential)).Max(first => FiniteDifferences.Check([new Dense(5, first), second, new Dense(3)], 4, 17, new MeanSquaredError(), "real"));
        output.WriteLine($"worst relative error {worst:G3}");
    }

    [Theory]
    [Proves(Proof.Gradient)]
    [MemberData(nameof(SmoothLayers))]
    public void OfLayers(string name)
    {
        Layer layer = Subjects.Find<Layer>(name);
        foreach (int samples in s_batches)
        {
            double worst = FiniteDifferences.Check(Subjects.Placed(layer, new Tanh(), layer, new Dense(3)), 4, samples, new MeanSquaredError(), "real");
            output.WriteLine($"{samples} samples: worst relative error {worst:G3}");
        }
    }

    [Theory]
    [Proves(Proof.Gradient)]
    [MemberData(nameof(Losses))]
    public void OfLossesAfterEveryActivationThatFits(string name)
    {
        Loss loss = Subjects.Find<Loss>(name);
        int checks = 0;
        double worst = 0;
        foreach (Activation activation in Subjects.Trainable)
        {
            // Kinks are found in the last activation of a network, not in those of heads.
            Network network = [new Dense(4, new Tanh()), Subjects.End(loss, activation)];
            if (!Accepts(loss, network) || (loss is PerHead && Subjects.Kinks(activation).Count > 0))
            {
                continue;
            }

            foreach (string targets in Samples.TargetKinds.Where(k => Samples.Fits(loss, k)))
            {
                worst = Math.Max(worst, FiniteDifferences.Check(network, 4, 17, loss, targets, weighted: false));
                worst = Math.Max(worst, FiniteDifferences.Check(network, 4, 7, loss, targets, weighted: true));
                checks++;
            }
        }

        Assert.True(checks > 0, $"{name} accepts no activation with any targets.");
        output.WriteLine($"{checks} combinations, worst relative error {worst:G3}");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void OfEveryReduction(string name)
    {
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            Loss loss = Subjects.Find<Loss>(name) with { Reduction = reduction };
            Network network = Subjects.Trainable.Select(a => Network.Create([new Dense(4, new Tanh()), Subjects.End(loss, a)])).First(n => Accepts(loss, n));
            FiniteDifferences.Check(network, 4, 300, loss, Samples.KindFor(loss), weighted: true);
        }
    }

    internal static bool Accepts(Loss loss, Network network)
    {
        try
        {
            _ = network.Compile<double>(4, Descent.Numerics.LaneWidth.Current, loss);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
