using BenchmarkDotNet.Attributes;
using Descent.Numerics;

namespace Descent.Benchmarks.Kernels;

/// <summary>What runs over numbers once: functions, softmax with its loss, updates, gathering.</summary>
[GenericTypeArguments(typeof(Lane512<float>))]
[GenericTypeArguments(typeof(Lane256<float>))]
public class StreamBenchmarks<V>
    where V : struct, ILane<V, float>
{
    private Memory input = null!, output = null!, slope = null!, target = null!, weights = null!, losses = null!, parameters = null!, gradients = null!, slots = null!;
    private float[] rows = [];
    private int[] order = [];

    [Params(12, 128, 1024)]
    public int Neurons { get; set; }

    [Params(64, 256)]
    public int Samples { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        input = new Memory(Neurons, Samples);
        output = new Memory(Neurons, Samples);
        slope = new Memory(Neurons, Samples);
        target = new Memory(Neurons, Samples);
        weights = new Memory(1, Samples);
        losses = new Memory(1, Samples);
        parameters = new Memory(1, Neurons * Neurons);
        gradients = new Memory(1, Neurons * Neurons);
        slots = new Memory(1, Neurons * Neurons);
        rows = new float[Neurons * Samples * 4];
        order = [.. Enumerable.Range(0, Samples).Select(i => (i * 3) + 1)];
    }

    [Benchmark]
    public void Function() => Elementwise<float, V>.Forward(default(Logistic), input.Matrix, output.Matrix);

    [Benchmark]
    public void FunctionGradient() => Elementwise<float, V>.Backward(default(Logistic), input.Matrix, output.Matrix, target.Matrix, slope.Matrix);

    [Benchmark]
    public void SoftmaxLoss() => Softmax<float, V>.CrossEntropy(input.Matrix, target.Matrix, 0, weights.Matrix, output.Matrix, losses.Matrix);

    [Benchmark]
    public void UpdateParameters() => Update<float, V>.Run(default(Average), parameters.Matrix, gradients.Matrix, slots.Matrix, 1e-4, 0);

    [Benchmark]
    public void Gather() => Transposition<float>.Gather(rows, order, input.Matrix);

    private readonly struct Logistic : IElementwise<V>
    {
        public static bool NeedsInput => false;

        public V Value(V x) => Exponential(x);

        public V Derivative(V x, V y) => y * (V.One - y);

        private static V Exponential(V x) => V.One / (V.One + V.Exp(-x));
    }

    private readonly struct Average : IRule<V>
    {
        public static int Slots => 1;

        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(V.Splat(0.75), slots.First, V.Splat(0.25) * gradient);
            return V.Fma(V.Splat(-0.06), slots.First, parameter);
        }
    }
}
