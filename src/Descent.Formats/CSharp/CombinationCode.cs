namespace Descent.Formats;

/// <summary>The method that computes the networks of a model of tables for one row, and combines their outputs.</summary>
internal static class CombinationCode
{
    /// <summary>Writes the method, adding networks and codings to the class.</summary>
    public static string Of(TableModel model, ModelClass parts)
    {
        int width = model.OutputCount;
        CodeText code = new();
        code.Block("private static void Combine(ReadOnlySpan<float> inputs, Span<float> outputs)", body =>
        {
            if (model.Members.Count == 1 && model.Combination is null)
            {
                Member(body, model, 0, "outputs", parts, []);
            }
            else
            {
                Members(body, model, width, parts);
            }

            Adjust(body, model, width, parts);
        });
        return code.ToString();
    }

    private static void Members(CodeText body, TableModel model, int width, ModelClass parts)
    {
        Dictionary<InputCoding, string> codings = [];
        if (model.Combination is null)
        {
            body.Line($"Span<float> own = stackalloc float[{width}];\nSpan<double> sums = stackalloc double[{width}];\nsums.Clear();");
            foreach ((int i, TableMember member) in model.Members.Index())
            {
                Member(body, model, i, "own", parts, codings);
                Each(body, width, $"sums[i] += {CodeText.Of(member.Weight)} * own[i];");
            }

            Each(body, width, "outputs[i] = (float)sums[i];");
            return;
        }

        body.Line($"Span<float> all = stackalloc float[{model.Members.Count * width}];");
        foreach ((int i, _) in model.Members.Index())
        {
            Member(body, model, i, $"all.Slice({i * width}, {width})", parts, codings);
        }

        double[] weights = [.. model.Members.Select(member => member.Weight)];
        switch (model.Combination)
        {
            case VoteCombination:
                Vote(body, model, width, parts.Doubles(weights));
                break;
            case SumCombination sum:
                body.Line($"ReadOnlySpan<double> weights = {parts.Doubles(weights)}, start = {parts.Doubles(sum.Start)};\nSpan<double> scores = stackalloc double[{width}];");
                Each(body, width, $"double sum = 0d;\nfor (int m = 0; m < {weights.Length}; m++)\n{{\n    sum += weights[m] * all[(m * {width}) + i];\n}}\n\nscores[i] = start[i] + ({CodeText.Of(sum.Scale)} * sum);");
                Link(body, sum.Link, width);
                break;
            case StackCombination stack:
                Stack(body, stack, width, parts);
                break;
            default:
                throw new NotSupportedException($"{model.Combination.GetType().Name} cannot be written as C# source.");
        }
    }

    private static void Member(CodeText body, TableModel model, int index, string to, ModelClass parts, Dictionary<InputCoding, string> codings)
    {
        TableMember member = model.Members[index];
        string from = "inputs";
        if (member.Coding is { } coding)
        {
            if (!codings.TryGetValue(coding, out string? coded))
            {
                coded = $"coded{codings.Count + 1}";
                codings.Add(coding, coded);
                CodingCode.Add(coding, $"Code{codings.Count}", parts);
                body.Line($"Span<float> {coded} = stackalloc float[{coding.Shape.Width}];\nCode{codings.Count}(inputs, {coded});");
            }

            from = coded;
        }

        body.Line(parts.Call(member.Model, from, to));
    }

    private static void Vote(CodeText body, TableModel model, int width, string weights)
    {
        bool isExclusive = model.Preprocessor.Task == Data.TaskKind.Multiclass;
        int count = model.Members.Count;
        body.Line($"ReadOnlySpan<double> weights = {weights};\nSpan<double> shares = stackalloc double[{width}];\nshares.Clear();");
        body.Block($"for (int m = 0; m < {count}; m++)", loop =>
        {
            if (isExclusive)
            {
                loop.Line($"shares[IndexOfHighest(all.Slice(m * {width}, {width}))] += weights[m];");
            }
            else
            {
                Each(loop, width, $"shares[i] += all[(m * {width}) + i] >= 0.5f ? weights[m] : 0d;");
            }
        });
        Each(body, width, $"outputs[i] = (float)((({CodeText.Of((double)count)} * shares[i]) + 1d) / {CodeText.Of((double)(count + (isExclusive ? width : 2)))});");
    }

