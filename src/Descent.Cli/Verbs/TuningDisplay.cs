namespace Descent.Cli.Verbs;

/// <summary>The progress of tuning: on a terminal one line that is overwritten, with a line for every new best trial above it; elsewhere a line for every trial.</summary>
/// <param name="screen">Where it is shown.</param>
/// <param name="trials">The number of trials; null without a limit.</param>
/// <param name="tuner">What is tuned.</param>
internal sealed class TuningDisplay(Screen screen, int? trials, TableTuner tuner) : IProgress<TableTuningProgress>
{
    private readonly string score = tuner.Score, name = StandardMetrics.NameOf(tuner.Score);
    private readonly bool higherIsBetter = tuner.Study.Directions[0] == StudyDirection.Maximize;
    private bool isOpen;
    private int others;
    private double best = BestOf(tuner);

    /// <inheritdoc/>
    public void Report(TableTuningProgress value)
    {
        if (value.Finished is { } trial)
        {
            Finish(trial);
        }
        else if (value.Others.Count > 0)
        {
            Wait(value.Others.Count);
        }
        else if (screen.Terminal.IsTerminal)
        {
            screen.WriteOver($"trial {Count(value.Trial)}  {(value.Epoch > 0 ? $"fold 1/{value.Folds}, epoch {value.Epoch}" : $"fold {value.Fold}/{value.Folds}")}  {name} {Judgement.Number(score, value.Mean)}{(double.IsNaN(best) ? "" : $"  best {Judgement.Number(score, best)}")}");
            isOpen = true;
        }
    }

    /// <summary>Leaves the line, so that what follows stands below it.</summary>
    public void End()
    {
        if (isOpen)
        {
            screen.WriteOver("");
            screen.Writer.Write('\r');
            isOpen = false;
        }
    }

    // Said once for each number of them.
    private void Wait(int count)
    {
        if (count != others)
        {
            End();
            screen.Line($"Waiting for {Data.Wording.Count(count, "trial")} of other processes; a trial whose process has died is taken over within a minute.");
        }

        others = count;
    }

    private void Finish(Trial trial)
    {
        bool isBest = trial.State == TrialState.Completed && (double.IsNaN(best) || (higherIsBetter ? trial.Values[0] > best : trial.Values[0] < best));
        best = isBest ? trial.Values[0] : best;
        // On a terminal, the line that is overwritten shows the others.
        if (!isBest && trial.State != TrialState.Failed && screen.Terminal.IsTerminal)
        {
            return;
        }

        End();
        screen.Line(
            $"{Count(trial.Number)}  {StateOf(trial)}: {StudyText.Values(trial)}{(TableTuner.RepeatedBy(trial) is { } same ? $" (as trial {same + 1}, not computed again)" : "")}{(TableTuner.ReasonOf(trial) is { } reason ? $". {UsageException.Plain(reason)}" : "")}",
            isBest ? Ink.Green : Ink.Plain, indent: 4);
    }

    /// <summary>The best first score of the trials that a study has already; NaN if there is none.</summary>
    private static double BestOf(TableTuner tuner)
    {
        double[] values = [.. tuner.Study.Trials.Where(trial => trial.State == TrialState.Completed).Select(trial => trial.Values[0])];
        return values.Length == 0 ? double.NaN : tuner.Study.Directions[0] == StudyDirection.Maximize ? values.Max() : values.Min();
    }

    private string Count(int number) => trials is { } all ? $"{number + 1}/{all}" : $"{number + 1}";

    private string StateOf(Trial trial) => trial.State switch
    {
        TrialState.Completed => string.Join(", ", trial.Values.Select((value, i) => $"{StandardMetrics.NameOf(tuner.Scores[i])} {Judgement.Number(tuner.Scores[i], value)}")),
        TrialState.Pruned => $"pruned after {(tuner.EndOf(trial) is ( > 0 and var folds, _) ? Data.Wording.Count(folds, "fold") : $"epoch {TableTuner.EpochsOf(trial)} of the first fold")} at {name} {Judgement.Number(score, trial.Intermediate[trial.LastStep!.Value])}",
        _ => "failed",
    };
}
