namespace Descent.Formats.Onnx;

/// <summary>Writes activations as nodes.</summary>
/// <param name="graph">The graph to append to.</param>
internal sealed class ActivationExport(GraphBuilder graph)
{
    /// <summary>Writes an elementwise function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">Its input.</param>
    /// <param name="name">The name of its result.</param>
    /// <exception cref="ModelFileException">If it is a custom type.</exception>
    public string Elementwise(IElementwiseFunction function, string x, string name) => function switch
    {
        Linear => x,
        Dense.Division division => graph.Node("Mul", name, [x, Number(name, "factor", division.Factor)]),
        Relu => graph.Node("Relu", name, [x]),
        LeakyRelu leaky => graph.Node("LeakyRelu", name, [x], Attributes.Float("alpha", leaky.Slope)),
        Elu elu => graph.Node("Elu", name, [x], Attributes.Float("alpha", elu.Alpha)),
        Selu => graph.Node("Selu", name, [x], Attributes.Float("alpha", Selu.Alpha), Attributes.Float("gamma", Selu.Scale)),
        Sigmoid => graph.Node("Sigmoid", name, [x]),
        Tanh => graph.Node("Tanh", name, [x]),
        Softsign => graph.Node("Softsign", name, [x]),
        Softplus { Beta: 1 } => graph.Node("Softplus", name, [x]),
        Softplus plus => graph.Node("Div", name, [graph.Node("Softplus", $"{name}/softplus", [Scaled(x, name, plus.Beta)]), Number(name, "beta", plus.Beta)]),
        HardSigmoid hard => graph.Node("HardSigmoid", name, [x], Attributes.Float("alpha", hard.Slope), Attributes.Float("beta", 0.5)),
        HardSwish => graph.Opset >= 14 ? graph.Node("HardSwish", name, [x]) : Times(x, name, graph.Node("HardSigmoid", $"{name}/gate", [x], Attributes.Float("alpha", 1.0 / 6), Attributes.Float("beta", 0.5))),
        Swish { Learnable: false } swish => Times(x, name, graph.Node("Sigmoid", $"{name}/gate", [swish.Beta == 1 ? x : Scaled(x, name, swish.Beta)])),
        Mish => graph.Opset >= 18 ? graph.Node("Mish", name, [x]) : Times(x, name, graph.Node("Tanh", $"{name}/gate", [graph.Node("Softplus", $"{name}/softplus", [x])])),
        Gelu gelu => Gelu(gelu, x, name),
        Exponential => graph.Node("Min", name, [graph.Node("Exp", $"{name}/exponential", [x]), Number(name, "largest", float.MaxValue)]),
        Step step => graph.Node("Where", name, [graph.Node("Greater", $"{name}/above", [x, Number(name, "threshold", step.Threshold)]), Number(name, "one", 1), Number(name, "low", step.Form == StepForm.Bipolar ? -1 : 0)]),
        _ => throw Custom(function.GetType()),
    };

    /// <summary>Writes an elementwise function with one parameter per neuron.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">Its input.</param>
    /// <param name="parameter">The parameters.</param>
    /// <param name="name">The name of its result.</param>
    /// <exception cref="ModelFileException">If it is a custom type.</exception>
    public string PerNeuron(IPerNeuronFunction function, string x, string parameter, string name) => function switch
    {
        PRelu => graph.Node("PRelu", name, [x, parameter]),
        Scaling => graph.Node("Mul", name, [x, parameter]),
        Swish => Times(x, name, graph.Node("Sigmoid", $"{name}/gate", [graph.Node("Mul", $"{name}/scaled", [x, parameter])])),
        Strength strength => graph.Node("Add", name, [x, graph.Node("Mul", $"{name}/change", [parameter, graph.Node("Sub", $"{name}/difference", [Elementwise((ElementwiseActivation)strength.Inner, x, $"{name}/inner"), x])])]),
        _ => throw Custom(function.GetType()),
    };

    private string Gelu(Gelu gelu, string x, string name)
    {
        if (graph.Opset >= 20)
        {
            return graph.Node("Gelu", name, [x], Attributes.Text("approximate", gelu.Approximate ? "tanh" : "none"));
        }

        if (!gelu.Approximate)
        {
            // Φ(x) = ½·(1 + erf(x/√2)).
            string error = graph.Node("Erf", $"{name}/erf", [Scaled(x, name, Math.Sqrt(0.5))]);
            return Times(x, name, graph.Node("Mul", $"{name}/distribution", [graph.Node("Add", $"{name}/from_0_to_2", [error, Number(name, "one", 1)]), Number(name, "half", 0.5)]));
        }

        // ½·(1 + tanh u) = σ(2u) with 2u = x·√(8/π)·(1 + 0.044715·x²).
        string square = graph.Node("Mul", $"{name}/square", [x, x]);
        string factor = graph.Node("Add", $"{name}/factor", [graph.Node("Mul", $"{name}/cubic", [square, Number(name, "cubic_factor", Math.Sqrt(8 / Math.PI) * 0.044715)]), Number(name, "linear_factor", Math.Sqrt(8 / Math.PI))]);
        return Times(x, name, graph.Node("Sigmoid", $"{name}/distribution", [graph.Node("Mul", $"{name}/argument", [x, factor])]));
    }

    private string Times(string x, string name, string gate) => graph.Node("Mul", name, [x, gate]);

    private string Scaled(string x, string name, double factor) => graph.Node("Mul", $"{name}/scaled", [x, Number(name, "scale", factor)]);

    private string Number(string name, string what, double value) => graph.Floats($"{name}/{what}", [(float)value]);

    private static ModelFileException Custom(Type type) =>
        new($"{type.Name} cannot be written as ONNX: it is a custom type, and only the activations of the library are known as ONNX operators. Use one of those, or save the model with Save.");
}
