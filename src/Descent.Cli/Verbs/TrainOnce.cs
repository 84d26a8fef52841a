namespace Descent.Cli.Verbs;

/// <summary>One training: decisions, progress, scores, files.</summary>
internal static class TrainOnce
{
    public static int Run(Call call, TrainRequest request)
    {
        ProgressDisplay progress = new(call.People);
        TablePlan plan = UsageException.Checked(() => TableTrainer.Prepare(request.Table, request.Targets, request.Options with { Progress = progress, Trials = progress, MemberProgress = progress }));
        if (request.Before is null)
        {
            Decisions.Write(call.People, request.Table, plan, judgedBy: request.Options.Test is null ? "--test-fraction" : "--test");
        }
        else
        {
            Decisions.WriteFurther(call.People, request.Table, plan);
        }

        TrainingFailedException? failure = null;
        TableTraining result = Shown(progress, () => plan.Train(out failure, call.Cancellation));
        bool isRecorded = SaveRecording(call, request);
        request = isRecorded ? request : request with { Recording = null };
        result = DoctorText.Examined(request, result);
        if (failure is { History.BestEpoch: 0 })
        {
            // The weights are the initial ones, so there is nothing to save, and an earlier run is kept.
            DoctorText.Write(call.People, result.Findings);
            throw failure;
        }

        if (result is { IsSingle: true, History: { Stop: StopReason.Cancelled, Epochs.Count: 0 } })
        {
            // The initial weights must not replace an earlier run.
            throw new OperationCanceledException();
        }

        WriteCourse(call.People, result);
        TableEvaluation? before = request.Before is { } old && result.Test() is { } rows ? TableEvaluation.Of(old, rows) : null;
        object[] run = [.. RunDocument.Parts(result, request.Source), .. before is null ? Array.Empty<object>() : [new BeforeDocument(before.Scores)]];
        (string? model, string? report, string? fault) = RunFiles.Save(request.Folder!, result, request.Source, run);
        call.Respond(
            () => [.. run, new FilesDocument(model, report), failure is null ? null : new FailureDocument(failure.Message, ExitCode.TrainingFailed)],
            screen =>
            {
                WriteBefore(screen, before, result.Evaluation);
                Write(screen, result, model, report, request);
            });
        if ((fault ?? (failure is null ? null : $"{failure.Message} The model of that epoch is saved.")) is { } error)
        {
            call.People.Error(error);
        }

        return fault is not null || !isRecorded ? ExitCode.Usage
            : failure is not null ? ExitCode.TrainingFailed
            : result.IsCancelled ? ExitCode.Cancelled
            : ExitCode.Ok;
    }

    /// <returns>Whether the recording is in its file, or none is wanted.</returns>
    private static bool SaveRecording(Call call, TrainRequest request) => request is not { Recording: { } file, Options: { Recorder: { } recorder, Precision: var precision } }
        || file == (precision == NumericPrecision.Double ? RecordingText.Save(call, file, recorder.GetRecording<double>()) : RecordingText.Save(call, file, recorder.GetRecording<float>()));

    /// <summary>Trains while progress is shown; options that cannot be trained with are an error of the user.</summary>
    public static T Shown<T>(ProgressDisplay progress, Func<T> train)
    {
        try
        {
            return UsageException.Checked(train);
        }
        finally
        {
            progress.End();
        }
    }

    private static void WriteCourse(Screen screen, TableTraining result)
    {
        WriteTraining(screen, result);
        screen.Line(result.Threshold is { } choice ? $"{choice}" : null);
    }

    private static void WriteTraining(Screen screen, TableTraining result)
    {
        if (result.Trials.Count > 0)
        {
            WriteTrials(screen, result);
            return;
        }

        if (result.Ensemble is { } ensemble)
        {
            MemberText.Write(screen, result, ensemble);
            return;
        }

        History history = result.History;
        string ended = history.Stop switch
        {
            StopReason.Cancelled => "Cancelled after",
            StopReason.Diverged => "Failed after",
            _ => "Trained",
        };
        string kept = Words.Kept(history.BestEpoch, history.Epochs.Count);
        screen.Line($"{ended} {Wording.Count(history.Epochs.Count, "epoch")} in {history.Seconds:0.00} s on {Wording.Count(history.Threads, "thread")}; the weights are those of {kept}{(Words.ChosenBy(result.Options, history) is { } chosen && result.Options.Monitor is not null ? $", the best by {chosen.Name} on the validation rows, {Fixed.Text(chosen.Value)}" : "")}.");
        screen.Line(history.Stop == StopReason.Converged
            ? "Training ended by itself, because it converged: no further step lowers the loss by more than rounding or the tolerance of the optimizer."
            : null, indent: 2);
        screen.Line(history is { Stop: StopReason.TargetReached, Epochs.Count: 1 }
            ? "The goal of --until was reached in the first epoch already, so training ended with it: a goal that is harder to reach says more."
            : null, Ink.Yellow, indent: 2);
        Decisions.WriteNotices(screen, [.. history.Notices]);
    }

