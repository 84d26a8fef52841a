using System.Globalization;
using System.Numerics;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>Writes the steps of a network as nodes. Every value is a matrix with one row per sample; the values of members are next to each other.</summary>
/// <typeparam name="T">The type of the weights, which are rounded to float.</typeparam>
/// <param name="graph">The graph to append to.</param>
/// <param name="model">The network with its weights.</param>
/// <param name="scope">The beginning of all names.</param>
/// <param name="doubles">Whether products are added in double. Everything between them is float, as many operators of ONNX Runtime are for float only.</param>
internal sealed partial class NetworkExport<T>(GraphBuilder graph, Model<T> model, string scope, bool doubles)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ActivationExport activations = new(graph);
    private readonly string[] values = new string[model.Steps.Values];

    /// <summary>Writes the network.</summary>
    /// <param name="input">The name of its inputs.</param>
    /// <returns>The name of its outputs.</returns>
    /// <exception cref="ModelFileException">If it has an activation of a custom type.</exception>
    public string Write(string input)
    {
        values[model.Steps.Input.Number] = input;
        foreach (NetworkStep step in model.Steps.Steps)
        {
            string layer = step.Layer < 0 ? "end" : string.Create(CultureInfo.InvariantCulture, $"layers.{step.Layer}");
            values[step.Output.Number] = Write(step, values[step.Input.Number], $"{scope}{layer}");
        }

        return values[model.Steps.Output.Number];
    }

    private string Write(NetworkStep step, string x, string layer) => step switch
    {
        AffineStep affine => Product("Gemm", $"{layer}/affine", affine.Bias is null ? [x, Matrix(affine.Weight)] : [x, Matrix(affine.Weight), Vector(affine.Bias)], Attributes.Int("transB", 1)),
        ElementwiseStep elementwise => activations.Elementwise(elementwise.Function, x, $"{layer}/{Words(elementwise.Name)}"),
        PerNeuronStep perNeuron => activations.PerNeuron(perNeuron.Function, x, Vector(perNeuron.Parameter), $"{layer}/{Words(perNeuron.Name)}"),
        SoftmaxStep softmax => OfMembers(step.Input, x, $"{layer}/softmax", (own, name) => graph.Node(softmax.IsLogarithm ? "LogSoftmax" : "Softmax", name, [own], Attributes.Int("axis", -1))),
        BatchNormalizationStep normalization => graph.Node(
            "BatchNormalization", $"{layer}/batch_normalization", [x, Vector(normalization.Scale), Vector(normalization.Shift), Vector(normalization.RunningMean), Vector(normalization.RunningVariance)],
            Attributes.Float("epsilon", normalization.Epsilon)),
        LayerNormalizationStep normalization => Normalized(normalization, x, $"{layer}/layer_normalization"),
        DropoutStep or NoiseStep => x,
        AddStep add => graph.Node("Add", $"{layer}/sum", [x, values[add.Other.Number]]),
        ConcatenateStep concatenate => graph.Node("Concat", $"{layer}/concatenated", [.. concatenate.Parts.Select(part => values[part.Number])], Attributes.Int("axis", 1)),
        MemberScalingStep scaling => Scaled(scaling, x, layer),
        MemberAffineStep affine => Affine(affine, x, $"{layer}/affine"),
        MemberMeanStep => graph.Node("Div", $"{layer}/mean", [Sum($"{layer}/sum", graph.Reshape($"{layer}/members", x, -1, step.Input.Members, step.Input.Width), 1), graph.Floats($"{layer}/count", [step.Input.Members])]),
        PiecewiseLinearStep encoding => graph.Reshape($"{layer}/encoding", Encoded(encoding.Edges, Numbers(encoding.Input, encoding.Edges.Rows, x, layer), layer), -1, encoding.Output.Rows),
        PiecewiseAffineStep encoding => Embedded(encoding, x, layer),
        PeriodicAffineStep encoding => Embedded(encoding, x, layer),
        LookUpStep lookUp => LookedUp(lookUp, x, layer),
        _ => throw new ModelFileException($"{step.GetType().Name} of layer {step.Layer} cannot be written as ONNX."),
    };

    // (x − mean)/√(variance + ε), in operators of all versions: LayerNormalization exists from 17 on, and has no members.
    private string Normalized(LayerNormalizationStep step, string x, string name)
    {
        if (graph.Opset >= 17 && step.Input.Members == 1)
        {
            return graph.Node("LayerNormalization", name, [x, Vector(step.Scale), Vector(step.Shift)], Attributes.Int("axis", -1), Attributes.Float("epsilon", step.Epsilon));
        }

        string normal = OfMembers(step.Input, x, $"{name}/normal", (own, result) =>
        {
            string width = graph.Floats($"{name}/width", [step.Input.Width]);
            string centered = graph.Node("Sub", $"{name}/centered", [own, graph.Node("Div", $"{name}/mean", [Sum($"{name}/sum", own, -1, keeps: true), width])]);
            string variance = graph.Node("Div", $"{name}/variance", [Sum($"{name}/squares", graph.Node("Mul", $"{name}/square", [centered, centered]), -1, keeps: true), width]);
            return graph.Node("Div", result, [centered, graph.Node("Sqrt", $"{name}/deviation", [graph.Node("Add", $"{name}/positive", [variance, graph.Floats($"{name}/epsilon", [(float)step.Epsilon])])])]);
        });
        return graph.Node("Add", name, [graph.Node("Mul", $"{name}/scaled", [normal, Vector(step.Scale)]), Vector(step.Shift)]);
    }

    private string Scaled(MemberScalingStep step, string x, string layer)
    {
        if (step.Input.Members < step.Output.Members)
        {
            x = graph.Node("Tile", $"{layer}/copies", [x, graph.Whole($"{layer}/members", [1, step.Output.Members], 2)]);
        }

        x = step.Scale is null ? x : graph.Node("Mul", $"{layer}/scaled", [x, Vector(step.Scale)]);
        return step.Shift is null ? x : graph.Node("Add", $"{layer}/shifted", [x, Vector(step.Shift)]);
    }

    private string Affine(MemberAffineStep step, string x, string name)
    {
        (int members, int inputs, int units) = (step.Input.Members, step.Input.Width, step.Output.Width);
        if (step.IsShared)
        {
            string rows = graph.Reshape($"{name}/members_as_rows", x, -1, inputs);
            string products = Product("Gemm", $"{name}/products", step.Bias is null ? [rows, Matrix(step.Weight)] : [rows, Matrix(step.Weight), Vector(step.Bias)], Attributes.Int("transB", 1));
            return graph.Reshape(name, products, -1, step.Output.Rows);
        }

        string own = Products(name, graph.Reshape($"{name}/members", x, -1, members, inputs), Values(step.Weight), members, units, inputs);
        string flat = graph.Reshape($"{name}/rows", own, -1, step.Output.Rows);
        return step.Bias is null ? flat : graph.Node("Add", name, [flat, Vector(step.Bias)]);
    }

    /// <summary>Multiplies the vectors of each group, rows × groups × inputs, by a matrix of their own, units × inputs.</summary>
    private string Products(string name, string x, float[] weights, int groups, int units, int inputs)
    {
        float[] turned = new float[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            int group = i / (units * inputs), unit = i / inputs % units, input = i % inputs;
            turned[(((group * inputs) + input) * units) + unit] = weights[i];
        }

        // A product of stacks would need the groups first, and ONNX Runtime cannot compute it without rows.
        return Product("Einsum", $"{name}/products", [x, graph.Floats($"{name}/weights", turned, groups, inputs, units)], Attributes.Text("equation", "ngi,giu->ngu"));
    }

    /// <summary>Adds a node whose sums of products are computed in double if they should be.</summary>
    private string Product(string operation, string name, string[] inputs, AttributeProto attribute) => doubles
        ? graph.Cast(name, graph.Node(operation, $"{name}/sums", [.. inputs.Select(input => graph.Cast($"{input}/double", input, TensorProto.Types.DataType.Double))], attribute), TensorProto.Types.DataType.Float)
        : graph.Node(operation, name, inputs, attribute);

    /// <summary>Applies a function of the last dimension to each member.</summary>
    private string OfMembers(Value value, string x, string name, Func<string, string, string> function) => value.Members == 1
        ? function(x, name)
        : graph.Reshape(name, function(graph.Reshape($"{name}/members", x, -1, value.Members, value.Width), $"{name}/of_members"), -1, value.Rows);

    private string Sum(string name, string x, int axis, bool keeps = false) => graph.Node("ReduceSum", name, [x, graph.Whole($"{name}/axis", [axis], 1)], Attributes.Int("keepdims", keeps ? 1 : 0));

    private string Matrix(Parameter parameter) => graph.Floats($"{scope}{parameter.Name}", Values(parameter), parameter.Rows, parameter.Columns);

    private string Vector(Parameter parameter) => graph.Floats($"{scope}{parameter.Name}", Values(parameter), parameter.Count);

    private float[] Values(Parameter parameter) => Array.ConvertAll(model.GetParameter(parameter.Name), float.CreateTruncating);

    private static string Words(string name) => name.Replace(' ', '_');
}
