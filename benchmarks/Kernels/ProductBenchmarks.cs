using BenchmarkDotNet.Attributes;
using Descent.Numerics;

namespace Descent.Benchmarks.Kernels;

/// <summary>The three products of a dense layer in the shapes of W1, W2 and W3, and of small squares, at two lane widths.</summary>
[GenericTypeArguments(typeof(Lane512<float>))]
[GenericTypeArguments(typeof(Lane256<float>))]
public class ProductBenchmarks<V>
    where V : struct, ILane<V, float>
{
    private readonly Workspace<float> workspace = new();
    private Memory weight = null!, bias = null!, input = null!, output = null!;

    [ParamsSource(nameof(Shapes))]
    public Shape Of { get; set; }

    public static IEnumerable<Shape> Shapes { get; } =
    [
        new(12, 4, 64), new(12, 12, 64), new(3, 12, 64),
        new(128, 784, 64), new(64, 128, 64), new(10, 64, 64),
        new(1024, 784, 256), new(1024, 1024, 256), new(10, 1024, 256),
        .. new[] { 8, 16, 24, 32, 48, 64, 80, 96 }.Select(n => new Shape(n, n, n)),
    ];

    [GlobalSetup]
    public void Prepare()
    {
        weight = new Memory(Of.Outputs, Of.Inputs);
        bias = new Memory(1, Of.Outputs);
        input = new Memory(Of.Inputs, Of.Samples);
        output = new Memory(Of.Outputs, Of.Samples);
        workspace.Reserve();
    }

    [Benchmark]
    public void Forward() => Product<float, V>.Affine(weight.Matrix, bias.Matrix, input.Matrix, output.Matrix, workspace);

    [Benchmark]
    public void InputGradient() => Product<float, V>.Transposed(weight.Matrix, output.Matrix, input.Matrix, workspace);

    [Benchmark]
    public void WeightGradient() => Product<float, V>.Outer(output.Matrix, input.Matrix, weight.Matrix, workspace);
}

/// <summary>What a layer multiplies.</summary>
public readonly record struct Shape(int Outputs, int Inputs, int Samples)
{
    public override string ToString() => $"{Outputs}×{Inputs}×{Samples}";
}
