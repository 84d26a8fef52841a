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

            if (bench is { } present)
            {
                await Handle(command, present).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is DataException or ArgumentException or FormatException or InvalidOperationException or NotSupportedException or TrainingFailedException)
        {
            await Send(new NoteDocument(fault.Message.Split(" (Parameter '")[0], true), PlaygroundJson.Default.NoteDocument).ConfigureAwait(false);
        }
    }

    private async Task Handle(SessionCommand command, Bench present)
    {
        switch (command.Type)
        {
            case "run":
                (isRunning, goal, shown, stepsPerFrame) = (!present.HasEnded, 0, -1, (long)Number(command.Speed, 0, 100_000));
                isDirty = true;
                break;
            case "step":
                (isRunning, shown, goal) = (!present.HasEnded, -1, present.Steps + (long)Number(command.Step, 1, 100_000));
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
                await workshop.Turn(() => weight = present.Weight((int)Number(command.Network, 0, 1), (int)Number(command.Layer, 0, 99), (int)Number(command.Index, -1e6, 1e6), shown), cancellation).ConfigureAwait(false);
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
        Bench? made = null;
        await workshop.Turn(() => made = Bench.Of(state, workshop.Tables), cancellation).ConfigureAwait(false);
        bench?.Dispose();
        bench = made!;
        (examined, lastVisit) = (0, Stopwatch.GetTimestamp());
        await Announce(notes).ConfigureAwait(false);
        if (state.Step > 0)
        {
            (goal, isRunning) = ((long)state.Step, true);
        }
    }

    private async Task Branch(SessionCommand command, Bench present)
    {
        (PlayState state, IReadOnlyList<string> notes) = StateChecks.Read(command.State ?? default);
        long step = (long)Number(command.Step, -1, 1e9);
        await workshop.Turn(() => present.Branch(state.Networks![^1]!, step < 0 ? present.Courses[0].Steps : step), cancellation).ConfigureAwait(false);
        shown = -1;
        await Announce(notes).ConfigureAwait(false);
    }

    private async Task Announce(IReadOnlyList<string> notes)
    {
        await Send(bench!.Ready(notes), PlaygroundJson.Default.ReadyDocument).ConfigureAwait(false);
        await Send(bench!.PlaneOf(), PlaygroundJson.Default.PlaneDocument).ConfigureAwait(false);
        isDirty = true;
    }

    private async Task Export(SessionCommand command, Bench present)
    {
        Course course = present.Courses[(int)Math.Min(Number(command.Network, 0, 1), present.Courses.Count - 1)];
        object? made = null;
        await workshop.Turn(() => made = Exports.Make(command.Format, course.Trainee, shown < 0 ? course.Model : course.At(shown).Model, workshop.Options.CommandLine), cancellation).ConfigureAwait(false);
        await (made switch
        {
            FileDocument file => Send(file, PlaygroundJson.Default.FileDocument),
            TextDocument text => Send(text, PlaygroundJson.Default.TextDocument),
            _ => Task.CompletedTask,
        }).ConfigureAwait(false);
    }

    private static double Number(double? given, double least, double most) => given is { } value && !double.IsNaN(value) ? Math.Clamp(value, least, most) : least;
}
