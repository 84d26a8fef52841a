using System.Globalization;
using Descent.Data;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>Writes the combination of the outputs of all members, and its adjustment, as <see cref="TableModel"/> computes them.</summary>
/// <param name="graph">The graph to append to.</param>
/// <param name="model">The model.</param>
internal sealed class CombinationExport(GraphBuilder graph, TableModel model)
{
    // As in ScoreLinks: the smallest probability whose score is computed, and the largest score.
    private const double Least = ScoreLinks.Least, Most = ScoreLinks.Most;

    private readonly int width = model.OutputCount;

    /// <summary>Writes the combination and the adjustment.</summary>
    /// <param name="outputs">The names of the outputs of each member.</param>
    /// <returns>The name of all outputs, float.</returns>
    public string Write(IReadOnlyList<string> outputs) => Finished(Adjusted(model.Combination switch
    {
        null => Mean(outputs),
        VoteCombination => Votes(outputs),
        SumCombination sum => Float("combined", Linked(sum.Link, graph.Node("Add", "combination/scores", [graph.Doubles("combination/start", [.. sum.Start], width), graph.Node("Mul", "combination/scaled", [Weighted(outputs), Number("combination/scale", sum.Scale)])]))),
        StackCombination stack => Float("combined", Linked(stack.Link, Stacked(stack, outputs))),
        { } other => throw new ModelFileException($"{other.GetType().Name} cannot be written as ONNX."),
    }));

    private string Mean(IReadOnlyList<string> outputs) => outputs.Count == 1 ? outputs[0] : Float("mean_of_members", Weighted(outputs));

    /// <summary>The sum of the outputs times the shares of their members, in double.</summary>
    private string Weighted(IReadOnlyList<string> outputs) =>
        graph.Node("Sum", "combination/weighted", [.. outputs.Select((output, index) => graph.Node("Mul", $"combination/share_{index}", [Double($"combination/member_{index}", output), Number($"combination/weight_{index}", model.Members[index].Weight)]))]);

    private string Votes(IReadOnlyList<string> outputs)
    {
        bool isExclusive = model.Preprocessor.Task == TaskKind.Multiclass;
        string places = isExclusive ? graph.Whole("votes/labels", [.. Enumerable.Range(0, width).Select(label => (long)label)], 1, width) : graph.Floats("votes/half", [0.5f]);
        string[] votes = [.. outputs.Select((output, index) => graph.Cast(
            $"votes/member_{index}",
            isExclusive ? graph.Node("Equal", $"votes/is_choice_{index}", [graph.Node("ArgMax", $"votes/choice_{index}", [output], Attributes.Int("axis", 1), Attributes.Int("keepdims", 1)), places]) : graph.Node("GreaterOrEqual", $"votes/is_second_{index}", [output, places]),
            TensorProto.Types.DataType.Float))];

        // Laplace's rule of succession: (n·s + 1)/(n + k).
        string count = graph.Node("Add", "votes/count_plus_1", [graph.Node("Mul", "votes/count", [Weighted(votes), Number("votes/members", votes.Length)]), Number("votes/one", 1)]);
        return Float("combined", graph.Node("Div", "votes/shares", [count, Number("votes/members_and_labels", votes.Length + (isExclusive ? width : 2))]));
    }

    private string Stacked(StackCombination stack, IReadOnlyList<string> outputs)
    {
        List<string> scores = [];
        int first = 0;
        foreach ((int group, int size) in stack.Sizes.Index())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"combination/group_{group}");
            string[] members = [.. outputs.Skip(first).Take(size).Select((output, index) => Double($"{name}/member_{index}", output))];
            string mean = members.Length == 1 ? members[0] : graph.Node("Div", $"{name}/mean", [graph.Node("Sum", $"{name}/sum", members), Number($"{name}/size", size)]);

