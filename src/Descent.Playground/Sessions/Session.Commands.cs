using System.Diagnostics;
using System.Text.Json;
using Descent.Data;

namespace Descent.Playground;

/// <content>What the page asks for.</content>
internal sealed partial class Session
{
    private async Task Handle(SessionCommand command)
    {
        try
        {
            switch (command.Type)
            {
                case "ack":
                    drawn = Math.Clamp((long)Number(command.Number, 0, 1e15), drawn, sent);
                    return;
                case "start":
                    await Start(command.State ?? default).ConfigureAwait(false);
                    return;
                case "pause":
                    (isRunning, goal, isDirty) = (false, 0, true);
                    return;
            }

            if (experiment is { } present)
            {
                await Handle(command, present).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is DataException or ArgumentException or FormatException or InvalidOperationException or NotSupportedException or TrainingFailedException)
        {
            await Send(new NoteDocument(fault.Message.Split(" (Parameter '")[0], true), PlaygroundJson.Default.NoteDocument).ConfigureAwait(false);
        }
    }

    private async Task Handle(SessionCommand command, Experiment present)
    {
        switch (command.Type)
        {
            case "run":
                (isRunning, goal, shown, stepsPerFrame) = (!present.HasEnded, 0, -1, (long)Number(command.Speed, 0, 100_000));
                isDirty = true;
                break;
            case "step":
                (isRunning, shown, goal) = (!present.HasEnded, -1, present.Front + (long)Number(command.Step, 1, 100_000));
                break;
            case "seek":
                (isRunning, goal, shown, isDirty) = (false, 0, (long)Number(command.Step, -1, 1e9), true);
                break;
            case "view":
                (PlayState viewed, _) = StateChecks.Of(new PlayState { View = command.View });
                await Send(present.View(viewed.View!), PlaygroundJson.Default.PlaneDocument).ConfigureAwait(false);
                isDirty = true;
                break;
            case "weight":
                WeightDocument? weight = null;
                await shared.Turn(() => weight = present.Weight((int)Number(command.Network, 0, 1), (int)Number(command.Layer, 0, 99), (int)Number(command.Index, -1e6, 1e6), shown), cancellation).ConfigureAwait(false);
                if (weight is not null)
                {
                    await Send(weight, PlaygroundJson.Default.WeightDocument).ConfigureAwait(false);
                }

                break;
            case "branch":
                await Branch(command, present).ConfigureAwait(false);
                break;
            case "export":
                await Export(command, present).ConfigureAwait(false);
                break;
        }
    }

    private async Task Start(JsonElement given)
    {
        (PlayState state, IReadOnlyList<string> notes) = StateChecks.Read(given);
        (isRunning, goal, shown) = (false, 0, -1);
        Experiment? made = null;
        await shared.Turn(() => made = Experiment.Of(state, shared), cancellation).ConfigureAwait(false);
        Experiment begun = made!;
        experiment?.Dispose();
        experiment = begun;
        (examined, lastExamination) = (0, Stopwatch.GetTimestamp());
        if (state.Branch is { } step)
        {
            while (!begun.HasEnded && begun.Steps < step)
            {
                await shared.Turn(() => begun.Advance((long)step, s_turn), cancellation).ConfigureAwait(false);
            }

            await shared.Turn(() => begun.Branch(state.Networks![1]!, (long)step), cancellation).ConfigureAwait(false);
        }

        await Announce(notes).ConfigureAwait(false);
        if (state.Step > 0 && begun.HasEnded)
        {
            shown = (long)state.Step;
        }
        else if (state.Step > 0)
        {
            (goal, isRunning) = ((long)state.Step, true);
        }
    }

    private async Task Branch(SessionCommand command, Experiment present)
    {
        (PlayState state, IReadOnlyList<string> notes) = StateChecks.Read(command.State ?? default);
        long step = (long)Number(command.Step, -1, 1e9);
        await shared.Turn(() => present.Branch(state.Networks![^1]!, step < 0 ? present.Trainings[0].Steps : step), cancellation).ConfigureAwait(false);
        shown = -1;
        await Announce(notes).ConfigureAwait(false);
    }

    private async Task Announce(IReadOnlyList<string> notes)
    {
        await Send(experiment!.Ready(notes), PlaygroundJson.Default.ReadyDocument).ConfigureAwait(false);
        await Send(experiment!.PlaneOf(), PlaygroundJson.Default.PlaneDocument).ConfigureAwait(false);
        isDirty = true;
    }

    private async Task Export(SessionCommand command, Experiment present)
    {
        RecordedTraining training = present.Trainings[(int)Math.Min(Number(command.Network, 0, 1), present.Trainings.Count - 1)];
        object? made = null;
        await shared.Turn(() => made = Exports.Make(command.Format, training.Setup, shown < 0 ? training.Model : training.At(shown).Model, shared.Options.CommandLine), cancellation).ConfigureAwait(false);
        await (made switch
        {
            FileDocument file => Send(file, PlaygroundJson.Default.FileDocument),
            TextDocument text => Send(text, PlaygroundJson.Default.TextDocument),
            _ => Task.CompletedTask,
        }).ConfigureAwait(false);
    }

    private static double Number(double? given, double least, double most) => given is { } value && !double.IsNaN(value) ? Math.Clamp(value, least, most) : least;
}
