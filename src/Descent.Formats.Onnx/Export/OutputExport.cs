using System.Globalization;
using Descent.Data;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>Writes the outputs of the graph: labels with probabilities, or predicted numbers in the unit of their target, with quantiles.</summary>
/// <param name="graph">The graph to append to.</param>
/// <param name="model">The model.</param>
/// <param name="intervals">The ends of intervals around numbers; null for none.</param>
/// <param name="doubles">Whether numbers are double instead of float.</param>
internal sealed class OutputExport(GraphBuilder graph, TableModel model, IntervalEnds? intervals, bool doubles)
{
    private readonly Preprocessor preprocessor = model.Preprocessor;

    /// <summary>Writes the outputs.</summary>
    /// <param name="outputs">The name of all outputs of the model, rows × outputs.</param>
    public void Write(string outputs)
    {
        switch (preprocessor.Task)
        {
            case TaskKind.Multiclass:
                WriteClasses(outputs);
                break;
            case TaskKind.Binary or TaskKind.Multilabel:
                foreach ((int index, TargetEncoder target) in preprocessor.TargetEncoders.Index())
                {
                    WritePair(Column(outputs, index, preprocessor.TargetEncoders.Count), target, index);
                }

                break;
            default:
                WriteNumbers(outputs);
                break;
        }
    }

    private void WriteClasses(string outputs)
    {
        TargetEncoder target = preprocessor.TargetEncoders[0];
        string labels = Texts(target.Column.Labels);
        WriteLabels(graph.Node("ArgMax", "label/place", [outputs], Attributes.Int("axis", 1), Attributes.Int("keepdims", 0)), target, "label");
        graph.Output(outputs, model.GivesProbabilities ? "probabilities" : "scores", TensorProto.Types.DataType.Float, target.Width, $"the {(model.GivesProbabilities ? "probabilities" : "scores")} of {labels}");
    }

    /// <summary>A target of two labels: the output is the probability of the second, or a score.</summary>
    private void WritePair(string output, TargetEncoder target, int index)
    {
        string suffix = Suffix(target), scope = $"label{suffix}", own = output;
        string second = graph.Cast($"{scope}/double", output, TensorProto.Types.DataType.Double);
        if (target.Scale != 1 || target.Mean != 0)
        {
            second = Unscaled(second, target, scope);
        }

        // The label is the second one from 0.5 on, or as the decision rule says, which compares as TablePrediction does.
        string isSecond;
        if (model.Decision is not { } decision)
        {
            isSecond = graph.Node("GreaterOrEqual", $"{scope}/is_second", [second, graph.Doubles($"{scope}/threshold", [0.5])]);
        }
        else if (model.PositiveIsFirst)
        {
            string first = graph.Node("Sub", $"{scope}/first", [graph.Doubles($"{scope}/whole", [1]), second]);
            isSecond = graph.Node("LessOrEqual", $"{scope}/is_second", [first, graph.Doubles($"{scope}/threshold", [decision.Bound(true)])]);
        }
        else
        {
            isSecond = graph.Node("Greater", $"{scope}/is_second", [second, graph.Doubles($"{scope}/threshold", [decision.Bound(false)])]);
        }

        WriteLabels(graph.Reshape($"{scope}/place", graph.Cast($"{scope}/column", isSecond, TensorProto.Types.DataType.Int64), -1), target, scope);
        if (!model.GivesProbabilities)
        {
            graph.Output(own, $"scores{suffix}", TensorProto.Types.DataType.Float, 1, $"the score of {target.Column.Labels[1]} of {target.Column.Name}");
            return;
        }

        string other = graph.Node("Sub", $"probabilities{suffix}/first", [graph.Floats($"probabilities{suffix}/one", [1]), own]);
        string both = graph.Node("Concat", $"probabilities{suffix}/both", [other, own], Attributes.Int("axis", 1));
        graph.Output(both, $"probabilities{suffix}", TensorProto.Types.DataType.Float, 2, $"the probabilities of {Texts(target.Column.Labels)} of {target.Column.Name}");
    }

    private void WriteLabels(string place, TargetEncoder target, string name)
    {
        string text = graph.MachineLearningNode(
            "LabelEncoder", $"{name}/text", place, Attributes.Ints("keys_int64s", Enumerable.Range(0, target.Column.Labels.Count).Select(label => (long)label)), Attributes.Texts("values_strings", target.Column.Labels));
        graph.Output(text, name, TensorProto.Types.DataType.String, null, $"the predicted label of {target.Column.Name}: {Texts(target.Column.Labels)}");
    }

    private void WriteNumbers(string outputs)
    {
        IReadOnlyList<double> levels = model.Quantiles;
        (TensorProto.Types.DataType type, int targets) = (doubles ? TensorProto.Types.DataType.Double : TensorProto.Types.DataType.Float, preprocessor.TargetEncoders.Count);
        foreach ((int index, TargetEncoder target) in preprocessor.TargetEncoders.Index())
        {
            string suffix = Suffix(target), name = $"prediction{suffix}";
            string own = levels.Count == 0 ? Column(outputs, index, targets) : Quantiles(outputs, index, targets * levels.Count);
            string answer = levels.Count == 0 ? own : Middle(own, name);
            string unscaled = Unscaled(graph.Cast($"{name}/double", answer, TensorProto.Types.DataType.Double), target, name);
            graph.Output(doubles ? unscaled : graph.Cast($"{name}/float", unscaled, type), name, type, 1, $"the predicted {target.Column.Name}");
            if (intervals is not null)
            {
                WriteInterval(unscaled, intervals, index, suffix);
            }

            if (levels.Count > 0)
            {
                string all = Unscaled(graph.Cast($"quantiles{suffix}/double", own, TensorProto.Types.DataType.Double), target, $"quantiles{suffix}");
                graph.Output(doubles ? all : graph.Cast($"quantiles{suffix}/float", all, type), $"quantiles{suffix}", type, levels.Count, $"the quantiles of {target.Column.Name} of the levels {string.Join(", ", levels.Select(level => level.ToString(CultureInfo.InvariantCulture)))}");
            }
        }
    }