            // Means and scores are rounded to float, as they were when the weights were fitted.
            scores.Add(Double($"{name}/score", Float($"{name}/rounded_score", ScoreOf(stack.Link, Double($"{name}/double_mean", Float($"{name}/rounded_mean", mean)), name))));
            first += size;
        }

        double[] weights = new double[width * scores.Count * width];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = stack.Weights[i % width][i / width];
        }

        string inputs = scores.Count == 1 ? scores[0] : graph.Node("Concat", "combination/group_scores", [.. scores], Attributes.Int("axis", 1));
        string products = graph.Node("MatMul", "combination/products", [inputs, graph.Doubles("combination/stack_weights", weights, scores.Count * width, width)]);
        return graph.Node("Add", "combination/scores", [products, graph.Doubles("combination/intercepts", [.. stack.Intercepts.Select(value => (double)value)], width)]);
    }

    private string ScoreOf(ScoreLink link, string output, string name)
    {
        string least = Number($"{name}/least", Least);
        if (link == ScoreLink.Logistic)
        {
            string share = graph.Node("Clip", $"{name}/clipped", [output, least, Number($"{name}/most", 1 - Least)]);
            return graph.Node("Log", $"{name}/logit", [graph.Node("Div", $"{name}/odds", [share, graph.Node("Sub", $"{name}/rest", [Number($"{name}/one", 1), share])])]);
        }

        return link == ScoreLink.Identity ? output : graph.Node("Log", $"{name}/logarithm", [graph.Node("Max", $"{name}/at_least", [output, least])]);
    }

    private string Linked(ScoreLink link, string scores)
    {
        string Clipped() => graph.Node("Clip", "link/clipped", [scores, Number("link/least", -Most), Number("link/most", Most)]);
        return link switch
        {
            ScoreLink.Logistic => graph.Node("Sigmoid", "link/probability", [Clipped()]),
            ScoreLink.Softmax => graph.Node("Softmax", "link/probabilities", [scores], Attributes.Int("axis", 1)),
            ScoreLink.Exponential => graph.Node("Exp", "link/exponential", [Clipped()]),
            _ => scores,
        };
    }

    private string Adjusted(string outputs)
    {
        if (model.Adjustment is not { } adjustment)
        {
            return outputs;
        }

        if (adjustment.Ranges is { } ranges)
        {
            string most = graph.Floats("adjustment/most", [.. ranges.Select(range => range.Most)], width), least = graph.Floats("adjustment/least", [.. ranges.Select(range => range.Least)], width);
            outputs = graph.Node("Min", "adjustment/in_range", [graph.Node("Max", "adjustment/at_least", [outputs, least]), most]);
        }

        if (adjustment.Shifts is { } shifts)
        {
            outputs = graph.Node("Add", "adjustment/shifted", [outputs, graph.Floats("adjustment/shifts", [.. shifts], width)]);
        }

        if (adjustment.Curves is { } curves)
        {
            outputs = Float("adjustment/calibrated", Calibrated(curves, Double("adjustment/double", outputs)));
        }

        return adjustment.Temperature == 1 ? outputs : Float("adjustment/scaled", Warmed(Double("adjustment/probabilities", outputs), 1 / adjustment.Temperature));
    }

    /// <summary>Isotonic curves: the first output of each plus its rises, each times the share of its part that lies below the probability.</summary>
    private string Calibrated(IReadOnlyList<IsotonicCurve> curves, string probabilities)
    {
        List<string> columns = [];
        foreach ((int index, IsotonicCurve curve) in curves.Index())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"calibration_{index}");
            string p = width == 1 ? probabilities : graph.Node("Gather", $"{name}/probability", [probabilities, graph.Whole($"{name}/place", [index], 1)], Attributes.Int("axis", 1));
            double[] inputs = [.. curve.Inputs.Select(value => (double)value)], outputs = [.. curve.Outputs.Select(value => (double)value)];
            double[] widths = [.. inputs.Skip(1).Zip(inputs, (next, own) => next - own)], rises = [.. outputs.Skip(1).Zip(outputs, (next, own) => next - own)];
            if (widths.Length == 0)
            {
                // A single point: 0·p keeps the number of rows.
                columns.Add(graph.Node("Add", name, [graph.Node("Mul", $"{name}/nothing", [p, Number($"{name}/zero", 0)]), Number($"{name}/constant", outputs[0])]));
                continue;
            }

            string share = graph.Node("Div", $"{name}/share", [graph.Node("Sub", $"{name}/above_point", [p, graph.Doubles($"{name}/points", inputs.AsSpan(..^1), 1, widths.Length)]), graph.Doubles($"{name}/widths", widths, 1, widths.Length)]);
            string parts = graph.Node("Clip", $"{name}/parts", [share, Number($"{name}/none", 0), Number($"{name}/all", 1)]);
            string rise = graph.Node("MatMul", $"{name}/rise", [parts, graph.Doubles($"{name}/rises", rises, rises.Length, 1)]);
            columns.Add(graph.Node("Add", name, [rise, Number($"{name}/first", outputs[0])]));
        }

        if (columns.Count == 1)
        {
            return columns[0];
        }

        string all = graph.Node("Concat", "calibration/curves", [.. columns], Attributes.Int("axis", 1));
        return Normalized("calibration", all);
    }

    /// <summary>Temperature scaling: probabilities to a power, divided by their sum; for one output, its odds to the power.</summary>
    private string Warmed(string probabilities, double power)
    {
        string exponent = Number("temperature/power", power);
        if (width > 1)
        {
            return Normalized("temperature", graph.Node("Pow", "temperature/powers", [probabilities, exponent]));
        }

        string one = Number("temperature/one", 1);
        string odds = graph.Node("Pow", "temperature/odds", [graph.Node("Div", "temperature/raw_odds", [probabilities, graph.Node("Sub", "temperature/rest", [one, probabilities])]), exponent]);
        return graph.Node("Where", "temperature/probability", [graph.Node("IsInf", "temperature/is_certain", [odds]), one, graph.Node("Div", "temperature/of_odds", [odds, graph.Node("Add", "temperature/odds_plus_1", [odds, one])])]);
    }

    private string Normalized(string name, string values) =>
        graph.Node("Div", $"{name}/normalized", [values, graph.Node("ReduceSum", $"{name}/sum", [values, graph.Whole($"{name}/axis", [1], 1)], Attributes.Int("keepdims", 1))]);

    /// <summary>Puts quantiles in order; those of counts are at least 0.</summary>
    private string Finished(string outputs)
    {
        int levels = model.Quantiles.Count;
        if (levels == 0)
        {
            return outputs;
        }

        if (model.Preprocessor.Task == TaskKind.Counts)
        {
            outputs = graph.Node("Max", "quantiles/not_negative", [outputs, graph.Floats("quantiles/zero", [0])]);
        }

        return width == levels
            ? graph.Sort("quantiles/in_order", outputs, levels)
            : graph.Reshape("quantiles/all", graph.Sort("quantiles/in_order", graph.Reshape("quantiles/by_target", outputs, -1, width / levels, levels), levels), -1, width);
    }

    private string Double(string name, string value) => graph.Cast(name, value, TensorProto.Types.DataType.Double);

    private string Float(string name, string value) => graph.Cast(name, value, TensorProto.Types.DataType.Float);

    private string Number(string name, double value) => graph.Doubles(name, [value]);
}
