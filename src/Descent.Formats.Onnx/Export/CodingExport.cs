using Descent.Data;
using Descent.Formats.Onnx.Protocol;
using Descent.Numerics;

namespace Descent.Formats.Onnx;

/// <summary>Writes the coding of preprocessed rows for one network, as <see cref="InputCoding"/> computes it.</summary>
/// <param name="graph">The graph to append to.</param>
/// <param name="coding">The coding.</param>
/// <param name="preprocessor">The preprocessing.</param>
/// <param name="doubles">Whether columns of numbers are double instead of float.</param>
internal sealed class CodingExport(GraphBuilder graph, InputCoding coding, Preprocessor preprocessor, bool doubles)
{
    // The relative distance of neighboring floats.
    private const double FloatUnit = 1.0 / (1 << 23);

    private readonly int width = preprocessor.InputNames.Count;

    /// <summary>Writes the coding.</summary>
    /// <param name="rows">The name of the preprocessed rows.</param>
    /// <returns>The name of the inputs of the network.</returns>
    public string Write(string rows)
    {
        string scope = $"coding_{coding.Numbers}";
        List<string> parts = [];
        if (coding.Places.Count > 0)
        {
            string numbers = coding.Places.SequenceEqual(Enumerable.Range(0, width)) ? rows
                : graph.Node("Gather", $"{scope}/numbers", [rows, graph.Whole($"{scope}/numbers/places", [.. coding.Places.Select(place => (long)place)], coding.Places.Count)], Attributes.Int("axis", 1));
            parts.Add(coding.Numbers == NumberCoding.Standard ? numbers : graph.Cast($"{scope}/scaled", Scaled(graph.Cast($"{scope}/double", numbers, TensorProto.Types.DataType.Double), scope), TensorProto.Types.DataType.Float));
        }

        if (coding.HasCodes)
        {
            // At most one value of a one-hot vector is 1, so its code is the sum of the values times their positions from 1.
            float[] positions = new float[width * coding.Categories.Count];
            foreach ((int category, Range range) in coding.Categories.Index())
            {
                for (int place = range.Start.Value; place < range.End.Value; place++)
                {
                    positions[(place * coding.Categories.Count) + category] = place - range.Start.Value + 1;
                }
            }

            parts.Add(graph.Node("MatMul", $"{scope}/codes", [rows, graph.Floats($"{scope}/positions", positions, width, coding.Categories.Count)]));
        }

        return parts.Count == 1 ? parts[0] : graph.Node("Concat", scope, [.. parts], Attributes.Int("axis", 1));
    }

    private string Scaled(string x, string scope)
    {
        if (coding.Numbers == NumberCoding.CommonScale)
        {
            return graph.Node("Mul", $"{scope}/common", [x, Vector($"{scope}/factors", scale => scale[0])]);
        }

        if (coding.Numbers != NumberCoding.SmoothClip)
        {
            return Normal(Rank(x, scope), scope);
        }

        // z/√(1 + z²/9).
        string z = graph.Node("Mul", $"{scope}/z", [graph.Node("Sub", $"{scope}/centered", [x, Vector($"{scope}/medians", scale => scale[0])]), Vector($"{scope}/factors", scale => scale[1])]);
        string square = graph.Node("Div", $"{scope}/ninth_of_square", [graph.Node("Mul", $"{scope}/square", [z, z]), graph.Doubles($"{scope}/nine", [9])]);
        return graph.Node("Div", $"{scope}/clipped", [z, graph.Node("Sqrt", $"{scope}/root", [graph.Node("Add", $"{scope}/one_plus", [graph.Doubles($"{scope}/one", [1]), square])])]);
    }

