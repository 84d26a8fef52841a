using Descent.Data;

namespace Descent;

/// <summary>Computes the loss of every row of an outcome, by which importance is measured.</summary>
/// <remarks>
/// For probabilities it is the log loss, as in <see cref="LogLoss"/>; for classes without probabilities 1 for a wrong prediction; for counts the Poisson deviance; for
/// numbers the squared error, which is divided by the variance in training if there are several targets. With several outputs it is the mean over them.
/// </remarks>
internal sealed class RowLosses
{
    private readonly double[] scales;
    private readonly double threshold;

    public RowLosses(TableModel model)
    {
        Preprocessor preprocessor = model.Preprocessor;
        threshold = TableEvaluation.ThresholdOf(model);
        bool several = preprocessor.Task == TaskKind.Regression && preprocessor.OutputNames.Count > 1;
        scales = [.. Enumerable.Range(0, preprocessor.OutputNames.Count).Select(target => several ? preprocessor.TargetScale(target) : 1)];
        Name = preprocessor.Task switch
        {
            TaskKind.Counts => "Poisson deviance",
            TaskKind.Regression => several ? "squared error, in variances of the targets" : "squared error",
            _ => model.GivesProbabilities ? "log loss" : "share of wrong predictions",
        };
    }

    /// <summary>The name of the loss.</summary>
    public string Name { get; }

    /// <summary>Computes the loss of each row.</summary>
    public double[] Of(in Outcome outcome)
    {
        double[] losses = new double[outcome.Rows];
        ReadOnlySpan<double> targets = outcome.Targets.Span, outputs = outcome.Outputs.Span;
        for (int row = 0; row < losses.Length; row++)
        {
            losses[row] = Of(outcome, targets.Slice(row * outcome.Columns, outcome.Columns), outputs.Slice(row * outcome.Columns, outcome.Columns));
        }

        return losses;
    }

    private double Of(in Outcome outcome, ReadOnlySpan<double> targets, ReadOnlySpan<double> outputs) => outcome.Form switch
    {
        OutcomeForm.Multiclass => OfClasses(outcome, targets, outputs),
        _ => OfColumns(outcome, targets, outputs),
    };

    private static double OfClasses(in Outcome outcome, ReadOnlySpan<double> targets, ReadOnlySpan<double> outputs)
    {
        int wanted = targets.IndexOf(1);
        if (!outcome.HasProbabilities)
        {
            return System.Numerics.Tensors.TensorPrimitives.IndexOfMax(outputs) == wanted ? 0 : 1;
        }

        double total = 0;
        foreach (double output in outputs)
        {
            total += Clipped(outcome, output);
        }

        return -Math.Log(Clipped(outcome, outputs[wanted]) / total);
    }

    private double OfColumns(in Outcome outcome, ReadOnlySpan<double> targets, ReadOnlySpan<double> outputs)
    {
        double sum = 0;
        for (int column = 0; column < targets.Length; column++)
        {
            double error = (targets[column] - outputs[column]) / scales[column];
            sum += outcome.Form switch
            {
                OutcomeForm.Regression => error * error,
                OutcomeForm.Counts => PoissonDeviance.Of(targets[column], outputs[column]),
                _ when !outcome.HasProbabilities => outputs[column] > threshold == targets[column] > 0.5 ? 0 : 1,
                _ => -Math.Log(targets[column] > 0.5 ? Clipped(outcome, outputs[column]) : 1 - Clipped(outcome, outputs[column])),
            };
        }

        return sum / targets.Length;
    }

    private static double Clipped(in Outcome outcome, double probability) => Math.Clamp(probability, outcome.Epsilon, 1 - outcome.Epsilon);
}
