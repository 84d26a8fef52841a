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
        IReadOnlyList<string> targets = preprocessor.Schema.TargetNames;
        PredictionNames = targets.Count == 1 ? ["prediction"] : [.. targets.Select(t => $"prediction_{t}")];
        ProbabilityNames = !model.GivesProbabilities ? [] : preprocessor.Task switch
        {
            TaskKind.Multilabel => [.. targets.Select(t => $"probability_{t}")],
            _ => [.. preprocessor.Labels.Select(l => $"probability_{l}")],
        };
        QuantileNames = [.. PredictionNames.SelectMany(name => model.Quantiles.Select(level => string.Create(CultureInfo.InvariantCulture, $"{name}_q{level}")))];
    }

    /// <summary>Number of rows.</summary>
    public int Rows => outputs.Length / width;

    /// <summary>Numbers that the network gives per row.</summary>
    public int Outputs { get; }

    /// <summary>Names of the prediction columns: <c>prediction</c>, or one per target.</summary>
    public IReadOnlyList<string> PredictionNames { get; }

    /// <summary>Names of the probability columns: one per label, or per target of a multilabel task; none for numbers and where the network gives scores instead.</summary>
    public IReadOnlyList<string> ProbabilityNames { get; }

    /// <summary>Names of the quantile columns, all levels of the first target and then those of the next: <c>prediction_q0.1</c>, or <c>prediction_price_q0.1</c> where there are several targets; none for other models.</summary>
    public IReadOnlyList<string> QuantileNames { get; }

    /// <summary>The predicted label, or the predicted number in the target's unit, for every target.</summary>
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

    /// <summary>The predicted number of a row, in the target's unit: of a regression, or of counts; of a model of quantiles the median, or between the levels around ½ in proportion.</summary>
    /// <param name="row">The row.</param>
    /// <param name="target">Which target, from 0; default the first.</param>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">If the answers are labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such row or target.</exception>
    public double Number(int row, int target = 0)
    {
        RequireNumbers(true);
        return preprocessor.Unscale(target, outputs[Place(row, target)]);
    }

    /// <summary>The predicted numbers of a column, in the target's unit.</summary>
    /// <param name="target">Which target, from 0; default the first.</param>
    /// <returns>One number per row.</returns>
    /// <exception cref="InvalidOperationException">If the answers are labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such target.</exception>
    /// <example><c>double mean = model.Predict(table).Numbers().Average();</c></example>
    public double[] Numbers(int target = 0)
    {
        RequireNumbers(true);
        RequireTarget(target);
        return [.. Enumerable.Range(0, Rows).Select(row => Number(row, target))];
    }

    /// <summary>A predicted quantile: the number that a share of the answers to such rows should lie below. Those of a row are in order.</summary>
    /// <param name="row">The row.</param>
    /// <param name="level">The share, one of <see cref="TableModel.Quantiles"/>.</param>
    /// <param name="target">Which target, from 0; default the first.</param>
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
            : throw new ArgumentOutOfRangeException(nameof(level), level, string.Create(CultureInfo.InvariantCulture, $"The model has no quantile of level {level}; it was trained for {string.Join(", ", model.Quantiles.Select(known => known.ToString(CultureInfo.InvariantCulture)))}."));
    }

    /// <summary>All predicted quantiles of a row, in the targets' units.</summary>
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

    /// <summary>The interval around a predicted number that holds the answer with a given probability.</summary>
    /// <param name="row">The row.</param>
    /// <param name="level">The probability; default 0.9.</param>
    /// <param name="target">Which target, from 0; default the first.</param>
    /// <returns>The ends, in the target's unit; of counts none is below 0.</returns>
    /// <exception cref="InvalidOperationException">If the answers are labels, or the model has no <see cref="TableModel.Intervals"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such row or target, or the level is not one that the errors of training allow.</exception>
    public (double Lower, double Upper) Interval(int row, double level = 0.9, int target = 0)
    {
        double number = Number(row, target);
        (double lower, double upper) = (model.Intervals ?? throw new InvalidOperationException("The model has no intervals: they come from folds of the training rows, on which averages of networks are trained.")).Around(number, level, target);
        return preprocessor.Task == TaskKind.Counts ? (Math.Max(0, lower), Math.Max(0, upper)) : (lower, upper);
    }

    /// <summary>The predicted label of a row: of classes, or of one of several labels.</summary>
    /// <param name="row">The row.</param>
    /// <param name="target">Which target, from 0; default the first.</param>
    /// <returns>The label, as the training table had it.</returns>
    /// <exception cref="InvalidOperationException">If the answers are numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such row or target.</exception>
    public string Label(int row, int target = 0)
    {
        RequireNumbers(false);
        _ = Place(row, target);
        return Predictions(row)[target];
    }

    /// <summary>The predicted labels of a column.</summary>
    /// <param name="target">Which target, from 0; default the first.</param>
    /// <returns>One label per row.</returns>
    /// <exception cref="InvalidOperationException">If the answers are numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such target.</exception>
    public string[] Labels(int target = 0)
    {
        RequireNumbers(false);
        RequireTarget(target);
        return [.. Enumerable.Range(0, Rows).Select(row => Label(row, target))];
    }

    /// <summary>The probabilities of a row.</summary>
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
            throw new InvalidOperationException($"{string.Join(", ", preprocessor.Schema.TargetNames)} {(preprocessor.Schema.TargetNames.Count == 1 ? "is" : "are")} predicted as {(wanted ? "labels: ask for Label or Labels" : "numbers: ask for Number or Numbers")}.");
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

    /// <summary>The first prediction of every row, for people in a hurry.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} predictions of {string.Join(", ", preprocessor.Schema.TargetNames)}");
}