    private static void WriteTrials(Screen screen, TableTraining result)
    {
        bool hasFolds = result.Folds > 1;
        string ended = result.IsCancelled ? "Cancelled after" : "Trained in";
        screen.Line($"{ended} {result.Seconds:0.0} s; the model is the mean of {Wording.Count(result.Model.Members.Count, "network")} with {result.Model.ParameterCount:#,0} parameters");
        screen.Table(
            [hasFolds ? "loss on other folds" : "loss", "weight", "recipe"],
            result.Trials.Select(trial => (string[])
                [trial.Loss is not { } loss ? "not tried" : double.IsNaN(loss) ? "failed" : Fixed.Text(loss), trial.Loss is null ? "" : $"{trial.Weight:0.00}", trial.Recipe]),
            0..2, wrapLast: true);
        screen.Line(
            hasFolds ? "loss on other folds: on rows that the networks did not train on, at epochs that these and the other folds chose" : "loss: on the fifth of the training rows that chose the epoch, so a little too good",
            indent: 2);
    }

    /// <summary>Writes the scores of the model before and after its further training, on the same rows.</summary>
    private static void WriteBefore(Screen screen, TableEvaluation? before, TableEvaluation? after)
    {
        if (before is null || after is null)
        {
            return;
        }

        screen.Heading($"Before and after, on {Wording.Count(after.Outcome.Rows, "row")} that were kept from training");
        screen.Table(
            ["score", "before", "after"],
            after.Scores.Where(score => before.Scores.ContainsKey(score.Key)).Select(score => (string[])[StandardMetrics.NameOf(score.Key), Judgement.Number(score.Key, before.Scores[score.Key]), Judgement.Number(score.Key, score.Value)]),
            1..);
        screen.Line(before.RowsSeenInTraining is > 0 and var seen
            ? $"{Wording.Count(seen, "row")} of these {(seen == 1 ? "was" : "were")} among the training rows of the model before, so its scores are a little too good."
            : null, indent: 2);
    }

    /// <summary>Writes the scores, the verdict and the files of a training.</summary>
    public static void Write(Screen screen, TableTraining result, string? model, string? report, TrainRequest request)
    {
        if (result.Evaluation is { } evaluation)
        {
            screen.Heading($"Scores on {Wording.Count(evaluation.Outcome.Rows, "row")} {(evaluation.RowsSeenInTraining > 0 ? "that were kept from training" : "that training never saw")}{Judgement.Positive(evaluation.Decision)}");
            Judgement.Write(screen, result.Model, evaluation);
        }
        else
        {
            screen.Line("No rows were kept for scores (--test-fraction).");
        }

        screen.Line();
        FitText.Write(screen, [result], request.Source.HasTestTable, isAdvised: result.Findings is not { Findings.Count: > 0 });
        DoctorText.Write(screen, result.Findings);
        screen.Heading("Saved");
        screen.Fact("model", model ?? "none");
        screen.Fact("report", report ?? "none");
        screen.Fact("folder", request.Folder!.Path);
        screen.Fact("recording", request.Recording);
        if (result.Ensemble is { } ensemble)
        {
            screen.Fact(RunFiles.HistoryName, ensemble.Method switch
            {
                GradientBoostingEnsemble => "the losses of the sum, one line per network",
                SnapshotEnsemble => "the course of the training from which the networks were taken",
                _ => "the course of the first network",
            });
        }
        else if (result.Trials.Count > 0)
        {
            screen.Fact("history", $"{RunFiles.HistoryName} in the folder has the course of one network of the mean, the first of {result.Trials.MaxBy(trial => trial.Weight)!.Recipe}");
        }
    }
}
