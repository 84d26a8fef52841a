namespace Descent.Formats.Onnx;

/// <summary>Reads an operator with one computed input.</summary>
/// <param name="node">The node.</param>
internal sealed class OperatorImport(NodeImport node)
{
    /// <summary>Appends the operator to the layers of its input.</summary>
    public Chain Apply(Chain x) => node.OpType switch
    {
        "Identity" or "Cast" => x,
        "Dropout" => node.ConstantOrNull(2) is { Numbers: [not 0] } ? throw node.Unsupported("in training mode") : x,
        "Flatten" => Flat(x),
        "Reshape" => Reshaped(x),
        "Gemm" => Gemm(x),
        "MatMul" => Product(x, node.Constant(1), transposed: true, node.Text),
        "Add" => Shifted(x, Constant(), 1),
        "Sub" => node.ConstantOrNull(0) is { } minuend ? Diagonal(x, [-1], Vector(minuend)) : Shifted(x, Constant(), -1),
        "Mul" => Diagonal(x, Vector(Constant()), [0]),
        "Div" => Diagonal(x, [.. Vector(node.Constant(1)).Select(value => value != 0 ? 1 / value : throw node.Unsupported("by 0"))], [0]),
        "Neg" => Diagonal(x, [-1], [0]),
        "Scaler" => Scaler(x),
        "Relu" => Layer(x, new Relu()),
        "LeakyRelu" => Layer(x, node.Number("alpha", 0.01) is >= 0 and var slope ? new LeakyRelu(slope) : throw node.Unsupported("with a negative alpha")),
        "PRelu" => Layer(x, new PRelu(), ("slope", Values(x, node.Constant(1)))),
        "Elu" => Layer(x, node.Number("alpha", 1) is >= 0 and var alpha ? new Elu(alpha) : throw node.Unsupported("with a negative alpha")),
        "Selu" => Selu(x),
        "Sigmoid" => Layer(x, new Sigmoid()),
        "Tanh" => Layer(x, new Tanh()),
        "Exp" => Layer(x, new Exponential()),
        "Softplus" => Layer(x, new Softplus()),
        "Softsign" => Layer(x, new Softsign()),
        "HardSigmoid" => HardSigmoid(x),
        "HardSwish" => Layer(x, new HardSwish()),
        "Mish" => Layer(x, new Mish()),
        "Gelu" => Layer(x, new Gelu(node.Attribute("approximate")?.S.ToStringUtf8() == "tanh")),
        "Erf" or "Abs" => new PartChain(x, node.OpType, node.Text),
        "Softmax" => Layer(AlongRows(x), new Softmax()),
        "LogSoftmax" => Layer(AlongRows(x), new LogSoftmax()),
        "Clip" => Clip(x),
        "Max" when Constant().Numbers is [0] => Layer(x, new Relu()),
        "Min" when Constant().Numbers is [>= float.MaxValue] => x,
        "BatchNormalization" => BatchNormalization(x),
        "LayerNormalization" => LayerNormalization(x),
        _ => throw node.Unsupported(),
    };

    private Chain Flat(Chain x)
    {
        node.RequireWhole("axis", 1, 1, 1 - (x.Rank ?? 2));
        return x.Rank == 2 ? x : new FlatChain(x, x.Width, node.Text);
    }

    private Chain Reshaped(Chain x)
    {
        if (node.Constant(1).Numbers is not [var rows, var columns] || !(rows is -1 or 0 || (rows == 1 && columns == -1)) || (columns != -1 && x.Width is { } width && columns != width) || (rows == -1 && columns == -1))
        {
            throw node.Unsupported("to another shape than that of rows");
        }

        return x.Rank == 2 ? x : new FlatChain(x, columns > 0 ? (int)columns : x.Width, node.Text);
    }

    private Chain Gemm(Chain x)
    {
        node.RequireWhole("transA", 0, 0);
        (double alpha, double beta) = (node.Number("alpha", 1), node.Number("beta", 1));
        Chain product = Product(x, node.Constant(1), node.Whole("transB", 0) == 0, node.Text, alpha);
        return node.HasInput(2) ? Diagonal(product, [1], [.. Vector(node.Constant(2)).Select(value => beta * value)]) : product;
    }

    /// <summary>A product with a matrix: inputs × outputs, which is transposed, or outputs × inputs.</summary>
    private AffineChain Product(Chain x, ConstantTensor matrix, bool transposed, string text, double factor = 1)
    {
        if (matrix.Sizes is not [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue])
        {
            throw node.Unsupported($"with a constant of the shape {Fault.Quote([.. matrix.Sizes])} instead of a matrix");
        }

        ConstantTensor weights = transposed ? matrix.Transposed() : matrix;
        (int units, int inputs) = ((int)weights.Sizes[0], (int)weights.Sizes[1]);
        return x.Rank is > 2 ? throw node.Unsupported($"with an input of {x.Rank} dimensions")
            : x.Width is { } width && width != inputs ? throw Fault.In(node.Source, $"the matrix of node {node.Text} is for {inputs} values, but its input has {width}.")
            : new AffineChain(x, factor == 1 ? weights.Numbers : Array.ConvertAll(weights.Numbers, value => factor * value), inputs, units, text);
    }

    private Chain Shifted(Chain x, ConstantTensor constant, int sign) => Diagonal(x, [1], [.. Vector(constant).Select(value => sign * value)]);

