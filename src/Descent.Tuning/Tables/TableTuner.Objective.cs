using System.Globalization;
using System.Numerics;
using Descent.Data;

namespace Descent.Tuning;

// What a trial computes, and when it is compared with others.
public sealed partial class TableTuner
{
    private double[] Objectives(RunningTrial trial, IProgress<TableTuningProgress>? progress)
    {
        started[trial.Number] = true;
        if (tuning.Trials < int.MaxValue)
        {
            trial.SetAttribute(PlannedName, tuning.Trials.ToString(CultureInfo.InvariantCulture));
        }

        if (Earlier(trial) is { } earlier)
        {
            return Repeated(trial, earlier, progress);
        }

        List<IReadOnlyList<Baseline>> baselines = [];
        int epochs = 0, reported = 0;
        List<double>[] values = [.. scores.Select(_ => new List<double>())];
        try
        {
            trials.Compute(
                trial.Parameters,
                tuning.Pruner is null ? null : epoch =>
                {
                    epochs = epoch.Record.Epoch;
                    ReportEpoch(trial, epoch, ref reported, progress);
                    epochs = 0;
                },
                result =>
                {
                    epochs += result.Epochs;
                    baselines.Add(result.Evaluation.Baselines);
                    for (int i = 0; i < scores.Length; i++)
                    {
                        values[i].Add(scores[i].Of(result));
                    }

                    ReportFold(trial, values[0], progress);
                },
                trial.CancellationToken);
            for (int i = 0; i < scores.Length; i++)
            {
                trial.SetAttribute(NameOf(i), string.Join(' ', values[i].Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
            }

            SetEpochs();
            SetBaseline(trial, baselines);
            return [.. values.Select(own => own.Average())];
        }
        catch (TrialPrunedException)
        {
            SetEpochs();
            throw;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or TrialLostException or StudyStorageException or JobRunnerException))
        {
            diverged ??= fault as TrainingFailedException;
            if (fault is TrainingFailedException or DataException { InnerException: NotFiniteNumberException })
            {
                trial.SetAttribute(DivergedName, "yes");
            }

            trial.SetAttribute(ReasonName, fault is DataException data ? data.Explanation : fault.Message);
            throw;
        }

        void SetEpochs() => trial.SetAttribute(EpochsName, epochs.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The completed trial with the same values, whose result this one would have again to the bit.</summary>
    private Trial? Earlier(RunningTrial trial) => Study.Trials.FirstOrDefault(
        other => other.State == TrialState.Completed && other.Number != trial.Number && RepeatedBy(other) is null && trial.Parameters.Equals(other.Parameters) && ScoresOf(other).Count == Folds);

    private double[] Repeated(RunningTrial trial, Trial earlier, IProgress<TableTuningProgress>? progress)
    {
        List<double> values = [];
        foreach (double value in ScoresOf(earlier))
        {
            values.Add(value);
            ReportFold(trial, values, progress, mayStop: false);
        }

        foreach (string name in (string[])[.. scores.Select((_, i) => NameOf(i)), BaselineName])
        {
            if (earlier.Attributes.TryGetValue(name, out string? text))
            {
                trial.SetAttribute(name, text);
            }
        }

        trial.SetAttribute(EpochsName, "0");
        trial.SetAttribute(RepeatedName, earlier.Number.ToString(CultureInfo.InvariantCulture));
        return [.. earlier.Values];
    }

    private void SetBaseline(RunningTrial trial, List<IReadOnlyList<Baseline>> folds)
    {
        TuningScore score = scores[0];
        (string Name, double Score)[] means =
        [
            .. folds[0].Select((baseline, i) => (baseline.Name, folds.Average(fold => i < fold.Count ? fold[i].Scores.GetValueOrDefault(score.Key, double.NaN) : double.NaN))).Where(mean => double.IsFinite(mean.Item2)),
        ];
        if (means.Length > 0)
        {
            (string name, double mean) = means.MinBy(one => score.HigherIsBetter ? -one.Score : one.Score);
            trial.SetAttribute(BaselineName, string.Create(CultureInfo.InvariantCulture, $"{name} {mean:R}"));
        }
    }

    private void ReportFold(RunningTrial trial, List<double> values, IProgress<TableTuningProgress>? progress, bool mayStop = true)
    {
        double mean = values.Average();
        progress?.Report(new TableTuningProgress(trial.Number, values.Count, Folds, mean, Finished: null));
        if (scores.Length == 1)
        {
            trial.Report(mean, values.Count * StepsPerFold);
            // The folds of a recipe are trained together, so that nothing would be saved.
            if (mayStop && values.Count < Folds && !TriesRecipes)
            {
                trial.ThrowIfPruned();
            }
        }
    }

    /// <summary>Reports the score after an epoch of the first training, at steps whose distance grows with their number: more of them would cost more than they save.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="reported">The last reported step, or 0.</param>
    /// <param name="progress">Receives a report.</param>
    private void ReportEpoch(RunningTrial trial, TableEpoch epoch, ref int reported, IProgress<TableTuningProgress>? progress)
    {
        int step = trials.StepOf(trial.Parameters, epoch, StepsPerFold), due = Due(step);
        if (step >= StepsPerFold || due <= reported || scores[0].ValueOf(new FoldResult(epoch.Evaluate(), 0, 0)) is not (> double.NegativeInfinity and < double.PositiveInfinity and var value))
        {
            return;
        }

        reported = due;
        trial.Report(value, due);
        progress?.Report(new TableTuningProgress(trial.Number, 0, Folds, value, Finished: null) { Epoch = epoch.Record.Epoch });
        if (epoch.Record.Epoch >= (tuning.PruningWarmup ?? (TriesRecipes ? 0.5 : 0.1)) * epoch.Epochs)
        {
            trial.ThrowIfPruned();
        }
    }

    /// <summary>The last step up to a step at which trials are compared: a power of two, or halfway between two of them; 0 before the first.</summary>
    private static int Due(int step)
    {
        int power = step > 0 ? 1 << BitOperations.Log2((uint)step) : 0;
        return power > 1 && 2 * step >= 3 * power ? 3 * power / 2 : power;
    }
}
