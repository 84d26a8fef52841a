using Descent.Data;

namespace Descent;

/// <summary>What is usually asked about a model, taken together.</summary>
/// <param name="Importance">Which columns matter.</param>
/// <param name="Dependences">How the prediction depends on the most important columns; at most <see cref="MostCurves"/>.</param>
/// <param name="Interactions">The two strongest interactions among the most important columns; fewer where there are fewer columns.</param>
/// <param name="Worst">The rows that are predicted worst.</param>
/// <param name="Calibrations">Whether predictions mean what they say.</param>
/// <param name="Notices">What must be known to read all this.</param>
public sealed record ModelExplanation(
    PermutationImportance Importance,
    IReadOnlyList<PartialDependence> Dependences,
    IReadOnlyList<ColumnInteraction> Interactions,
    IReadOnlyList<WorstRow> Worst,
    IReadOnlyList<Calibration> Calibrations,
    IReadOnlyList<Notice> Notices)
{
    /// <summary>Of how many columns there are curves: 4.</summary>
    public const int MostCurves = 4;

    /// <summary>Explains a model by rows whose answers are known.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows; those without a target, or with a label that training never saw, are left out, and those of the training where there are enough others.</param>
    /// <param name="options">How much is computed.</param>
    /// <param name="worst">How many of the worst rows; default 5.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row with a known answer.</exception>
    public static ModelExplanation Of(TableModel model, Table table, ExplanationOptions? options = null, int worst = 5) =>
        Of(model, table, options, worst, double.PositiveInfinity)!;

    /// <summary>The same, unless it would cost too much: then nothing is computed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows, as above.</param>
    /// <param name="options">How much is computed.</param>
    /// <param name="worst">How many of the worst rows.</param>
    /// <param name="mostOperations">What <see cref="TableExplainer.EstimatedOperations"/> may come to.</param>
    /// <returns>The explanation, or null.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row with a known answer.</exception>
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
            notices.Add(Notice.Information($"Importance is measured on {Amount.Of(explainer.ImportanceRows, "row")}, evenly spaced among {explainer.AllRows:#,0}: what model and table allow in some seconds.", new Remedy(nameof(ExplanationOptions.Rows))));
        }

        if (importance.Groups.Count > 0)
        {
            notices.Add(Notice.Warning($"Importance hides where columns go together: {string.Join("; ", importance.Groups.Select(group => Wording.Names(group.Columns)))}. Permuting one of them alone leaves the others to tell the same; their importance as one is given as well."));
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
