using Descent.Data;

namespace Descent;

/// <summary>
/// Explains a model on rows with known targets: which columns matter, how the prediction depends on them, and where it is wrong. The model is treated as one function of
/// the table's columns, however many networks it has and whatever the inputs of a column are. Only rows that were not used in training show what holds for new rows.
/// </summary>
/// <example><code>
/// TableExplainer explainer = TableExplainer.Of(model, Table.Read("test.csv"));
/// foreach (ColumnImportance column in explainer.Importance().Columns) { Console.WriteLine($"{column.Name} {column.LossIncrease}"); }
/// </code></example>
public sealed class TableExplainer
{
    private const int FewestRows = 100, MostRows = 5_000, MostAssociated = 2_000;

    /// <summary>The largest number of rows for calibration and for the search for the worst rows.</summary>
    private const int MostJudged = 20_000;

    private readonly TableModel model;
    private readonly ExplanationOptions options;
    private readonly ExplainedRows judged, permuted;
    private readonly IReadOnlyList<ColumnAssociation> associations;
    private readonly Lazy<Outcome> outcome;

    private TableExplainer(TableModel model, ExplainedRows all, ExplanationOptions options)
    {
        this.model = model;
        this.options = options;
        Columns = [.. model.Preprocessor.Features.Select(feature => feature.Name)];
        AllRows = all.Count;
        judged = all.AtMost(MostJudged);
        permuted = all.AtMost(options.Rows ?? options.RowsFor(1, ExplainedRows.OperationsPerRow(model) * options.Repeats * Columns.Count, FewestRows, MostRows));
        // The work grows with the square of the columns.
        associations = Association.Of(model.Preprocessor, all.AtMost((int)Math.Clamp(2e9 / ((double)Columns.Count * Columns.Count), 100, MostAssociated)));
        outcome = new(() => judged.Judge(judged.Inputs()));
    }

    /// <summary>The columns that the model uses.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names of the outputs: the positive label or all labels, whose probabilities are explained, or the targets, in their units.</summary>
    public IReadOnlyList<string> OutputNames => ExplainedRows.OutputNames(model);

    /// <summary>The number of rows of the table that can be used.</summary>
    public int AllRows { get; }

    /// <summary>The number of rows on which importance is measured, evenly spaced among all.</summary>
    public int ImportanceRows => permuted.Count;

    /// <summary>The number of rows among which the worst are found, evenly spaced among all: at most 20,000.</summary>
    public int JudgedRows => judged.Count;

    /// <summary>
    /// The estimated number of multiplications and additions for importance, curves and interactions, from the sizes of table and model. With many columns, even the fewest rows
    /// may need more than <see cref="ExplanationOptions.Operations"/>.
    /// </summary>
    public double EstimatedOperations => ExplainedRows.OperationsPerRow(model) * (
        ((double)permuted.Count * options.Repeats * Columns.Count)
        + ((double)Math.Min(ModelExplanation.MostCurves, Columns.Count) * options.GridPoints * new DependenceCurves(model, judged, options).Rows)
        + (0.5 * options.InteractionColumns * (options.InteractionColumns + 1) * Math.Pow(new InteractionStrength(model, judged, options).Rows, 2)));

    /// <summary>Creates an explainer from a model and rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows. Those without a target or with an unknown label are left out, and so are training rows if there are enough others.</param>
    /// <param name="options">The options; null, the default, for default values.</param>
    /// <param name="notices">Receives notices, for example that some of the rows were used in training.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row with a known target.</exception>
    public static TableExplainer Of(TableModel model, Table table, ExplanationOptions? options = null, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        return new TableExplainer(model, ExplainedRows.Of(model, table, options.WithTrainingRows, notices), options);
    }

    /// <summary>Measures the permutation importance of the columns.</summary>
    /// <returns>The importance of every column, and of every group of associated columns.</returns>
    public PermutationImportance Importance() => new PermutationRounds(model, permuted, options).Measure(Columns, associations);

    /// <summary>Computes the partial dependence of the prediction on a column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The curve, or the means of the categories.</returns>
    /// <exception cref="ArgumentException">If the model does not use such a column.</exception>
    public PartialDependence Dependence(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new DependenceCurves(model, judged, options).Of(Place(column));
    }

    /// <summary>Measures the interactions between pairs of columns.</summary>
    /// <param name="columns">The columns whose pairs are measured; at least two for a pair.</param>
    /// <returns>All pairs, the strongest first.</returns>
    /// <exception cref="ArgumentException">If the model does not use such a column.</exception>
    public IReadOnlyList<ColumnInteraction> Interactions(IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new InteractionStrength(model, judged, options).Among([.. columns.Select(Place).Distinct()], Columns);
    }

    /// <summary>Finds the rows with the largest losses.</summary>
    /// <param name="count">The number of rows, at least 0; default 10.</param>
    /// <returns>The rows, the worst first.</returns>
    public IReadOnlyList<WorstRow> Worst(int count = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double[] losses = new RowLosses(model).Of(outcome.Value);
        int[] worst = [.. Enumerable.Range(0, losses.Length).OrderByDescending(row => losses[row]).Take(count)];
        IReadOnlyList<PredictedRow> rows = PredictedRows.Of(model, judged.Table.Select([.. worst.Select(row => judged.Places[row])]), count).Rows;
        return [.. rows.Select((row, i) => new WorstRow(row, losses[worst[i]]))];
    }

    /// <summary>Computes the calibration of the predictions.</summary>
    /// <returns>One calibration, or one per target for numbers; empty for classes without probabilities.</returns>
    public IReadOnlyList<Calibration> Calibrations() => Calibration.Of(outcome.Value, model.Decision, model.Preprocessor.Schema.TargetNames);

    private int Place(string column) => Columns.Index().Where(own => own.Item == column).Select(own => own.Index + 1).FirstOrDefault() is > 0 and var place
        ? place - 1
        : throw new ArgumentException($"The model does not use a column \"{column}\". {ClosestNames.Hint(column, Columns)}", nameof(column));
}

/// <summary>A row with a poor prediction.</summary>
/// <param name="Row">The row, with its target and prediction.</param>
/// <param name="Loss">Its loss, which is named by <see cref="PermutationImportance.Loss"/>.</param>
public sealed record WorstRow(PredictedRow Row, double Loss);
