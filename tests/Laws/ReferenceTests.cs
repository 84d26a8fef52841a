using Descent.Numerics;
using Descent.Tests.Engine;
using Descent.Tests.Goldens;
using static Descent.Tests.Engine.ReferenceMatrix;

namespace Descent.Tests.Laws;

/// <summary>Random networks of random depth give the loss and the gradients of the slow reference engine.</summary>
public class ReferenceTests
{
    private static readonly (Activation Fast, ReferenceLayer Slow)[] s_activations =
    [
        (new Linear(), ReferenceEngine.Linear), (new Sigmoid(), ReferenceEngine.Sigmoid), (new Tanh(), ReferenceEngine.Tanh), (new Relu(), ReferenceEngine.Relu),
        (new LeakyRelu(0.1), ReferenceEngine.LeakyRelu(0.1)), (new PRelu(), ReferenceEngine.PRelu), (new Swish(1.3), ReferenceEngine.Swish(1.3)),
        (new Swish(Learnable: true), ReferenceEngine.LearnableSwish), (new Softmax(), ReferenceEngine.Softmax),
    ];

    [Fact]
    public void RandomNetworksAgree()
    {
        for (ulong seed = 0; seed < 150; seed++)
        {
            Check(seed);
        }
    }

    private static void Check(ulong seed)
    {
        CounterRandom random = new(seed, Streams.Noise);
        int inputs = 1 + random.Below(0, 40), samples = 1 + random.Below(1, 300), outputs = 2 + random.Below(2, 6), depth = random.Below(3, 5);
        List<Layer> fast = [];
        List<ReferenceLayer> slow = [];
        for (int i = 0; i < depth; i++)
        {
            // Sometimes two activations behind one another.
            fast.Add(new Dense(1 + random.Below((ulong)(10 + i), 40)));
            slow.Add(ReferenceEngine.Dense);
            for (int j = 0; j <= random.Below((ulong)(20 + i), 2); j++)
            {
                (Activation quick, ReferenceLayer plain) = s_activations[random.Below((ulong)(30 + (2 * i) + j), s_activations.Length)];
                fast.Add(quick);
                slow.Add(plain);
            }
        }

        (Activation end, ReferenceLayer slowEnd, Loss loss, ReferenceLoss slowLoss, string targets) = random.Below(4, 4) switch
        {
            0 => ((Activation)new Sigmoid(), ReferenceEngine.Linear, (Loss)new BinaryCrossEntropy(), ReferenceLosses.SigmoidBinaryCrossEntropy, "fraction"),
            1 => (new Softmax(), ReferenceEngine.Linear, new CategoricalCrossEntropy(), ReferenceLosses.SoftmaxCategoricalCrossEntropy, "distribution"),
            2 => (new Softmax(), ReferenceEngine.Softmax, new MeanSquaredError(), ReferenceLosses.MeanSquaredError, "one-hot"),
            _ => (new Linear(), ReferenceEngine.Linear, new MeanSquaredError(), ReferenceLosses.MeanSquaredError, "real"),
        };
        Network network = Network.Create([.. fast, new Dense(outputs), end]);
        Probe<double> probe = new(network, inputs, samples, loss, seed);
        double[] x = Samples.Targets("real", samples, inputs, seed), y = Samples.Targets(targets, samples, outputs, seed), weights = Samples.Weights(samples, seed);
        probe.SetBatch(x, y, weights);
        double value = probe.Gradient();

        Tensors parameters = new(probe.Plan.Parameters.InOrder.Select(p => (p.Name, Matrix(p.Rows, p.Columns, probe.Parameters.Span.Slice(p.Offset, p.Count).ToArray()))));
        (double[,] output, Pullback pullback) = ReferenceEngine.Network([.. slow, ReferenceEngine.Dense, slowEnd])(parameters, Matrix(samples, inputs, x));
        (double expected, double[,] slope) = slowLoss(output, Matrix(samples, outputs, y), Matrix(samples, outputs, (n, _) => weights[n]));
        (double[,] inputGradient, Tensors gradients) = pullback(slope);
        string what = $"seed {seed}: {network}, {loss}, {samples} samples";
        GoldenFile.AssertClose(expected, value, 1e-12, what);
        foreach (Parameter parameter in probe.Plan.Parameters.InOrder)
        {
            double[] actual = probe.Gradients.Span.Slice(parameter.Offset, parameter.Count).ToArray();
            GoldenFile.AssertClose([.. gradients[parameter.Name].Cast<double>()], Matrix(parameter.Rows, parameter.Columns, actual), 1e-12, $"{what}, {parameter.Name}");
        }

        GoldenFile.AssertClose([.. inputGradient.Cast<double>()], Matrix(samples, inputs, (n, f) => probe.Frame.Delta(probe.Plan.Input).Row(f)[n]), 1e-12, $"{what}, inputs");
    }
}
