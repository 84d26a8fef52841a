using Descent.Data;

namespace Descent;

/// <summary>A complete explanation of a model.</summary>
/// <param name="Importance">The importance of the columns.</param>
/// <param name="Dependences">The dependence of the prediction on the most important columns; at most <see cref="MostCurves"/>.</param>
/// <param name="Interactions">The two strongest interactions among the most important columns; fewer if there are fewer columns.</param>
/// <param name="Worst">The rows with the worst predictions.</param>
/// <param name="Calibrations">The calibration of the predictions.</param>
/// <param name="Notices">Notices needed to interpret the explanation.</param>
public sealed record ModelExplanation(
    PermutationImportance Importance,
    IReadOnlyList<PartialDependence> Dependences,
    IReadOnlyList<ColumnInteraction> Interactions,
    IReadOnlyList<WorstRow> Worst,
    IReadOnlyList<Calibration> Calibrations,
    IReadOnlyList<Notice> Notices)
{
    /// <summary>The largest number of columns with curves: 4.</summary>
    public const int MostCurves = 4;

    /// <summary>Explains a model on rows with known targets.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows. Those without a target or with an unknown label are left out, and so are training rows if there are enough others.</param>
    /// <param name="options">The options; null, the default, for default values.</param>
    /// <param name="worst">The number of the worst rows; default 5.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row with a known target.</exception>
    public static ModelExplanation Of(TableModel model, Table table, ExplanationOptions? options = null, int worst = 5) =>
        Of(model, table, options, worst, double.PositiveInfinity)!;

    /// <summary>Explains a model on rows with known targets, unless that is too expensive.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows. Those without a target or with an unknown label are left out, and so are training rows if there are enough others.</param>
    /// <param name="options">The options; null for default values.</param>
    /// <param name="worst">The number of the worst rows.</param>
    /// <param name="mostOperations">The largest allowed value of <see cref="TableExplainer.EstimatedOperations"/>.</param>
    /// <returns>The explanation, or null if it is too expensive.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row with a known target.</exception>
    public static ModelExplanation? Of(TableModel model, Table table, ExplanationOptions? options, int worst, double mostOperations)
    {
        options ??= new();
        List<Notice> notices = [];
        TableExplainer explainer = TableExplainer.Of(model, table, options, notices);
        if (explainer.EstimatedOperations > mostOperations)
        {
            return null;
        }

        PermutationImportance importance = explainer.Importance();
        if (explainer.ImportanceRows < explainer.AllRows)
        {
            notices.Add(Notice.Information($"Importance is measured on {Amount.Of(explainer.ImportanceRows, "row")}, evenly spaced among {explainer.AllRows:#,0}, so that it takes only a few seconds.", new Remedy(nameof(ExplanationOptions.Rows))));
        }

        if (importance.Groups.Count > 0)
        {
            notices.Add(Notice.Warning($"Some columns are strongly associated: {string.Join("; ", importance.Groups.Select(group => Wording.Names(group.Columns)))}. The importance of a single one is understated, because the others carry the same information; their joint importance is reported as well."));
        }

        string[] leading = [.. importance.Columns.Take(options.InteractionColumns).Where(column => column.LossIncrease != 0).Select(column => column.Name)];
        PartialDependence[] curves = new PartialDependence[Math.Min(MostCurves, leading.Length)];
        Parallel.For(0, curves.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount }, i => curves[i] = explainer.Dependence(leading[i]));
        return new ModelExplanation(
            importance,
            curves,
            [.. explainer.Interactions(leading).Where(pair => pair.Strength > 0).Take(2)],
            explainer.Worst(worst),
            explainer.Calibrations(),
            notices);
    }
}