    /// <summary>
    /// The rank of each number among its quantiles, from 0 to 1. A binary search, which is written out because ONNX has none, finds the number of different quantiles below x;
    /// between two of them the rank is linear, and on a quantile that occurs several times it is the middle one.
    /// </summary>
    private string Rank(string x, string scope)
    {
        (double Value, int First, int Last)[][] runs = [.. coding.Scales.Select(Runs)];
        int most = 1;
        while (most <= runs.Max(own => own.Length))
        {
            most *= 2;
        }

        // A row per number: the quantiles, padded so that the search stays inside.
        int stride = most + 1;
        string table = Table("quantiles", run => run.Value, double.PositiveInfinity);
        string offsets = graph.Whole($"{scope}/rank/offsets", [.. Enumerable.Range(0, runs.Length).Select(number => (long)number * stride)], runs.Length);
        string none = graph.Whole($"{scope}/rank/zero", [0]);
        string below = none;
        for (int step = most / 2; step > 0; step /= 2)
        {
            string further = graph.Node("Add", $"{scope}/rank/search_{step}/further", [below, graph.Whole($"{scope}/rank/search_{step}/step", [step])]);
            string probe = At(table, graph.Node("Sub", $"{scope}/rank/search_{step}/place", [further, graph.Whole($"{scope}/rank/search_{step}/one", [1])]), $"{scope}/rank/search_{step}/quantile");
            below = graph.Node("Where", $"{scope}/rank/search_{step}", [graph.Node("Less", $"{scope}/rank/search_{step}/is_below", [probe, x]), further, below]);
        }

        string previous = graph.Node("Max", $"{scope}/rank/previous", [graph.Node("Sub", $"{scope}/rank/before", [below, graph.Whole($"{scope}/rank/one", [1])]), none]);
        string upper = At(table, below, $"{scope}/rank/upper"), lower = At(table, previous, $"{scope}/rank/lower");
        string share = graph.Node("Div", $"{scope}/rank/share", [graph.Node("Sub", $"{scope}/rank/above_lower", [x, lower]), graph.Node("Sub", $"{scope}/rank/distance", [upper, lower])]);
        string between = graph.Node("Add", $"{scope}/rank/between", [At(Table("last_ranks", run => run.Last, 0), previous, $"{scope}/rank/last_rank"), share]);

        // Below all quantiles the rank is 0, above all the highest: there, the distance is infinite and the share 0.
        string inside = graph.Node("Where", $"{scope}/rank/not_below_all", [graph.Node("Equal", $"{scope}/rank/is_below_all", [below, none]), graph.Doubles($"{scope}/rank/lowest", [0]), between]);
        string tolerance = graph.Doubles($"{scope}/rank/tolerance", Tolerances(), runs.Length), middles = Table("middle_ranks", run => (run.First + run.Last) / 2.0, 0);
        string onLower = graph.Node("Where", $"{scope}/rank/on_lower_or_between", [Near(lower, "lower"), At(middles, previous, $"{scope}/rank/middle_of_lower"), inside]);
        string rank = graph.Node("Where", $"{scope}/rank/on_or_between", [Near(upper, "upper"), At(middles, below, $"{scope}/rank/middle_of_upper"), onLower]);
        return graph.Node("Div", $"{scope}/rank", [rank, graph.Doubles($"{scope}/rank/highest", [.. coding.Scales.Select(scale => scale.Length - 1.0)], runs.Length)]);

        string Near(string quantile, string name) =>
            graph.Node("LessOrEqual", $"{scope}/rank/is_{name}", [graph.Node("Abs", $"{scope}/rank/distance_to_{name}", [graph.Node("Sub", $"{scope}/rank/from_{name}", [x, quantile])]), tolerance]);

        string Table(string name, Func<(double Value, int First, int Last), double> number, double padding) => graph.Doubles(
            $"{scope}/rank/{name}", [.. runs.SelectMany(own => own.Select(number).Concat(Enumerable.Repeat(padding, stride - own.Length)))], runs.Length * stride);

        string At(string numbers, string places, string name) => graph.Node("Gather", name, [numbers, graph.Node("Add", $"{name}/place", [places, offsets])], Attributes.Int("axis", 0));
    }

    /// <summary>
    /// How far each number may be from a quantile that it is equal to. A column that is float differs from the table by up to half a unit of its last digit, and the middle rank of a quantile that
    /// occurs many times is far from the ranks beside it.
    /// </summary>
    private double[] Tolerances()
    {
        double[] all = new double[width];
        int place = 0;
        foreach (ColumnEncoder encoder in preprocessor.Encoders)
        {
            if (encoder is NumericEncoder numbers && !doubles)
            {
                double largest = Math.Max(Math.Abs(numbers.Minimum), Math.Abs(numbers.Maximum));
                all[place] = FloatUnit * ((largest + Math.Abs(numbers.Mean)) / numbers.Scale);
            }

            place += encoder.InputNames.Count;
        }

        return [.. coding.Places.Select(own => all[own])];
    }