    private Chain Scaler(Chain x)
    {
        double[] offset = [.. node.Attribute("offset")?.Floats.Select(value => (double)value) ?? [0]], scale = [.. node.Attribute("scale")?.Floats.Select(value => (double)value) ?? [1]];
        return Diagonal(Diagonal(x, [1], [.. offset.Select(value => -value)]), scale, [0]);
    }

    private Chain Diagonal(Chain x, double[] scale, double[] shift)
    {
        int most = Math.Max(scale.Length, shift.Length);
        if (scale.Length == 0 || shift.Length == 0 || (most > 1 && x.Width is { } width && width != most) || (scale.Length > 1 && shift.Length > 1 && scale.Length != shift.Length))
        {
            throw Fault.In(node.Source, $"the constant of node {node.Text} has {most} values, but its input has {x.Width}.");
        }

        // ½·(2·gelu), which is written as a product of three.
        return x is DiagonalChain { IsUniform: true, Scale: [2], Shift: [0], Before: LayerChain { Layer: Gelu } gelu } && scale is [0.5] && shift is [0]
            ? gelu
            : x is DiagonalChain { IsUniform: true } before && scale.Length == 1 && shift.Length == 1
                ? new DiagonalChain(before.Before!, [before.Scale[0] * scale[0]], [(before.Shift[0] * scale[0]) + shift[0]], before.Width, node.Text)
                : new DiagonalChain(x, scale, shift, most > 1 ? most : x.Width, node.Text);
    }

    private Chain Selu(Chain x)
    {
        (double alpha, double gamma) = (node.Number("alpha", Descent.Selu.Alpha), node.Number("gamma", Descent.Selu.Scale));
        return Math.Abs(alpha - Descent.Selu.Alpha) < 1e-5 && Math.Abs(gamma - Descent.Selu.Scale) < 1e-5 ? Layer(x, new Selu()) : Diagonal(Layer(x, new Elu(alpha)), [gamma], [0]);
    }

    private LayerChain HardSigmoid(Chain x)
    {
        (double slope, double shift) = (node.Number("alpha", 0.2), node.Number("beta", 0.5));
        return slope <= 0 ? throw node.Unsupported("with an alpha that is not above 0")
            : Layer(shift == 0.5 ? x : Diagonal(x, [1], [(shift - 0.5) / slope]), new HardSigmoid(Math.Abs(slope - (1.0 / 6)) < 1e-6 ? 1.0 / 6 : slope));
    }

    private Chain Clip(Chain x)
    {
        double least = Bound(1, "min", -float.MaxValue), most = Bound(2, "max", float.MaxValue);
        return (least, most) switch
        {
            ( <= -float.MaxValue, >= float.MaxValue) => x,
            (0, >= float.MaxValue) => Layer(x, new Relu()),
            // Between 0 and 1: a hard sigmoid of slope 1 around ½.
            (0, 1) => x is DiagonalChain { IsUniform: true, Scale: [> 0], Shift: [0.5] } line ? Layer(line.Before!, new HardSigmoid(line.Scale[0])) : Layer(Diagonal(x, [1], [-0.5]), new HardSigmoid(1)),
            _ => throw node.Unsupported(FormattableString.Invariant($"to {least} … {most}")),
        };

        double Bound(int index, string name, double usual) => node.HasInput(index) ? node.Constant(index).Numbers is [var value] ? value : throw node.Unsupported() : node.Number(name, usual);
    }

    private LayerChain BatchNormalization(Chain x)
    {
        node.RequireWhole("training_mode", 0, 0);
        return Layer(x, new BatchNormalization(Epsilon: node.Number("epsilon", 1e-5)), ("scale", Values(x, node.Constant(1))), ("shift", Values(x, node.Constant(2))), ("running_mean", Values(x, node.Constant(3))), ("running_variance", Values(x, node.Constant(4))));
    }

    private LayerChain LayerNormalization(Chain x)
    {
        node.RequireWhole("axis", -1, -1, 1);
        double[] scale = Values(x, node.Constant(1));
        return Layer(x, new LayerNormalization(Epsilon: node.Number("epsilon", 1e-5)), ("scale", scale), ("shift", node.HasInput(2) ? Values(x, node.Constant(2)) : new double[scale.Length]));
    }

    private Chain AlongRows(Chain x)
    {
        node.RequireWhole("axis", -1, -1, 1);
        return x;
    }

    private LayerChain Layer(Chain x, Layer layer, params (string Name, double[] Values)[] parameters) => new(x, layer, parameters, node.Text);

    /// <summary>A constant with one value, or with one for each value of a row.</summary>
    private double[] Values(Chain x, ConstantTensor constant) => Vector(constant) is var values && (values.Length == 1 || x.Width is null || values.Length == x.Width)
        ? values
        : throw Fault.In(node.Source, $"a constant of node {node.Text} has {values.Length} values, but its input has {x.Width}.");

    private double[] Vector(ConstantTensor constant) => constant.Numbers.Length > 0 && constant.Numbers.Length == Math.Max(1, constant.Sizes.Count == 0 ? 1 : constant.Sizes[^1])
        ? constant.Numbers
        : throw node.Unsupported($"with a constant of the shape {Fault.Quote([.. constant.Sizes])}");

    private ConstantTensor Constant() => node.ConstantOrNull(0) ?? node.Constant(1);

}
