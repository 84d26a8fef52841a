using System.Globalization;

namespace Descent.Formats;

/// <summary>A parameter as other programs name it.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Name">Its name in PyTorch.</param>
/// <param name="Others">Its names elsewhere.</param>
internal sealed record ModuleTensor(Parameter Parameter, string Name, params string[] Others)
{
    /// <summary>Whether a name means this parameter.</summary>
    public bool IsCalled(string name) => Name == name || Others.Contains(name, StringComparer.Ordinal);
}

/// <summary>A step of a network as an element of PyTorch's <c>nn.Sequential</c>.</summary>
/// <param name="Index">The index in the sequence.</param>
/// <param name="Code">The expression that creates it; null if PyTorch has no such module.</param>
/// <param name="Description">What it is.</param>
/// <param name="Tensors">Its parameters, in the order of Keras.</param>
internal sealed record SequentialModule(int Index, string? Code, string Description, IReadOnlyList<ModuleTensor> Tensors)
{
    /// <summary>The modules of a network.</summary>
    /// <exception cref="NotSupportedException">If the network is not a sequence of dense layers, activations and normalizations; the message names the layer.</exception>
    public static IReadOnlyList<SequentialModule> Of(NetworkSteps network)
    {
        List<SequentialModule> modules = [];
        Value current = network.Input;
        foreach (NetworkStep step in network.Steps)
        {
            SequentialModule? module = step.Inputs is [var input] && input == current ? Of(step, modules.Count) : null;
            modules.Add(module ?? throw new NotSupportedException($"{network.Layers[step.Layer].Layer.GetType().Name} is not a layer of a plain sequence, which is what is exchanged here: dense layers, activations, normalizations and dropout. C# source, and the model file itself, hold every network."));
            current = step.Output;
        }

        return modules;
    }

    private static SequentialModule? Of(NetworkStep step, int index) => step switch
    {
        AffineStep { Output.Members: 1 } affine => new(
            index, $"nn.Linear({affine.Weight.Columns}, {affine.Weight.Rows}{(affine.Bias is null ? ", bias=False" : "")})", "dense",
            affine.Bias is null ? [new(affine.Weight, "weight", "kernel")] : [new(affine.Weight, "weight", "kernel"), new(affine.Bias, "bias")]),
        ElementwiseStep { Function: not Dense.Division } elementwise => new(index, CodeOf(elementwise.Function), elementwise.Name, []),
        PerNeuronStep { Function: PRelu } prelu => new(index, $"nn.PReLU({prelu.Output.Rows})", "prelu", [new(prelu.Parameter, "weight", "alpha", "slope")]),
        PerNeuronStep perNeuron => new(index, null, perNeuron.Name, [new(perNeuron.Parameter, NameOf(perNeuron.Parameter))]),
        SoftmaxStep softmax => new(index, softmax.IsLogarithm ? "nn.LogSoftmax(dim=1)" : "nn.Softmax(dim=1)", "softmax", []),
        BatchNormalizationStep batch => new(
            index, $"nn.BatchNorm1d({batch.Output.Rows}, eps={Number(batch.Epsilon)})", "batch normalization",
            [new(batch.Scale, "weight", "gamma", "scale"), new(batch.Shift, "bias", "beta", "shift"), new(batch.RunningMean, "running_mean", "moving_mean"), new(batch.RunningVariance, "running_var", "moving_variance", "running_variance")]),
        LayerNormalizationStep layer => new(
            index, $"nn.LayerNorm({layer.Output.Rows}, eps={Number(layer.Epsilon)})", "layer normalization", [new(layer.Scale, "weight", "gamma", "scale"), new(layer.Shift, "bias", "beta", "shift")]),

        // Both do nothing in a prediction.
        DropoutStep or NoiseStep => new(index, "nn.Identity()", "identity", []),
        _ => null,
    };

    private static string? CodeOf(IElementwiseFunction function) => function switch
    {
        Linear => "nn.Identity()",
        Relu => "nn.ReLU()",
        LeakyRelu leaky => $"nn.LeakyReLU({Number(leaky.Slope)})",
        Elu elu => $"nn.ELU({Number(elu.Alpha)})",
        Selu => "nn.SELU()",
        Sigmoid => "nn.Sigmoid()",
        Tanh => "nn.Tanh()",
        Softplus softplus => $"nn.Softplus({Number(softplus.Beta)})",
        Softsign => "nn.Softsign()",
        Swish { Beta: 1 } => "nn.SiLU()",
        Mish => "nn.Mish()",
        Gelu gelu => gelu.Approximate ? "nn.GELU(approximate='tanh')" : "nn.GELU()",
        HardSigmoid { Slope: 1.0 / 6 } => "nn.Hardsigmoid()",
        HardSwish => "nn.Hardswish()",
        _ => null,
    };

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // layers.3.scale is called scale.
    private static string NameOf(Parameter parameter) => parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..];
}
