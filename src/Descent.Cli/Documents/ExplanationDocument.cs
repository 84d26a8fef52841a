namespace Descent.Cli.Documents;

internal sealed record ExplanationDocument(
    ImportanceDocument Importance, IEnumerable<AssociationDocument> Correlated, IEnumerable<DependenceDocument> Dependences, IEnumerable<InteractionDocument> Interactions, IEnumerable<RowDocument> WorstRows, IEnumerable<CalibrationDocument> Calibration)
{
    public static ExplanationDocument Of(TableModel model, ModelExplanation explanation) => new(
        ImportanceDocument.Of(explanation.Importance),
        explanation.Importance.Associations.Select(pair => new AssociationDocument([pair.First, pair.Second], JsonNamingPolicy.CamelCase.ConvertName($"{pair.Measure}"), pair.Value)),
        explanation.Dependences.Select(curve => new DependenceDocument(curve.Column, curve.IsNumber, curve.Rows, curve.OutputNames, curve.Points.Select(point => new DependencePointDocument(point.Value, IfFinite(point.Number), IfFinite(point.Fraction), point.Means)))),
        explanation.Interactions.Select(pair => new InteractionDocument([pair.First, pair.Second], pair.Squared, pair.Strength)),
        explanation.Worst.Select(row => RowDocument.Of(row.Row, model.Preprocessor.Schema.TargetNames, [.. model.Preprocessor.Features.Select(feature => feature.Name)], row.Loss)),
        explanation.Calibrations.Select(calibration => new CalibrationDocument(calibration.Name, calibration.Error, calibration.Bins)));

    private static double? IfFinite(double value) => double.IsFinite(value) ? value : null;
}

internal sealed record ImportanceDocument(string Loss, double LossValue, string Score, double ScoreValue, int Rows, int Repeats, IEnumerable<ColumnImportanceDocument> Columns, IEnumerable<ColumnImportanceDocument> Groups)
{
    public static ImportanceDocument Of(PermutationImportance importance) => new(
        importance.Loss, importance.LossValue, importance.Score, importance.ScoreValue, importance.Rows, importance.Repeats,
        importance.Columns.Select(column => Of(column, isGroup: false)), importance.Groups.Select(group => Of(group, isGroup: true)));

    private static ColumnImportanceDocument Of(ColumnImportance of, bool isGroup) => new(
        isGroup ? null : of.Name, isGroup ? of.Columns : null, of.LossIncrease, of.StandardError, of.Low, of.High, of.IsCertain, of.ScoreDecrease, of.ScoreDeviation);
}

internal sealed record ColumnImportanceDocument(string? Column, IReadOnlyList<string>? Columns, double LossIncrease, double StandardError, double Low, double High, bool Certain, double ScoreDecrease, double ScoreDeviation);

internal sealed record AssociationDocument(IReadOnlyList<string> Columns, string Measure, double Value);

internal sealed record DependenceDocument(string Column, bool Number, int Rows, IReadOnlyList<string> Outputs, IEnumerable<DependencePointDocument> Points);

internal sealed record DependencePointDocument(string Value, double? Number, double? Share, IReadOnlyList<double> Means);

internal sealed record InteractionDocument(IReadOnlyList<string> Columns, double HSquared, double Strength);

internal sealed record CalibrationDocument(string Of, double Error, IReadOnlyList<CalibrationBin> Bins);

internal sealed record ExampleRowsDocument(IEnumerable<RowDocument> Examples)
{
    public static ExampleRowsDocument? Of(PredictedRows? rows) => rows is null ? null : new(rows.Rows.Select(row => RowDocument.Of(row, rows.TargetNames, rows.InputNames)));
}

/// <summary>The actual values, predictions and inputs of a row, by name.</summary>
internal sealed record RowDocument(double? Loss, int Line, IReadOnlyDictionary<string, string> Expected, IReadOnlyDictionary<string, string> Predicted, IReadOnlyDictionary<string, double>? Probability, IReadOnlyDictionary<string, string> Input)
{
    public static RowDocument Of(PredictedRow row, IReadOnlyList<string> targets, IReadOnlyList<string> inputs, double? loss = null) => new(
        loss, row.Line, JsonText.Map(targets.Zip(row.Expected)), JsonText.Map(targets.Zip(row.Predicted)), EvaluationDocument.IfAny(JsonText.Map(targets.Zip(row.Probability))), JsonText.Map(inputs.Zip(row.Inputs)));
}
