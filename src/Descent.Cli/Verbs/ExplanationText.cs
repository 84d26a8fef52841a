namespace Descent.Cli.Verbs;

/// <summary>Writes the explanation of a model: importance, curves, interactions, the worst rows and calibration.</summary>
internal static class ExplanationText
{
    private const int MostColumns = 20, MostPairs = 10, MostOutputs = 4, BarWidth = 16, Widest = 78;

    /// <summary>The most classes whose curves can be distinguished.</summary>
    public const int MostCurves = 8;

    /// <summary>Of many classes, the curves of those that change most, the same for all columns and in their order.</summary>
    public static IReadOnlyList<PartialDependence> Readable(IReadOnlyList<PartialDependence> dependences)
    {
        if (dependences.Count == 0 || dependences[0].OutputNames.Count <= MostCurves)
        {
            return dependences;
        }

        int[] moving = [.. Enumerable.Range(0, dependences[0].OutputNames.Count)
            .OrderByDescending(output => dependences.Max(curve => curve.Points.Max(point => point.Means[output]) - curve.Points.Min(point => point.Means[output]))).Take(MostCurves).Order()];
        T[] Moving<T>(IReadOnlyList<T> all) => [.. moving.Select(output => all[output])];
        return [.. dependences.Select(curve => curve with { OutputNames = Moving(curve.OutputNames), Points = [.. curve.Points.Select(point => point with { Means = Moving(point.Means) })] })];
    }

    public static void Write(Screen screen, TableModel model, ModelExplanation explanation)
    {
        WriteImportance(screen, explanation.Importance);
        WriteAssociations(screen, explanation.Importance);
        IReadOnlyList<PartialDependence> curves = Readable(explanation.Dependences);
        if (curves.Count > 0 && curves[0].OutputNames.Count < explanation.Dependences[0].OutputNames.Count)
        {
            screen.Line();
            screen.Line($"Curves of the {MostCurves} of {explanation.Dependences[0].OutputNames.Count} labels that move most; --json has all.");
        }

        foreach (PartialDependence curve in curves)
        {
            WriteDependence(screen, model, curve);
        }

        WriteInteractions(screen, explanation.Interactions);
        screen.Heading($"Worst rows, by {explanation.Importance.Loss}");
        RowsText.Write(
            screen, [.. explanation.Worst.Select(row => row.Row)], model.Preprocessor.Schema.TargetNames, [.. model.Preprocessor.Features.Select(feature => feature.Name)],
            [("line", [.. explanation.Worst.Select(row => $"{row.Row.Line}")]), ("loss", [.. explanation.Worst.Select(row => Fixed.Text(row.Loss))])]);
        WriteCalibrations(screen, model.GivesProbabilities, explanation.Calibrations);
    }

    /// <summary>The name of an output in the title of a curve.</summary>
    public static string Title(TableModel model, IReadOnlyList<string> outputs) =>
        !model.GivesProbabilities ? outputs.Count == 1 ? model.Decision is null ? outputs[0] : $"score of {outputs[0]}" : "prediction"
        : outputs.Count == 1 ? $"probability of {outputs[0]}" : "probability";

    private static void WriteImportance(Screen screen, PermutationImportance importance)
    {
        string score = StandardMetrics.NameOf(importance.Score);
        screen.Line("Importance: how much worse predictions are when a column's values are shuffled among the rows", Ink.Bold);
        screen.Line($"{Wording.Count(importance.Rows, "row")}, {importance.Repeats} permutations; as the rows are, {importance.Loss} {Fixed.Text(importance.LossValue)} and {score} {Judgement.Number(importance.Score, importance.ScoreValue)}", indent: 2);
        double most = importance.Columns.Select(column => column.LossIncrease).DefaultIfEmpty().Max();
        screen.Table(
            ["column", importance.Loss.Split(',')[0], "from", "to", score, ""],
            importance.Columns.Take(MostColumns).Select(column => (string[])[column.Name, .. Cells(column, most), Bar(screen, column, most)]), 1..5);
        screen.Line(importance.Columns.Count > MostColumns
            ? $"{Wording.Count(importance.Columns.Count - MostColumns, "column")} of less importance: --json has all."
            : null, indent: 2);
        screen.Line($"{importance.Loss}: the increase, with the interval that covers it in 95 of 100 cases, by other rows and other permutations; {score}: the change, below 0 where shuffling makes it worse", indent: 2);
        string[] doubtful = [.. importance.Columns.Where(column => !column.IsCertain).Select(column => column.Name)];
        screen.Line(doubtful.Length > 0 ? $"not distinguishable from no effect: {Wording.Names(doubtful)}" : null, indent: 2);
    }

    private static string[] Cells(ColumnImportance column, double most) =>
        [Signed(column.LossIncrease, most), Signed(column.Low, most), Signed(column.High, most), Signed(-column.ScoreDecrease, 1)];

    /// <summary>A number with as many decimal places as the largest needs for four digits, because all are compared with it.</summary>
    private static string Signed(double value, double most)
    {
        int places = most > 0 ? Math.Clamp(3 - (int)Math.Floor(Math.Log10(most)), 0, 9) : 4;
        string digits = places == 0 ? "#,0" : $"#,0.{new string('0', places)}";
        return double.IsNaN(value) ? "?" : value.ToString($"+{digits};-{digits};{digits}", CultureInfo.InvariantCulture);
    }

