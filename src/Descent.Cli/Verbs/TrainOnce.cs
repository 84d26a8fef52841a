using System.Globalization;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>One training: decisions, progress, scores, files.</summary>
internal static class TrainOnce
{
    public static int Run(Call call, TrainRequest request)
    {
        ProgressDisplay progress = new(call.People);
        TablePlan plan = UsageException.Checked(() => TableTrainer.Prepare(request.Table, request.Targets, request.Options with { Progress = progress, Trials = progress }));
        Decisions.Write(call.People, request.Table, plan, judgedBy: request.Options.Test is null ? "--test-fraction" : "--test");
        TableTraining result = Train(plan, progress, call.Cancellation, out TrainingFailedException? failure);
        if (failure is { History.BestEpoch: 0 })
        {
            // Nothing was learnt, so there is nothing to save, and an earlier run stays as it is.
            throw failure;
        }

        if (result.History is { Stop: StopReason.Cancelled, Epochs.Count: 0 })
        {
            // Weights of no epoch are no result, and must not take the place of one.
            throw new OperationCanceledException();
        }

        WriteCourse(call.People, result);

        object[] run = RunDocument.Parts(result, request.Source);
        (string? model, string? report, string? fault) = RunFiles.Save(request.Folder!, result, request.Source, run);
        call.Respond(
            () => [.. run, new FilesDocument(model, report), failure is null ? null : new FailureDocument(failure.Message, ExitCode.TrainingFailed)],
            screen => Write(screen, result, model, report, request));
        if (fault is not null)
        {
            call.People.Error(fault);
            return ExitCode.Usage;
        }

        if (failure is not null)
        {
            call.People.Error($"{failure.Message} The model of that epoch is saved.");
            return ExitCode.TrainingFailed;
        }

        return RunDetails.IsCancelled(result) ? ExitCode.Cancelled : ExitCode.Ok;
    }

    /// <summary>Trains while progress is shown; where training fails, its last good weights are judged.</summary>
    private static TableTraining Train(TablePlan plan, ProgressDisplay progress, CancellationToken cancellation, out TrainingFailedException? failure)
    {
        TrainingFailedException? caught = null;
        try
        {
            return UsageException.Checked(() => plan.Train(out caught, cancellation));
        }
        finally
        {
            failure = caught;
            progress.End();
        }
    }

    /// <summary>Trains while progress is shown; options that cannot be trained with are the user's error.</summary>
    public static TableTraining Train(TablePlan plan, ProgressDisplay progress, CancellationToken cancellation)
    {
        try
        {
            return UsageException.Checked(() => plan.Train(cancellation));
        }
        finally
        {
            progress.End();
        }
    }

    private static void WriteCourse(Screen screen, TableTraining result)
    {
        if (result.Trials.Count > 0)
        {
            WriteTrials(screen, result);
            return;
        }

        History history = result.History;
        string ended = history.Stop switch
        {
            StopReason.Cancelled => "Cancelled after",
            StopReason.Diverged => "Failed after",
            _ => "Trained",
        };
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{ended} {Wording.Count(history.Epochs.Count, "epoch")} in {history.Seconds:0.00} s on {Wording.Count(history.Threads, "thread")}; the weights are those of {Words.Kept(history.BestEpoch, history.Epochs.Count)}."));
        if (history is { Stop: StopReason.TargetReached, Epochs.Count: 1 })
        {
            screen.Line("The goal of --until was reached in the first epoch already, so training ended with it: a goal that is harder to reach says more.", Ink.Yellow, indent: 2);
        }

        Decisions.WriteNotices(screen, [.. history.Notices]);
    }

    private static void WriteTrials(Screen screen, TableTraining result)
    {
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{(RunDetails.IsCancelled(result) ? "Cancelled after" : "Trained in")} {result.Seconds:0.0} s; the model is the mean of {Wording.Count(result.Model.Members.Count, "network")} with {result.Model.ParameterCount:#,0} parameters"));
        screen.Table(["recipe", result.Folds > 1 ? "loss on other folds" : "loss", "weight"], result.Trials.Select(trial => (string[])[trial.Recipe, trial.Loss is not { } loss ? "not tried" : double.IsNaN(loss) ? "failed" : Fixed.Text(loss), trial.Loss is null ? "" : trial.Weight.ToString("0.00", CultureInfo.InvariantCulture)]), 1..3);
        screen.Line(result.Folds > 1 ? "loss on other folds: on rows that the networks did not train on, at epochs that these and the other folds chose" : "loss: on the fifth of the training rows that chose the epoch, so a little too good", indent: 2);
    }

    private static void Write(Screen screen, TableTraining result, string? model, string? report, TrainRequest request)
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
        FitText.Write(screen, [result], request.Source.HasTestTable);
        screen.Heading("Saved");
        screen.Fact("model", model ?? "none");
        screen.Fact("report", report ?? "none");
        screen.Fact("folder", request.Folder!.Path);
        if (result.Trials.Count > 0)
        {
            screen.Fact(RunFiles.HistoryName, $"the course of one network of the mean, the first of {result.Trials.MaxBy(trial => trial.Weight)!.Recipe}");
        }
    }
}
