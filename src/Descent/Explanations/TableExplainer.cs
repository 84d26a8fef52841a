using Descent.Data;

namespace Descent;

/// <summary>
/// Explains a model by rows whose answers are known: which columns matter, how the prediction depends on them, where it is wrong. The model is one function of
/// the table's columns, however many networks it is made of and whatever inputs a column becomes. Rows that training did not have say what holds beyond them.
/// </summary>
/// <example><code>
/// TableExplainer explainer = TableExplainer.Of(model, Table.Read("test.csv"));
/// foreach (ColumnImportance column in explainer.Importance().Columns) { Console.WriteLine($"{column.Name} {column.LossIncrease}"); }
/// </code></example>
public sealed class TableExplainer
{
    private const int FewestRows = 100, MostRows = 5_000, MostAssociated = 2_000;

    /// <summary>Rows that are looked at once, for the worst of them and for calibration.</summary>
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

    /// <summary>What is predicted: the positive label or all labels, whose probabilities are explained, or the targets, in their units.</summary>
    public IReadOnlyList<string> OutputNames => ExplainedRows.OutputNames(model);

    /// <summary>Rows of the table that are taken.</summary>
    public int AllRows { get; }

    /// <summary>Rows that importance is measured on, evenly spaced among all.</summary>
    public int ImportanceRows => permuted.Count;

    /// <summary>Rows among which the worst are looked for, evenly spaced among all: at most 20,000.</summary>
    public int JudgedRows => judged.Count;

    /// <summary>
    /// Multiplications and additions that importance, curves and interactions come to, by the sizes of table and model. Where there are many columns, even the fewest rows
    /// may cost more than <see cref="ExplanationOptions.Operations"/>.
    /// </summary>
    public double EstimatedOperations => ExplainedRows.OperationsPerRow(model) * (
        ((double)permuted.Count * options.Repeats * Columns.Count)
        + ((double)Math.Min(ModelExplanation.MostCurves, Columns.Count) * options.GridPoints * new DependenceCurves(model, judged, options).Rows)
        + (0.5 * options.InteractionColumns * (options.InteractionColumns + 1) * Math.Pow(new InteractionStrength(model, judged, options).Rows, 2)));

    /// <summary>Takes a model and rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows; those without a target, or with a label that training never saw, are left out, and those of the training where there are enough others.</param>
    /// <param name="options">How much is computed.</param>
    /// <param name="notices">Receives what is worth knowing, such as that training had some of the rows.</param>
    /// <returns>What explains the model.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row with a known answer.</exception>
    public static TableExplainer Of(TableModel model, Table table, ExplanationOptions? options = null, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        return new TableExplainer(model, ExplainedRows.Of(model, table, options.WithTrainingRows, notices), options);
    }

    /// <summary>How much worse the model does without what a column says.</summary>
    /// <returns>The importance of every column, and of columns that go together as one.</returns>
    public PermutationImportance Importance() => new PermutationRounds(model, permuted, options).Measure(Columns, associations);

    /// <summary>What the model says, in the mean, as a function of a column.</summary>
    /// <param name="column">The column's name.</param>
    /// <returns>The curve, or the means of the categories.</returns>
    /// <exception cref="ArgumentException">If the model does not use such a column.</exception>
    public PartialDependence Dependence(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new DependenceCurves(model, judged, options).Of(Place(column));
    }

    /// <summary>How much pairs of columns do together beyond what they do alone.</summary>
    /// <param name="columns">Among which columns; at least two for a pair.</param>
    /// <returns>All pairs, the strongest first.</returns>
    /// <exception cref="ArgumentException">If the model does not use such a column.</exception>
    public IReadOnlyList<ColumnInteraction> Interactions(IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new InteractionStrength(model, judged, options).Among([.. columns.Select(Place).Distinct()], Columns);
    }

    /// <summary>The rows with the largest losses.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <returns>The rows, the worst first.</returns>
    public IReadOnlyList<WorstRow> Worst(int count = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double[] losses = new RowLosses(model).Of(outcome.Value);
        int[] worst = [.. Enumerable.Range(0, losses.Length).OrderByDescending(row => losses[row]).Take(count)];
        IReadOnlyList<PredictedRow> rows = PredictedRows.Of(model, judged.Table.Select([.. worst.Select(row => judged.Places[row])]), count).Rows;
        return [.. rows.Select((row, i) => new WorstRow(row, losses[worst[i]]))];
    }

    /// <summary>Whether predictions mean what they say.</summary>
    /// <returns>One calibration, or of numbers one per target; none of classes without probabilities.</returns>
    public IReadOnlyList<Calibration> Calibrations() => Calibration.Of(outcome.Value, model.Decision, model.Preprocessor.Schema.TargetNames);

    private int Place(string column) => Columns.Index().Where(own => own.Item == column).Select(own => own.Index + 1).FirstOrDefault() is > 0 and var place
        ? place - 1
        : throw new ArgumentException($"The model uses no column \"{column}\". {ClosestNames.Hint(column, Columns)}", nameof(column));
}

/// <summary>A row that is predicted badly.</summary>
/// <param name="Row">The row, its answer and the prediction.</param>
/// <param name="Loss">Its loss, as <see cref="PermutationImportance.Loss"/> calls it.</param>
public sealed record WorstRow(PredictedRow Row, double Loss);