    private static string Bar(Screen screen, ColumnImportance column, double most)
    {
        char sign = screen.Terminal.Unicode ? column.IsCertain ? '█' : '░' : column.IsCertain ? '#' : '.';
        return most > 0 && column.LossIncrease > 0 ? new string(sign, (int)Math.Round(BarWidth * column.LossIncrease / most)) : "";
    }

    private static void WriteAssociations(Screen screen, PermutationImportance importance)
    {
        if (importance.Associations.Count == 0)
        {
            return;
        }

        screen.Heading("Columns that go together: each alone may look less important than it is");
        screen.Table(
            ["column", "column", "measure", "value"],
            importance.Associations.Take(MostPairs).Select(pair => (string[])[pair.First, pair.Second, Words.Of(pair.Measure), $"{pair.Value:0.00}"]), 3..4);
        screen.Line(importance.Associations.Count > MostPairs
            ? $"{Wording.Count(importance.Associations.Count - MostPairs, "more pair")}: --json has all."
            : null, indent: 2);
        screen.Line();
        screen.Table(
            ["permuted together", importance.Loss.Split(',')[0], "from", "to", StandardMetrics.NameOf(importance.Score)],
            importance.Groups.Select(group => (string[])[Wording.Names(group.Columns), .. Cells(group, importance.Groups[0].LossIncrease)]), 1..5);
    }

    private static void WriteDependence(Screen screen, TableModel model, PartialDependence curve)
    {
        screen.Heading($"{curve.Column}: the mean {Title(model, curve.OutputNames)}, as if all {curve.Rows:#,0} rows had the value");
        DependencePoint[] line = [.. curve.Points.Where(point => double.IsFinite(point.Number))], others = [.. curve.Points.Where(point => !double.IsFinite(point.Number))];
        bool isDrawn = line.Length > 2;
        if (isDrawn)
        {
            Curve[] curves = [.. curve.OutputNames.Select((name, i) => new Curve(name, [.. line.Select(point => (point.Number, point.Means[i]))]))];
            foreach (string text in CurvePlot.Lines(curves, curve.Column, Math.Min(Widest, screen.Width)))
            {
                screen.Writer.WriteLine(text);
            }

            screen.Line(model.Preprocessor.Schema.Columns.Any(column => column.Name == curve.Column && column.Kind == ColumnKind.Date)
                ? $"from {line[0].Value} to {line[^1].Value}, in days since 1970"
                : null, indent: 2);
            screen.Line(curves.Length > 1 ? string.Join(", ", curves.Select((own, i) => $"{CurvePlot.Sign(i)} {own.Name}")) : null, indent: 2);
        }

        WritePoints(screen, curve, isDrawn ? others : [.. curve.Points]);
    }

    private static void WritePoints(Screen screen, PartialDependence curve, DependencePoint[] points)
    {
        if (points.Length == 0)
        {
            return;
        }

        int outputs = Math.Min(MostOutputs, curve.OutputNames.Count);
        bool hasFractions = points.Any(point => double.IsFinite(point.Fraction));
        string[] Fraction(string text) => hasFractions ? [text] : [];
        screen.Table(
            [curve.Column, .. Fraction("rows"), .. curve.OutputNames.Take(outputs).Select(name => outputs == 1 ? "mean" : name)],
            points.Select(point => (string[])
                [point.Value, .. Fraction(double.IsFinite(point.Fraction) ? Fixed.Percent(point.Fraction) : ""), .. point.Means.Take(outputs).Select(Fixed.Text)]),
            1..);
        screen.Line(outputs < curve.OutputNames.Count
            ? $"{Wording.Count(curve.OutputNames.Count - outputs, "more output")}: --json has all."
            : null, indent: 2);
    }

    private static void WriteInteractions(Screen screen, IReadOnlyList<ColumnInteraction> interactions)
    {
        if (interactions.Count > 0)
        {
            screen.Heading("Strongest interactions among the most important columns");
            screen.Table(
                ["column", "column", "strength", "share of the joint effect"],
                interactions.Select(pair => (string[])[pair.First, pair.Second, Fixed.Text(pair.Strength), Fixed.Percent(pair.Squared)]), 2..4);
            screen.Line("strength: how far the joint effect typically is from the sum of the two alone, in the unit of the prediction; share: Friedman and Popescu's H²", indent: 2);
        }
    }

    private static void WriteCalibrations(Screen screen, bool isShare, IReadOnlyList<Calibration> calibrations)
    {
        foreach (Calibration calibration in calibrations)
        {
            screen.Heading(isShare ? $"Calibration: the probability of {calibration.Name}, and how often it came true" : $"Calibration of {calibration.Name}: predicted and actual means");
            screen.Table(
                ["rows", "predicted", "actual", "from", "to"],
                calibration.Bins.Select(bin => (string[])[$"{bin.Rows:#,0}", Fixed.Text(bin.Predicted), Fixed.Text(bin.Observed), End(bin.Low), End(bin.High)]), 0..5);
            screen.Line($"from, to: the 95 % interval of the actual {(isShare ? "share" : "mean")}", indent: 2);
            screen.Line($"expected calibration error {Fixed.Text(calibration.Error)}: the mean distance over the rows, {(isShare ? "in bins of width 0.1" : "in bins of equally many rows")}", indent: 2);
        }

        static string End(double value) => double.IsNaN(value) ? "" : Fixed.Text(value);
    }
}