    /// <summary>The ends of the interval around a number: linear functions of it between the centers, added piece by piece.</summary>
    private void WriteInterval(string number, IntervalEnds of, int target, string suffix)
    {
        EndCurve curve = of.Targets[target];
        string scope = $"interval{suffix}", ends = graph.Doubles($"{scope}/first", [curve.Lower[0], curve.Upper[0]], 2);
        int pieces = curve.Centers.Length - 1;
        if (pieces > 0)
        {
            // Two equal centers are a step.
            double[] widths = [.. Enumerable.Range(0, pieces).Select(piece => Math.Max(curve.Centers[piece + 1] - curve.Centers[piece], 1e-300))];
            double[] rises = [.. Enumerable.Range(0, pieces).SelectMany(piece => (double[])[curve.Lower[piece + 1] - curve.Lower[piece], curve.Upper[piece + 1] - curve.Upper[piece]])];
            string shares = graph.Node("Div", $"{scope}/shares", [graph.Node("Sub", $"{scope}/distances", [number, graph.Doubles($"{scope}/centers", curve.Centers.AsSpan(0, pieces), pieces)]), graph.Doubles($"{scope}/widths", widths, pieces)]);
            string inside = graph.Node("Clip", $"{scope}/inside", [shares, graph.Doubles($"{scope}/zero", [0]), graph.Doubles($"{scope}/one", [1])]);
            ends = graph.Node("Add", $"{scope}/ends", [graph.Node("MatMul", $"{scope}/rise", [inside, graph.Doubles($"{scope}/rises", rises, pieces, 2)]), ends]);
        }

        foreach ((int side, string name) in ((string[])["lower", "upper"]).Index())
        {
            // Without pieces, the ends are the same for all rows.
            string own = graph.Node("Gather", $"{name}{suffix}/error", [ends, graph.Whole($"{name}{suffix}/place", [side], 1)], Attributes.Int("axis", pieces > 0 ? 1 : 0));
            string end = graph.Node("Add", $"{name}{suffix}/end", [number, graph.Node(side == 0 ? "Min" : "Max", $"{name}{suffix}/outside", [own, graph.Doubles($"{name}{suffix}/none", [0])])]);
            end = preprocessor.Task == TaskKind.Counts ? graph.Node("Max", $"{name}{suffix}/count", [end, graph.Doubles($"{name}{suffix}/least", [0])]) : end;
            TensorProto.Types.DataType type = doubles ? TensorProto.Types.DataType.Double : TensorProto.Types.DataType.Float;
            string level = of.Level.ToString(CultureInfo.InvariantCulture);
            graph.Output(doubles ? end : graph.Cast($"{name}{suffix}/float", end, type), $"{name}{suffix}", type, 1, $"the {name} end of the interval that contains {preprocessor.TargetEncoders[target].Column.Name} with a probability of {level}");
        }
    }

    /// <summary>The median of ordered quantiles, interpolated between the two levels around ½ if necessary.</summary>
    private string Middle(string quantiles, string name)
    {
        double[] shares = new double[model.Quantiles.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            // The median is linear in the quantiles, so its factors are the medians of unit vectors.
            float[] unit = new float[shares.Length];
            unit[i] = 1;
            shares[i] = QuantileColumns.Middle<float>(unit, model.Quantiles, value => value);
        }

        string own = graph.Cast($"{name}/quantiles", quantiles, TensorProto.Types.DataType.Double);
        return graph.Cast($"{name}/rounded_median", graph.Node("MatMul", $"{name}/median", [own, graph.Doubles($"{name}/shares", shares, shares.Length, 1)]), TensorProto.Types.DataType.Float);
    }

    private string Quantiles(string outputs, int target, int width) => width == model.Quantiles.Count
        ? outputs
        : graph.Node("Gather", $"quantiles/of_target_{target}", [outputs, graph.Whole($"quantiles/places_{target}", [.. Enumerable.Range(target * model.Quantiles.Count, model.Quantiles.Count).Select(place => (long)place)], model.Quantiles.Count)], Attributes.Int("axis", 1));

    private string Column(string outputs, int index, int width) => width == 1
        ? outputs
        : graph.Node("Gather", $"output_{index}", [outputs, graph.Whole($"output_{index}/place", [index], 1)], Attributes.Int("axis", 1));

    private string Unscaled(string output, TargetEncoder target, string scope) =>
        graph.Node("Add", $"{scope}/in_unit", [graph.Node("Mul", $"{scope}/scaled", [output, graph.Doubles($"{scope}/scale", [target.Scale])]), graph.Doubles($"{scope}/mean", [target.Mean])]);

    private string Suffix(TargetEncoder target) => preprocessor.TargetEncoders.Count == 1 ? "" : $"_{target.Column.Name}";

    private static string Texts(IEnumerable<string> labels) => string.Join(", ", labels);
}
