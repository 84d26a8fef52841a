namespace Descent.Tuning;

/// <summary>
/// Reports a value on the validation rows after every epoch of a training run, and ends the trial if the pruner of the study says that it is worse than others. The step is the
/// epoch, so that trials are compared after as many epochs, however many each of them has.
/// </summary>
/// <remarks>
/// A trial ends with a <see cref="TrialPrunedException"/> that passes through <see cref="Trainer.Fit"/> and the objective; the study records it. Its last value is never the value of
/// the trial. One callback serves one training run of a trial: a second run would report the same steps again.
/// </remarks>
/// <example>
/// <code>
/// Study study = new(space, new StudyOptions { Pruner = new PercentilePruner() });
/// study.Run(
///     trial =&gt;
///     {
///         Model&lt;float&gt; model = network.Build&lt;float&gt;(inputs: 4, seed: trial.Seed);
///         History history = model.Fit(train, new TrainingOptions
///         {
///             Loss = new MeanSquaredError(),
///             Optimizer = new Adam(trial.GetNumber("learning-rate")),
///             Validation = valid,
///             Callbacks = [new PruningCallback(trial)],
///         });
///         return history.Epochs[history.BestEpoch - 1].ValidationLoss!.Value;
///     },
///     trials: 60);
/// </code>
/// </example>
public sealed class PruningCallback : TrainingCallback
{
    private readonly RunningTrial trial;
    private readonly Metric? metric;

    /// <summary>Creates the callback for a training run of a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="metric">The metric to report, one of <see cref="TrainingOptions.Metrics"/>; null, the default, for the validation loss.</param>
    /// <param name="interval">The distance of the epochs after which a value is reported, at least 1; default 1, every epoch.</param>
    /// <exception cref="ArgumentException">If the study maximizes what is better when it is smaller, or the reverse.</exception>
    public PruningCallback(RunningTrial trial, Metric? metric = null, int interval = 1)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, 1);
        bool rises = metric?.HigherIsBetter ?? false;
        if (trial.Maximizes != rises)
        {
            throw new ArgumentException($"The study {(trial.Maximizes ? "maximizes" : "minimizes")} its objective, but the {metric?.Name ?? "validation loss"} is better the {(rises ? "larger" : "smaller")} it is. Report a metric of the same direction.", nameof(metric));
        }

        (this.trial, this.metric, Interval) = (trial, metric, interval);
    }

    /// <summary>The distance of the epochs after which a value is reported.</summary>
    public int Interval { get; }

    /// <inheritdoc/>
    /// <exception cref="TrialPrunedException">If the trial should stop.</exception>
    /// <exception cref="InvalidOperationException">If there are no validation rows, or the metric is not computed.</exception>
    public override void OnEpoch(TrainingState state, EpochRecord record)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(record);
        if (record.Epoch % Interval != 0)
        {
            return;
        }

        trial.Report(ValueOf(record), record.Epoch);
        trial.ThrowIfPruned();
    }

    private double ValueOf(EpochRecord record) =>
        metric is null ? record.ValidationLoss ?? throw new InvalidOperationException("Trials are compared on validation rows, but there are none. Set TrainingOptions.Validation.")
        : record.Metrics.TryGetValue(metric.Name, out double value) ? value
        : throw new InvalidOperationException($"The {metric.Name} is not computed after an epoch. Add it to TrainingOptions.Metrics, with TrainingOptions.Validation.");
}
