using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Predictions for the rows of a table, in original labels and units.</summary>
public sealed class TablePrediction
{
    private readonly TableModel model;
    private readonly Preprocessor preprocessor;
    private readonly float[] outputs, all;
    private readonly int width;

    internal TablePrediction(TableModel model, float[] all)
    {
        this.model = model;
        preprocessor = model.Preprocessor;
        this.all = all;
        outputs = model.Answers(all);
        width = preprocessor.OutputNames.Count;
        Outputs = width * Math.Max(1, model.Quantiles.Count);
        (PredictionNames, ProbabilityNames, QuantileNames) = model.PredictionColumns;
    }

    /// <summary>The number of rows.</summary>
    public int Rows => outputs.Length / width;

    /// <summary>The number of network outputs per row.</summary>
    public int Outputs { get; }

    /// <summary>The names of the prediction columns: <c>prediction</c>, or one per target.</summary>
    public IReadOnlyList<string> PredictionNames { get; }

    /// <summary>The names of the probability columns: one per label, or per target of a multilabel task; empty for numbers and for networks that predict scores instead.</summary>
    public IReadOnlyList<string> ProbabilityNames { get; }

    /// <summary>The names of the quantile columns, all levels of the first target and then those of the next: <c>prediction_q0.1</c>, or <c>prediction_price_q0.1</c> if there are several targets; empty for other models.</summary>
    public IReadOnlyList<string> QuantileNames { get; }

    /// <summary>Gets the predicted label, or the predicted number in the target's unit, for every target.</summary>
    /// <param name="row">The row.</param>
    /// <returns>One text per entry of <see cref="PredictionNames"/>.</returns>
    public string[] Predictions(int row)
    {
        ReadOnlySpan<float> own = outputs.AsSpan(row * width, width);
        if (model.Decision is not { } decision)
        {
            return preprocessor.Decode(own);
        }

        double second = preprocessor.Unscale(0, own[0]);
        bool positive = (model.PositiveIsFirst ? 1 - second : second) > decision.Bound(model.PositiveIsFirst);
        return [preprocessor.Labels[positive == model.PositiveIsFirst ? 0 : 1]];
    }

    /// <summary>Gets the predicted number of a row, in the target's unit, for a regression or for counts. For a quantile model it is the median, interpolated between the levels around ½ if necessary.</summary>
    /// <param name="row">The row.</param>
    /// <param name="target">The index of the target, from 0; default the first.</param>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">If the targets are labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such row or target.</exception>
    public double Number(int row, int target = 0)
    {
        RequireNumbers(true);
        return preprocessor.Unscale(target, outputs[Place(row, target)]);
    }

    /// <summary>Gets the predicted numbers of a target for all rows, in the target's unit.</summary>
    /// <param name="target">The index of the target, from 0; default the first.</param>
    /// <returns>One number per row.</returns>
    /// <exception cref="InvalidOperationException">If the targets are labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such target.</exception>
    /// <example><c>double mean = model.Predict(table).Numbers().Average();</c></example>
    public double[] Numbers(int target = 0)
    {
        RequireNumbers(true);
        RequireTarget(target);
        return [.. Enumerable.Range(0, Rows).Select(row => Number(row, target))];
    }

    /// <summary>Gets a predicted quantile: the number below which a given share of the targets of such rows should lie. The quantiles of a row are in order.</summary>
    /// <param name="row">The row.</param>
    /// <param name="level">The share, one of <see cref="TableModel.Quantiles"/>.</param>
    /// <param name="target">The index of the target, from 0; default the first.</param>
    /// <returns>The number, in the target's unit.</returns>
    /// <exception cref="InvalidOperationException">If the model predicts no quantiles.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such row, level or target.</exception>
    /// <example><c>double most = model.Predict(table).Quantile(row, 0.9);</c></example>
    public double Quantile(int row, double level, int target = 0)
    {
        int place = Place(row, target), found = 0;
        RequireQuantiles();
        while (found < model.Quantiles.Count && Math.Abs(model.Quantiles[found] - level) > 1e-9)
        {
            found++;
        }

        return found < model.Quantiles.Count
            ? preprocessor.Unscale(target, all[(place * model.Quantiles.Count) + found])
            : throw new ArgumentOutOfRangeException(nameof(level), level, string.Create(CultureInfo.InvariantCulture, $"The level must be one of those that the model was trained for, but is {level}. The levels are {string.Join(", ", model.Quantiles.Select(known => known.ToString(CultureInfo.InvariantCulture)))}."));
    }

