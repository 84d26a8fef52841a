using System.Numerics;
using System.Numerics.Tensors;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Computes metrics on the validation rows with the weights that are being trained.</summary>
internal sealed class ValidationMetrics<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dataset<T> rows;
    private readonly Plan<T> plan;
    private readonly OutcomeForm form;
    private readonly Loss loss;
    private readonly Metric[] metrics;
    private readonly Frame<T> frame;
    private readonly T[] outputs;
    private readonly T[] targets;
    private readonly bool swaps;

    public ValidationMetrics(Model<T> model, Dataset<T> rows, TrainingOptions options, AlignedBlock<T> parameters)
    {
        this.rows = rows;
        plan = model.Plan;
        form = FitChecks.FormOf(model, options);
        loss = options.Loss;
        metrics = FitChecks.MetricsOf(options);
        frame = new Frame<T>(plan, Plan<T>.Chunk, training: false, members: 1) { Parameters = parameters };
        outputs = new T[rows.Targets.Length];
        targets = rows.Targets.ToArray();
        swaps = options.PositiveIsFirst && form == OutcomeForm.Binary;
        if (swaps)
        {
            TensorPrimitives.Subtract(FitChecks.LearnsScores(loss) ? T.Zero : T.One, targets, targets);
        }
    }

    /// <summary>The first reason why a metric had no value, by the name of the metric.</summary>
    public Dictionary<string, string> Undefined { get; } = new(StringComparer.Ordinal);

    /// <summary>Computes the value of every metric, by name.</summary>
    public Dictionary<string, double> Compute()
    {
        plan.Predict(frame, rows.Inputs.Span, outputs);
        if (plan.OutputRange == OutputRange.LogDistribution)
        {
            // Metrics expect probabilities.
            foreach (ref T output in outputs.AsSpan())
            {
                output = T.Exp(output);
            }
        }

        bool scores = FitChecks.LearnsScores(loss);
        if (scores && form != OutcomeForm.Multiclass)
        {
            // The sign of a score decides, but metrics decide at ½.
            foreach (ref T output in outputs.AsSpan())
            {
                output = (output + T.One) / (T.One + T.One);
            }
        }

        if (swaps)
        {
            TensorPrimitives.Subtract(T.One, outputs, outputs);
        }

        Outcome outcome = Outcome.From<T>(form, targets, outputs, rows.TargetColumns, rows.Weights.Span) with { HasProbabilities = !scores };
        Dictionary<string, double> values = metrics.ToDictionary(metric => metric.Name, metric => metric.Compute(outcome), StringComparer.Ordinal);
        foreach (Metric metric in metrics)
        {
            if (double.IsNaN(values[metric.Name]) && !Undefined.ContainsKey(metric.Name))
            {
                Undefined.Add(metric.Name, metric.WhyUndefined(outcome)!);
            }
        }

        return values;
    }
}
