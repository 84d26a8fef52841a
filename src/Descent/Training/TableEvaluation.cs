using System.Numerics.Tensors;
using Descent.Data;
using Descent.Data.Preprocessing;
using Descent.Data.Schemas;
using Descent.Data.Tables;
using Descent.Metrics;
using Descent.Models;

namespace Descent.Training;

/// <summary>How well a model does on rows whose answers are known.</summary>
/// <param name="Outcome">Answers and outputs side by side; for regression in the targets' units.</param>
/// <param name="Scores">The usual scores for the task, by name.</param>
/// <param name="Confusion">Which class was taken for which; null for regression and multilabel.</param>
public sealed record TableEvaluation(Outcome Outcome, IReadOnlyDictionary<string, double> Scores, ConfusionMatrix? Confusion)
{
    /// <summary>By how much, at most, a number differs from itself in float, as a share of it; a little more for the way there and back.</summary>
    private const double FloatRounding = 1.01 / (1 << 24), DoubleRounding = 1e-15;

    /// <summary>Judges a model on a table that has the target columns.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows; those without a target are left out.</param>
    /// <param name="notices">Receives what is worth knowing.</param>
    /// <param name="strict">Whether an unseen category is an error.</param>
    /// <returns>The evaluation.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row with a target.</exception>
    public static TableEvaluation Of(TableModel model, Table table, ICollection<Notice>? notices = null, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        TableEvaluation evaluation = Of(model, Answered(model.Preprocessor, table, notices, strict));
        int unusable = evaluation.Outcome.Outputs.Span.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue);
        return unusable < 0 ? evaluation : throw model.Preprocessor.NotFinite<float>(table, model.Preprocessor.Schema.RowsWithTargets(table)[unusable / evaluation.Outcome.Columns]);
    }

    /// <summary>The rows of a table that have a target, as numbers; at least one.</summary>
    internal static Dataset<float> Answered(Preprocessor preprocessor, Table table, ICollection<Notice>? notices, bool strict)
    {
        Dataset<float> data = preprocessor.Transform<float>(table, [.. Enumerable.Range(0, table.Rows)], notices, strict);
        if (preprocessor.Schema.Weight is { } weight)
        {
            notices?.Add(Notice.Information(data.IsWeighted ? $"{table.Source}: rows count as column \"{weight.Name}\" says." : $"{table.Source} has no column \"{weight.Name}\", so all rows count alike."));
        }

        return data.Rows > 0
            ? data
            : throw new DataException($"{table.Source} has no row with a value in {string.Join(", ", preprocessor.Schema.TargetNames)}, so there is nothing to judge by.");
    }

    internal static TableEvaluation Of(TableModel model, Dataset<float> data)
    {
        Preprocessor preprocessor = model.Preprocessor;
        OutcomeForm form = FormOf(preprocessor.Task);
        bool probabilities = model.GivesProbabilities;
        float[] predicted = model.Model.Predict(data.Inputs.Span);
        Outcome outcome;
        if (!probabilities)
        {
            double[] targets = Unscale(preprocessor, data.Targets.Span, known: true), outputs = Unscale(preprocessor, predicted, known: false);
            outcome = new Outcome(form, targets, outputs, data.TargetColumns, Widened(data.Weights.Span)) { HasProbabilities = false };
        }
        else
        {
            outcome = Outcome.From<float>(form, data.Targets.Span, predicted, data.TargetColumns, data.Weights.Span);
        }

        bool single = form is OutcomeForm.Binary or OutcomeForm.Multiclass;
        return new TableEvaluation(outcome, Metrics.Scores.Of(outcome, preprocessor.OutputNames), single ? ConfusionMatrix.Of(outcome) : null);
    }

    internal static OutcomeForm FormOf(TaskKind task) => task switch
    {
        TaskKind.Binary => OutcomeForm.Binary,
        TaskKind.Multiclass => OutcomeForm.Multiclass,
        TaskKind.Multilabel => OutcomeForm.Multilabel,
        TaskKind.Counts => OutcomeForm.Counts,
        _ => OutcomeForm.Regression,
    };

    private static double[] Widened(ReadOnlySpan<float> weights)
    {
        double[] widened = new double[weights.Length];
        TensorPrimitives.ConvertTruncating<float, double>(weights, widened);
        return widened;
    }

    /// <summary>Back to the targets' units; whole numbers that were known come back whole, as float has taken them off by half a digit at most.</summary>
    private static double[] Unscale(Preprocessor preprocessor, ReadOnlySpan<float> values, bool known)
    {
        double[] unscaled = new double[values.Length];
        TensorPrimitives.ConvertTruncating<float, double>(values, unscaled);
        int columns = preprocessor.OutputNames.Count;
        for (int i = 0; i < unscaled.Length; i++)
        {
            double value = preprocessor.Unscale(i % columns, unscaled[i]), whole = Math.Round(value);
            double error = (Math.Abs(value - preprocessor.Unscale(i % columns, 0)) * FloatRounding) + (Math.Abs(whole) * DoubleRounding);
            unscaled[i] = known && Math.Abs(value - whole) <= error ? whole : value;
        }

        return unscaled;
    }
}
