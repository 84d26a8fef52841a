using Descent.Data;

namespace Descent.Formats;

/// <summary>The type of a prediction, and the method that makes one of a row: labels, probabilities, numbers in their own units.</summary>
internal static class PredictionCode
{
    /// <summary>The type of a prediction.</summary>
    public static string Type(TableModel model, IntervalEnds? intervals)
    {
        Preprocessor preprocessor = model.Preprocessor;
        IReadOnlyList<string> targets = preprocessor.Schema.TargetNames;
        string[] names = Names(model);
        bool isNumber = IsNumber(model);
        CodeText code = new();
        code.Line("/// <summary>A prediction.</summary>");
        code.Block("public sealed class Prediction", body =>
        {
            List<(string Type, string Name, string Summary)> members = [.. targets.Select((target, i) => (isNumber ? "double" : "string", names[i], $"The {(isNumber ? "number" : "label")} that is predicted for the column \"{CodeText.Documented(target)}\"."))];
            if (model.GivesProbabilities)
            {
                members.Add(("float[]", "Probabilities", preprocessor.Task == TaskKind.Multilabel ? "The probability of the second label of each target." : $"The probability of each label, in the order of <see cref=\"{"Labels"}\"/>."));
            }

            if (model.Quantiles.Count > 0)
            {
                members.Add(("double[]", "Quantiles", $"For each target, the quantiles {string.Join(", ", model.Quantiles.Select(CodeText.Of)).Replace("d", "", StringComparison.Ordinal)}."));
            }

            if (intervals is not null)
            {
                string type = targets.Count == 1 ? "double" : "double[]", of = $"of the interval that contains the true number with a probability of {CodeText.Of(intervals.Level)[..^1]}{(targets.Count == 1 ? "" : ", for each target")}.";
                members.Add((type, "Lower", $"The lower end {of}"));
                members.Add((type, "Upper", $"The upper end {of}"));
            }

            body.Block($"internal Prediction({string.Join(", ", members.Select((member, i) => $"{member.Type} value{i}"))})", constructor =>
            {
                foreach ((int i, (string _, string name, string _)) in members.Index())
                {
                    constructor.Line($"{name} = value{i};");
                }
            });
            foreach ((string type, string name, string summary) in members)
            {
                body.Line().Line($"/// <summary>{summary}</summary>").Line($"public {type} {name} {{ get; }}");
            }
        });
        if (preprocessor.Labels.Count > 0)
        {
            code.Line().Line("/// <summary>The labels, in the order of their probabilities.</summary>");
            code.Line($"public static IReadOnlyList<string> Labels {{ get; }} = new string[] {{ {string.Join(", ", preprocessor.Labels.Select(CodeText.Of))} }};");
        }

        return code.ToString();
    }

    /// <summary>The method that predicts a row.</summary>
    public static string Typed(TableModel model, IntervalEnds? intervals, ModelClass parts)
    {
        CodeText code = new();
        code.Line("""
            /// <summary>Predicts a row.</summary>
            /// <param name="row">The row.</param>
            /// <returns>The prediction.</returns>
            /// <exception cref="ArgumentException">If a number is infinite or too far from those of the training.</exception>
            """);
        code.Block("public static Prediction Predict(in Row row)", body =>
        {
            bool large = model.Preprocessor.InputNames.Count > 4096;
            body.Line($"Span<float> inputs = {(large ? "new" : "stackalloc")} float[Inputs], outputs = stackalloc float[Outputs];\nEncode(row, inputs);\nPredictRow(inputs, outputs);");
            Decode(body, model, intervals, parts);
        });
        return code.ToString();
    }