    /// <summary>Gets all predicted quantiles of a row, in the targets' units.</summary>
    /// <param name="row">The row.</param>
    /// <returns>One number per entry of <see cref="QuantileNames"/>.</returns>
    /// <exception cref="InvalidOperationException">If the model predicts no quantiles.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such row.</exception>
    public double[] Quantiles(int row)
    {
        RequireQuantiles();
        _ = Place(row, 0);
        return model.Unscaled(all.AsSpan(row * Outputs, Outputs));
    }

    /// <summary>Computes the interval around a predicted number that contains the target with a given probability.</summary>
    /// <param name="row">The row.</param>
    /// <param name="level">The probability; default 0.9.</param>
    /// <param name="target">The index of the target, from 0; default the first.</param>
    /// <returns>The ends, in the target's unit; for counts they are at least 0.</returns>
    /// <exception cref="InvalidOperationException">If the targets are labels, or the model has no <see cref="TableModel.Intervals"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such row or target, or the level is not above 0 and at most <see cref="PredictionIntervals.MostLevel"/>.</exception>
    public (double Lower, double Upper) Interval(int row, double level = 0.9, int target = 0)
    {
        double number = Number(row, target);
        (double lower, double upper) = (model.Intervals ?? throw new InvalidOperationException("The model has no intervals. They come from out-of-fold predictions, which exist only for averages of networks trained on folds.")).Around(number, level, target);
        return preprocessor.Task == TaskKind.Counts ? (Math.Max(0, lower), Math.Max(0, upper)) : (lower, upper);
    }

    /// <summary>Gets the predicted label of a row, for a task with classes or with several labels.</summary>
    /// <param name="row">The row.</param>
    /// <param name="target">The index of the target, from 0; default the first.</param>
    /// <returns>The label, as in the training table.</returns>
    /// <exception cref="InvalidOperationException">If the targets are numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such row or target.</exception>
    public string Label(int row, int target = 0)
    {
        RequireNumbers(false);
        _ = Place(row, target);
        return Predictions(row)[target];
    }

    /// <summary>Gets the predicted labels of a target for all rows.</summary>
    /// <param name="target">The index of the target, from 0; default the first.</param>
    /// <returns>One label per row.</returns>
    /// <exception cref="InvalidOperationException">If the targets are numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such target.</exception>
    public string[] Labels(int target = 0)
    {
        RequireNumbers(false);
        RequireTarget(target);
        return [.. Enumerable.Range(0, Rows).Select(row => Label(row, target))];
    }

    /// <summary>Gets the probabilities of a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>One number per entry of <see cref="ProbabilityNames"/>.</returns>
    public double[] Probabilities(int row)
    {
        ReadOnlySpan<float> own = outputs.AsSpan(row * width, width);
        if (ProbabilityNames.Count == 0)
        {
            return [];
        }

        double[] probabilities = new double[ProbabilityNames.Count];
        for (int i = 0; i < own.Length; i++)
        {
            probabilities[i] = own[i];
        }

        if (preprocessor.Task == TaskKind.Binary)
        {
            // The one output is the probability of the second label.
            (probabilities[0], probabilities[1]) = (1 - (double)own[0], own[0]);
        }

        return probabilities;
    }

    private void RequireNumbers(bool wanted)
    {
        if ((preprocessor.Task is TaskKind.Regression or TaskKind.Counts) != wanted)
        {
            throw new InvalidOperationException($"{string.Join(", ", preprocessor.Schema.TargetNames)} {(preprocessor.Schema.TargetNames.Count == 1 ? "is" : "are")} predicted as {(wanted ? "labels: use Label or Labels" : "numbers: use Number or Numbers")}.");
        }
    }

    private void RequireQuantiles()
    {
        if (model.Quantiles.Count == 0)
        {
            throw new InvalidOperationException("The model predicts no quantiles. Train it with TableOptions.Quantiles.");
        }
    }

    private int Place(int row, int target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        RequireTarget(target);
        return (row * width) + (width == PredictionNames.Count ? target : 0);
    }

    private void RequireTarget(int target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, PredictionNames.Count);
    }

    /// <summary>Describes the predictions by the number of rows and the names of the targets.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} predictions of {string.Join(", ", preprocessor.Schema.TargetNames)}");
}