    /// <summary>The quantile of the standard normal distribution for a rank, by the rational functions of Wichura's AS 241; 0 for a number that did not vary.</summary>
    private string Normal(string rank, string scope)
    {
        string least = graph.Doubles($"{scope}/least_rank", [coding.LowestRank]), most = graph.Doubles($"{scope}/most_rank", [1 - coding.LowestRank]);
        string p = graph.Node("Clip", $"{scope}/probability", [rank, least, most]), one = graph.Doubles($"{scope}/one", [1]);
        string q = graph.Node("Sub", $"{scope}/from_middle", [p, graph.Doubles($"{scope}/half", [0.5])]);
        string shrunk = graph.Node("Sub", $"{scope}/middle_argument", [graph.Doubles($"{scope}/square_of_bound", [0.180625]), graph.Node("Mul", $"{scope}/square", [q, q])]);
        string middle = graph.Node("Mul", $"{scope}/middle", [q, Ratio(shrunk, NormalQuantile.Middle, $"{scope}/middle_ratio")]);

        string tail = graph.Node("Min", $"{scope}/tail", [p, graph.Node("Sub", $"{scope}/other_tail", [one, p])]);
        string root = graph.Node("Sqrt", $"{scope}/tail_root", [graph.Node("Neg", $"{scope}/minus_log", [graph.Node("Log", $"{scope}/log", [tail])])]);
        string argument = graph.Node("Sub", $"{scope}/outer_argument", [root, graph.Doubles($"{scope}/shift", [1.6])]);
        string outer = graph.Node("Mul", $"{scope}/outer", [graph.Node("Sign", $"{scope}/side", [q]), Ratio(argument, NormalQuantile.Outer, $"{scope}/outer_ratio")]);
        string isMiddle = graph.Node("LessOrEqual", $"{scope}/is_middle", [graph.Node("Abs", $"{scope}/distance", [q]), graph.Doubles($"{scope}/bound", [0.425])]);
        string quantile = graph.Node("Where", $"{scope}/normal", [isMiddle, middle, outer]);

        double[] varies = [.. coding.Scales.Select(scale => scale[^1] > scale[0] ? 1.0 : 0)];
        return varies.All(factor => factor == 1) ? quantile : graph.Node("Mul", $"{scope}/varying", [quantile, graph.Doubles($"{scope}/varies", varies, varies.Length)]);
    }

    private string Ratio(string x, (double[] Over, double[] Under) polynomials, string name) =>
        graph.Node("Div", name, [Polynomial(x, polynomials.Over, $"{name}/over"), Polynomial(x, polynomials.Under, $"{name}/under")]);

    /// <summary>A polynomial by Horner's rule, highest power first.</summary>
    private string Polynomial(string x, double[] factors, string name)
    {
        string sum = graph.Doubles($"{name}/factor_{factors.Length - 1}", [factors[0]]);
        for (int i = 1; i < factors.Length; i++)
        {
            int power = factors.Length - 1 - i;
            sum = graph.Node("Add", $"{name}/power_{power}", [graph.Node("Mul", $"{name}/product_{power}", [sum, x]), graph.Doubles($"{name}/factor_{power}", [factors[i]])]);
        }

        return sum;
    }

    private string Vector(string name, Func<double[], double> number) => graph.Doubles(name, [.. coding.Scales.Select(number)], coding.Scales.Count);

    /// <summary>The different quantiles, each with its first and last index.</summary>
    private static (double Value, int First, int Last)[] Runs(double[] sorted)
    {
        List<(double Value, int First, int Last)> runs = [];
        foreach ((int index, double value) in sorted.Index())
        {
            if (runs.Count > 0 && runs[^1].Value == value)
            {
                runs[^1] = runs[^1] with { Last = index };
            }
            else
            {
                runs.Add((value, index, index));
            }
        }

        return [.. runs];
    }
}