    private static void Decode(CodeText body, TableModel model, IntervalEnds? intervals, ModelClass parts)
    {
        Preprocessor preprocessor = model.Preprocessor;
        List<string> values = [];
        int levels = model.Quantiles.Count;
        switch (preprocessor.Task)
        {
            case TaskKind.Multiclass:
                values.Add("Labels[IndexOfHighest(outputs)]");
                break;
            case TaskKind.Binary:
                BinaryDecision decision = model.Decision!;
                bool isFirst = model.PositiveIsFirst;
                string second = Unscaled(preprocessor, 0, "outputs[0]"), bound = CodeText.Of(decision.Bound(isFirst));
                values.Add($"Labels[{(isFirst ? "1d - " : "")}({second}) > {bound} ? {(isFirst ? "0 : 1" : "1 : 0")}]");
                break;
            case TaskKind.Multilabel:
                values.AddRange(preprocessor.TargetEncoders.Select((target, i) => $"{Unscaled(preprocessor, i, $"outputs[{i}]")} >= 0.5d ? {CodeText.Of(target.Column.Labels[1])} : {CodeText.Of(target.Column.Labels[0])}"));
                break;
            default:
                values.AddRange(preprocessor.TargetEncoders.Select((_, i) => Unscaled(preprocessor, i, levels == 0 ? $"outputs[{i}]" : Middle(model.Quantiles, i * levels))));
                break;
        }

        if (model.GivesProbabilities)
        {
            values.Add(preprocessor.Task == TaskKind.Binary ? "new float[] { (float)(1d - outputs[0]), outputs[0] }" : "outputs.ToArray()");
        }

        if (levels > 0)
        {
            values.Add($"new double[] {{ {string.Join(", ", Enumerable.Range(0, model.OutputCount).Select(i => Unscaled(preprocessor, i / levels, $"outputs[{i}]")))} }}");
        }

        if (intervals is not null)
        {
            string[] numbers = [.. intervals.Targets.Select((_, i) => $"number{i}")];
            body.Line($"double {string.Join(", ", numbers.Select((name, i) => $"{name} = {values[i]}"))};");
            numbers.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
            values.Add(Ends("Min", curve => curve.Lower));
            values.Add(Ends("Max", curve => curve.Upper));
        }

        string Ends(string function, Func<EndCurve, double[]> of)
        {
            IEnumerable<string> ends = intervals.Targets.Select((curve, i) => $"number{i} + Math.{function}(0d, EndOfInterval(number{i}, {parts.Doubles(curve.Centers)}, {parts.Doubles(of(curve))}))");
            string[] all = [.. preprocessor.Task == TaskKind.Counts ? ends.Select(end => $"Math.Max(0d, {end})") : ends];
            return all is [var one] ? one : $"new double[] {{ {string.Join(", ", all)} }}";
        }

        body.Line($"return new Prediction({string.Join(", ", values)});");
    }

    /// <summary>The median among quantiles: the middle one, or between the two around it.</summary>
    private static string Middle(IReadOnlyList<double> levels, int start)
    {
        int above = 0;
        while (above < levels.Count - 1 && levels[above] < 0.5)
        {
            above++;
        }

        if (above == 0 || levels[above] <= 0.5)
        {
            return $"outputs[{start + above}]";
        }

        double share = (0.5 - levels[above - 1]) / (levels[above] - levels[above - 1]);
        return $"(float)(outputs[{start + above - 1}] + ((outputs[{start + above}] - (double)outputs[{start + above - 1}]) * {CodeText.Of(share)}))";
    }

    private static string Unscaled(Preprocessor preprocessor, int target, string output)
    {
        TargetEncoder encoder = preprocessor.TargetEncoders[target];
        return encoder is { Mean: 0, Scale: 1 } ? $"(double){output}" : $"({output} * {CodeText.Of(encoder.Scale)}) + {CodeText.Of(encoder.Mean)}";
    }

    private static bool IsNumber(TableModel model) => model.Preprocessor.Task is TaskKind.Regression or TaskKind.Counts;

    /// <summary>The name of the property of each target, in order.</summary>
    public static string[] Names(TableModel model) => CSharpNames.Of(model.Preprocessor.Schema.TargetNames, "Prediction", "Probabilities", "Quantiles", "Lower", "Upper", "Labels", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals");
}
