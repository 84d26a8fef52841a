using System.Text.RegularExpressions;

namespace Descent.Cli.Verbs;

/// <summary>Writes a recording for people.</summary>
internal static partial class RecordingText
{
    private const int WidestPlot = 100, MostRows = 32, MostEpochs = 12;

    /// <summary>An update, with the sizes of what it changed.</summary>
    public static UpdateDocument Of<T>(RecordedStep<T> update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            update.Step, update.Epoch, update.Loss, update.Rows,
            update.Parameters.Select(parameter => new UpdatedParameterDocument(
                parameter.Name, parameter.Shape, parameter.LearningRate, Norm(parameter.Before), parameter.Gradient.Length == 0 ? double.NaN : Norm(parameter.Gradient), Norm([.. parameter.After.Zip(parameter.Before, (after, before) => after - before)]))));

    /// <summary>The update of a weight named as <c>layers.0.weight[2,1]</c>.</summary>
    public static WeightDocument Weight<T>(RunRecording<T> recording, RecordedStep<T> update, string text)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Match match = Place().Match(text);
        UsageException.ThrowIf(!match.Success, $"--weight must be the name of a parameter and a place in it, as layers.0.weight[2,1], but is '{text}'.");
        RecordedParameter<T> parameter = UsageException.Checked(() => update[match.Groups["name"].Value]);
        int[] place = [.. match.Groups["place"].Value.Split(',').Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : int.MaxValue)];
        bool isWithin = place.Length == parameter.Shape.Count && place.Zip(parameter.Shape).All(pair => pair.First < pair.Second);
        UsageException.ThrowIf(!isWithin, $"--weight: {parameter.Name} has the shape [{string.Join(", ", parameter.Shape)}], counted from 0, so there is no {text}.");
        int at = place.Zip(parameter.Shape).Aggregate(0, (sum, pair) => (sum * pair.Second) + pair.First);
        TrainingPosition position = new(update.Step - 1, recording.StepsPerEpoch) { RunEpochs = Math.Max(1, recording.Options.Epochs), Losses = recording.Epochs.Take(update.Epoch - 1).Select(epoch => epoch.ValidationLoss ?? epoch.Loss).ToArray() };
        UpdateExplanation explanation = UsageException.Checked(() => UpdateExplanation.Of(parameter, at, recording.Options.Optimizer, position));
        return new(text, double.CreateTruncating(parameter.Before[at]), double.CreateTruncating(parameter.Gradient[at]), double.CreateTruncating(parameter.After[at]), explanation.Formula ?? Catalogue.Find(Catalogue.NameOf(recording.Options.Optimizer))!.Formula, explanation.Lines);
    }

    /// <summary>Saves a recording; if its file cannot be written, it is kept elsewhere, and an error says where.</summary>
    /// <returns>Where it is; null if it could not be written anywhere.</returns>
    public static string? Save<T>(Call call, string path, RunRecording<T> recording)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            RunRecordingFile.Save(path, recording);
            return path;
        }
        catch (ModelFileException refused)
        {
            try
            {
                string kept = AtomicFile.WriteOrKeepElsewhere(path, stream => RunRecordingFile.Save(stream, recording));
                call.People.Error($"{refused.Message} The recording was kept as {kept}.");
                return kept;
            }
            catch (ModelFileException fault)
            {
                call.People.Error($"{fault.Message} The recording is lost.");
                return null;
            }
        }
    }

    /// <summary>Writes a recording: its course, or the update that was asked for.</summary>
    public static void Write<T>(Screen screen, string file, RunRecording<T> recording, long at, UpdateDocument? update)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        screen.Line($"{file}: {Wording.Count(recording.Steps - recording.FirstStep, "update")} in {Wording.Count(recording.Epochs.Count, "epoch")}, {Wording.Count(recording.Checkpoints.Count, "state")} kept", Ink.Bold);
        if (update is null)
        {
            screen.Fact("network", string.Join(", ", recording.Network.Select(Catalogue.ToText)));
            screen.Fact("optimizer", Catalogue.ToText(recording.Options.Optimizer));
            screen.Fact("loss", Catalogue.ToText(recording.Options.Loss));
            screen.Fact("rows", $"{recording.Rows.Rows:#,0}, {Wording.Count(recording.StepsPerEpoch, "update")} per epoch");
            screen.Fact("ended", recording.Failure ?? (recording.History is { } history ? $"{Words.Of(history.Stop)}; the model has the weights of epoch {history.BestEpoch}" : "not yet"));
            if (recording.Epochs.Count > 1)
            {
                screen.Lines(CurvePlot.Lines(Curves(("training", recording.Epochs)), "epoch (a: training, b: validation)", Math.Min(screen.Width, WidestPlot)));
            }

            Epochs(screen, recording.Epochs);
            return;
        }

        screen.Heading($"Update {at:#,0}, in epoch {update.Epoch}");
        screen.Fact("rows", $"{string.Join(", ", update.Rows.Take(MostRows))}{(update.Rows.Count > MostRows ? $" … ({update.Rows.Count:#,0} rows)" : "")}");
        screen.Fact("loss", $"{Fixed.Text(update.Loss)} on these rows, before the update");
        if (update.Weight is { } weight)
        {
            screen.Heading($"{weight.Name}: {weight.Formula}");
            screen.Lines(weight.Lines.Select(line => $"  {line}"));
            return;
        }

        screen.Table(
            ["parameter", "shape", "‖θ‖", "‖gradient‖", "‖step‖", "step / θ"],
            update.Parameters.Select(parameter => (string[])[parameter.Name, string.Join(" × ", parameter.Shape), Fixed.Text(parameter.Norm), double.IsNaN(parameter.GradientNorm) ? "" : Fixed.Text(parameter.GradientNorm), Fixed.Text(parameter.StepNorm), parameter.Norm > 0 ? Fixed.Percent(parameter.StepNorm / parameter.Norm) : ""]),
            2..);
    }

    /// <summary>Writes a branch beside the run that it left.</summary>
    public static void WriteBranch<T>(Screen screen, RunRecording<T> recording, long at, TrainingOptions options, History history)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        screen.Line($"From update {at:#,0} with {Catalogue.ToText(options.Optimizer)}, to epoch {history.Epochs.Count}", Ink.Bold);
        screen.Fact("ended", $"{Words.Of(history.Stop)}; the model has the weights of epoch {history.BestEpoch}");
        screen.Lines(CurvePlot.Lines([.. Curves(("the run", recording.Epochs)).Take(1), .. Curves(("the branch", history.Epochs)).Take(1)], "epoch (a: training loss of the run, b: of the branch)", Math.Min(screen.Width, WidestPlot)));
        Epochs(screen, history.Epochs);
    }

    private static IReadOnlyList<Curve> Curves((string Name, IReadOnlyList<EpochRecord> Epochs) course)
    {
        Curve training = new(course.Name, [.. course.Epochs.Select(epoch => ((double)epoch.Epoch, epoch.Loss))]);
        return course.Epochs.Any(epoch => epoch.ValidationLoss is not null)
            ? [training, new Curve("validation", [.. course.Epochs.Select(epoch => ((double)epoch.Epoch, epoch.ValidationLoss ?? double.NaN))])]
            : [training];
    }

    private static void Epochs(Screen screen, IReadOnlyList<EpochRecord> epochs)
    {
        bool isValidated = epochs.Any(epoch => epoch.ValidationLoss is not null);
        screen.Table(
            ["epoch", "loss", .. isValidated ? (string[])["validation"] : [], "learning rate"],
            Curve.Thinned(epochs, MostEpochs).Select(epoch => (string[])[$"{epoch.Epoch}", Fixed.Text(epoch.Loss), .. isValidated ? (string[])[epoch.ValidationLoss is { } loss ? Fixed.Text(loss) : ""] : [], Fixed.Number(epoch.LearningRate)]),
            0..);
    }

    private static double Norm<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Math.Sqrt(values.Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value)));

    [GeneratedRegex(@"^(?<name>.+)\[(?<place>[0-9]+(?:,[0-9]+)*)\]$", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Place();
}
