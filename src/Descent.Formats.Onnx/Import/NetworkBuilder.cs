namespace Descent.Formats.Onnx;

/// <summary>Builds a network of the layers that were read.</summary>
/// <param name="source">The name of the file, for messages.</param>
internal sealed class NetworkBuilder(string source)
{
    private readonly LayerSequence layers = new(source);

    /// <summary>Builds the network.</summary>
    /// <param name="end">The output of the network.</param>
    /// <param name="labels">The labels of the classes, if they are known.</param>
    public ImportedNetwork Build(Chain end, string[] labels)
    {
        List<Chain> steps = [];
        for (Chain? chain = end is PairChain pair ? pair.Single : end; chain is not (null or InputChain); chain = chain.Before)
        {
            steps.Add(chain);
        }

        steps.Reverse();
        int? inputs = Inputs(end), width = inputs;
        for (int i = 0; i < steps.Count; i++)
        {
            (int from, width) = (i, steps[i].Width ?? width);
            switch (steps[i])
            {
                case FlatChain:
                    break;
                case AffineChain or DiagonalChain:
                    while (i + 1 < steps.Count && steps[i + 1] is AffineChain or DiagonalChain && !(HasProduct(steps, from, i) && steps[i + 1] is AffineChain))
                    {
                        i++;
                    }

                    // What scales the inputs of the next product, and has no product itself, is a part of the next.
                    AddDense(steps[from..(i + 1)], width);
                    width = steps[i].Width ?? width;
                    break;
                case LayerChain layer:
                    AddLayer(layer, width);
                    break;
                case var part:
                    throw Fault.In(source, $"the operator {(part as PartChain)?.Operation} of node {part.Node} cannot be imported: it does not belong to an activation of the library.");
            }
        }

        return inputs is null ? throw Fault.In(source, "the number of inputs is not known, because the graph has no matrix.")
            : layers.Count == 0 ? throw Fault.In(source, "the graph passes its input on without a layer.")
            : new ImportedNetwork(layers.Build(inputs.Value), labels.Length > 0 && Fits(labels.Length, end) ? labels : []);
    }

    private static bool Fits(int labels, Chain end) => end.Width is not { } width || labels == width || (labels == 2 && width == 1);

    private static bool HasProduct(List<Chain> steps, int from, int to) => steps[from..(to + 1)].Any(step => step is AffineChain);

    private static int? Inputs(Chain end)
    {
        int? inputs = null;
        for (Chain? chain = end; chain is not null; chain = chain.Before)
        {
            inputs = chain switch { AffineChain affine => affine.Inputs, { Width: { } width } => width, _ => inputs };
        }

        return inputs;
    }

    /// <summary>Adds scales, shifts and at most one product as one dense layer; without a product, as a scaling or a normalization.</summary>
    private void AddDense(List<Chain> parts, int? width)
    {
        AffineChain? product = parts.OfType<AffineChain>().SingleOrDefault();
        int inputs = product?.Inputs ?? width ?? throw Fault.In(source, $"the number of values at node {parts[0].Node} is not known.");
        int units = product?.Units ?? inputs;
        double[] before = [.. Enumerable.Repeat(1.0, inputs)], shiftBefore = new double[inputs], after = [.. Enumerable.Repeat(1.0, units)], bias = new double[units];
        bool isAfter = false;
        foreach (Chain part in parts)
        {
            if (part is DiagonalChain diagonal)
            {
                (double[] scales, double[] shifts) = isAfter ? (after, bias) : (before, shiftBefore);
                for (int i = 0; i < scales.Length; i++)
                {
                    scales[i] *= At(diagonal.Scale, i);
                    shifts[i] = (shifts[i] * At(diagonal.Scale, i)) + At(diagonal.Shift, i);
                }

                continue;
            }

            isAfter = true;
            for (int unit = 0; unit < units; unit++)
            {
                for (int input = 0; input < inputs; input++)
                {
                    bias[unit] += product!.Weights[(unit * inputs) + input] * shiftBefore[input];
                }
            }
        }

        if (product is null && shiftBefore.All(shift => shift == 0))
        {
            layers.Add(new Scaling(), ("scale", before));
            return;
        }

        if (product is null)
        {
            // Scales and shifts alone are a normalization with the mean 0 and the variance 1, ε included.
            BatchNormalization normalization = new();
            layers.Add(normalization, ("scale", before), ("shift", shiftBefore), ("running_mean", new double[units]), ("running_variance", [.. Enumerable.Repeat(1 - normalization.Epsilon, units)]));
            return;
        }

        double[] weights = new double[product.Weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = after[i / inputs] * product.Weights[i] * before[i % inputs];
        }

        layers.Add(new Dense(units), ("weight", weights), ("bias", bias));
    }

    private void AddLayer(LayerChain layer, int? width) =>
        layers.Add(layer.Layer, [.. layer.Parameters.Select(parameter => (parameter.Name, parameter.Values.Length > 1 ? parameter.Values : [.. Enumerable.Repeat(parameter.Values[0], width ?? throw Fault.In(source, $"the number of values at node {layer.Node} is not known."))]))]);

    private static double At(double[] values, int index) => values.Length == 1 ? values[0] : values[index];
}
