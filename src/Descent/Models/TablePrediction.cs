using System.Globalization;
using Descent.Data.Preprocessing;
using Descent.Data.Schemas;

namespace Descent.Models;

/// <summary>Predictions for the rows of a table, in original labels and units.</summary>
public sealed class TablePrediction
{
    private readonly TableModel model;
    private readonly Preprocessor preprocessor;
    private readonly float[] outputs;

    internal TablePrediction(TableModel model, float[] outputs)
    {
        this.model = model;
        preprocessor = model.Preprocessor;
        this.outputs = outputs;
        Outputs = preprocessor.OutputNames.Count;
        IReadOnlyList<string> targets = preprocessor.Schema.TargetNames;
        PredictionNames = targets.Count == 1 ? ["prediction"] : [.. targets.Select(t => $"prediction_{t}")];
        ProbabilityNames = !model.GivesProbabilities ? [] : preprocessor.Task switch
        {
            TaskKind.Multilabel => [.. targets.Select(t => $"probability_{t}")],
            _ => [.. preprocessor.Labels.Select(l => $"probability_{l}")],
        };
    }

    /// <summary>Number of rows.</summary>
    public int Rows => outputs.Length / Outputs;

    /// <summary>Numbers that the network gives per row.</summary>
    public int Outputs { get; }

    /// <summary>Names of the prediction columns: <c>prediction</c>, or one per target.</summary>
    public IReadOnlyList<string> PredictionNames { get; }

    /// <summary>Names of the probability columns: one per label, or per target of a multilabel task; none for numbers and where the network gives scores instead.</summary>
    public IReadOnlyList<string> ProbabilityNames { get; }

    /// <summary>The predicted label, or the predicted number in the target's unit, for every target.</summary>
    /// <param name="row">The row.</param>
    /// <returns>One text per entry of <see cref="PredictionNames"/>.</returns>
    public string[] Predictions(int row)
    {
        ReadOnlySpan<float> own = outputs.AsSpan(row * Outputs, Outputs);
        if (model.Decision is not { } decision)
        {
            return preprocessor.Decode(own);
        }

        double second = preprocessor.Unscale(0, own[0]);
        bool positive = (model.PositiveIsFirst ? 1 - second : second) > decision.Bound(model.PositiveIsFirst);
        return [preprocessor.Labels[positive == model.PositiveIsFirst ? 0 : 1]];
    }

    /// <summary>The probabilities of a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>One number per entry of <see cref="ProbabilityNames"/>.</returns>
    public double[] Probabilities(int row)
    {
        ReadOnlySpan<float> own = outputs.AsSpan(row * Outputs, Outputs);
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

    /// <summary>The first prediction of every row, for people in a hurry.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} predictions of {string.Join(", ", preprocessor.Schema.TargetNames)}");
}