    private static void Stack(CodeText body, StackCombination stack, int width, ModelClass parts)
    {
        int groups = stack.Sizes.Count, columns = groups * width, first = 0;
        body.Line($"ReadOnlySpan<double> weights = {parts.Doubles([.. stack.Weights.SelectMany(row => row).Select(own => (double)own)])}, intercepts = {parts.Doubles([.. stack.Intercepts.Select(own => (double)own)])};");
        body.Line($"Span<float> scored = stackalloc float[{columns}];\nSpan<double> scores = stackalloc double[{width}];");
        foreach ((int group, int size) in stack.Sizes.Index())
        {
            Each(body, width, $"double sum = 0d;\nfor (int m = {first}; m < {first + size}; m++)\n{{\n    sum += all[(m * {width}) + i];\n}}\n\nfloat mean = (float)(sum / {size});\nscored[{group * width} + i] = (float)({Score(stack.Link)});");
            first += size;
        }

        Each(body, width, $"double sum = intercepts[i];\nfor (int c = 0; c < {columns}; c++)\n{{\n    sum += weights[(i * {columns}) + c] * scored[c];\n}}\n\nscores[i] = sum;");
        Link(body, stack.Link, width);
    }

    // The inverse of the link; probabilities are kept away from 0 and 1.
    private static string Score(ScoreLink link) => link switch
    {
        ScoreLink.Logistic => "Math.Log(Limited(mean, 1e-6d, 1d - 1e-6d) / (1d - Limited(mean, 1e-6d, 1d - 1e-6d)))",
        ScoreLink.Softmax or ScoreLink.Exponential => "Math.Log(Math.Max((double)mean, 1e-6d))",
        _ => "mean",
    };

    private static void Link(CodeText body, ScoreLink link, int width)
    {
        if (link == ScoreLink.Softmax)
        {
            body.Line("double highest = double.NegativeInfinity, total = 0d;");
            Each(body, width, "highest = Math.Max(highest, scores[i]);");
            Each(body, width, "scores[i] = Math.Exp(scores[i] - highest);\ntotal += scores[i];");
        }

        Each(body, width, link switch
        {
            ScoreLink.Logistic => "outputs[i] = (float)(1d / (1d + Math.Exp(-Limited(scores[i], -80d, 80d))));",
            ScoreLink.Softmax => "outputs[i] = (float)(scores[i] / total);",
            ScoreLink.Exponential => "outputs[i] = (float)Math.Exp(Limited(scores[i], -80d, 80d));",
            _ => "outputs[i] = (float)scores[i];",
        });
    }

    private static void Adjust(CodeText body, TableModel model, int width, ModelClass parts)
    {
        foreach ((int i, (float least, float most)) in (model.Adjustment?.Ranges ?? []).Index())
        {
            body.Line($"outputs[{i}] = MathF.Min(MathF.Max(outputs[{i}], {CodeText.Of(least)}), {CodeText.Of(most)});");
        }

        foreach ((int i, float shift) in (model.Adjustment?.Shifts ?? []).Index())
        {
            body.Line($"outputs[{i}] += {CodeText.Of(shift)};");
        }

        if (model.Adjustment?.Curves is { } curves)
        {
            body.Line($"Span<double> rates = stackalloc double[{width}];\ndouble rateSum = 0d;");
            foreach ((int i, IsotonicCurve curve) in curves.Index())
            {
                body.Line($"rates[{i}] = Isotonic(outputs[{i}], {parts.Doubles([.. curve.Inputs.Select(own => (double)own)])}, {parts.Doubles([.. curve.Outputs.Select(own => (double)own)])});\nrateSum += rates[{i}];");
            }

            Each(body, width, width == 1 ? "outputs[i] = (float)rates[i];" : "outputs[i] = (float)(rates[i] / rateSum);");
        }

        if (model.Adjustment is { Temperature: not 1 and var temperature })
        {
            string power = CodeText.Of(1 / temperature);
            if (width == 1)
            {
                body.Line($"double odds = Math.Pow(outputs[0] / (1d - outputs[0]), {power});\noutputs[0] = double.IsPositiveInfinity(odds) ? 1f : (float)(odds / (1d + odds));");
            }
            else
            {
                body.Line("double warmed = 0d;");
                Each(body, width, $"warmed += Math.Pow(outputs[i], {power});");
                Each(body, width, $"outputs[i] = (float)(Math.Pow(outputs[i], {power}) / warmed);");
            }
        }

        if (model.Quantiles.Count > 0)
        {
            if (model.Preprocessor.Task == Data.TaskKind.Counts)
            {
                Each(body, width, "outputs[i] = MathF.Max(outputs[i], 0f);");
            }

            SortQuantiles(body, model.Quantiles.Count, width);
        }
    }

    // Few numbers, which are nearly in order.
    private static void SortQuantiles(CodeText body, int levels, int width) => body.Line($$"""
        for (int start = 0; start < {{width}}; start += {{levels}})
        {
            for (int i = start + 1; i < start + {{levels}}; i++)
            {
                for (int j = i; j > start && outputs[j] < outputs[j - 1]; j--)
                {
                    (outputs[j], outputs[j - 1]) = (outputs[j - 1], outputs[j]);
                }
            }
        }
        """);

    private static void Each(CodeText body, int width, string lines) => body.Block($"for (int i = 0; i < {width}; i++)", loop => loop.Line(lines));
}
