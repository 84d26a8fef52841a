namespace Descent.Cli.Screens;

/// <summary>The progress of training: one line that is overwritten on a terminal, some lines elsewhere.</summary>
/// <param name="screen">Where it is shown.</param>
/// <param name="trainings">How many trainings share the lines.</param>
internal sealed class ProgressDisplay(Screen screen, int trainings = 1) : IProgress<TrainingProgress>, IProgress<RecipeProgress>, IProgress<MemberProgress>
{
    private const int BarWidth = 20, NarrowestBar = 6;

    private TrainingProgress? open;
    private bool isTrying;

    /// <summary>The beginning of each line, such as the fold that is trained.</summary>
    public string Prefix { get; set; } = "";

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (screen.Terminal.IsTerminal)
        {
            screen.WriteOver(Line(value, isOver: false));
            open = value;
        }
        else if (value.Finished is { } epoch && Milestones.IsOne(epoch.Epoch, value.Epochs, trainings))
        {
            screen.Line($"{Prefix}epoch {epoch.Epoch}/{value.Epochs}  {Losses(epoch.Loss, epoch.ValidationLoss)}");
        }
    }

    /// <inheritdoc/>
    public void Report(RecipeProgress value) => Write($"{Prefix}trying {value.Recipe}, {value.Number} of {value.Recipes}");

    /// <inheritdoc/>
    public void Report(MemberProgress value)
    {
        if (screen.Terminal.IsTerminal || Milestones.IsOne(value.Finished, value.Networks, trainings))
        {
            Write($"{Prefix}{value.Method.Name}: {value.Finished} of {value.Networks} networks trained");
        }
    }

    private void Write(string line)
    {
        if (!screen.Terminal.IsTerminal)
        {
            screen.Line(line);
            return;
        }

        screen.WriteOver(line);
        isTrying = true;
    }

    /// <summary>Ends the line, so that further output follows below it.</summary>
    public void End()
    {
        if (isTrying)
        {
            screen.Line();
            isTrying = false;
        }

        if (open is not null)
        {
            // Early stopping and Ctrl-C end before the last epoch, so the remaining time is no longer true.
            screen.WriteOver(Line(open, isOver: true));
            screen.Line();
            open = null;
        }
    }

    // The parts of the line, the least important last: as many as fit.
    private string Line(TrainingProgress value, bool isOver)
    {
        string[] parts =
        [
            $"{Prefix}epoch {value.Epoch}/{value.Epochs}",
            Losses(value.Loss, value.ValidationLoss),
            // The first steps include all preparations, so their time says little about the rest.
            isOver || (value.Epoch == 1 && value.Finished is null) ? "" : $"{Time(value.Remaining)} left",
            string.Create(CultureInfo.InvariantCulture, $"{value.RowsPerSecond:#,0} rows/s"),
        ];
        string line = parts[0];
        foreach (string part in parts.Skip(1).Where(part => part.Length > 0))
        {
            if (TextWidth.Of(line) + 2 + part.Length > screen.Room)
            {
                break;
            }

            line += $"  {part}";
        }

        int bar = Math.Min(BarWidth, screen.Room - TextWidth.Of(line) - 2);
        double done = (value.Epoch - 1 + ((double)value.Step / value.StepsPerEpoch)) / Math.Max(1, value.Epochs);
        return bar < NarrowestBar ? line : $"{Bar(done, bar)}  {line}";
    }

    private static string Bar(double done, int width)
    {
        int full = (int)(Math.Clamp(done, 0, 1) * width);
        return new string('█', full) + new string('░', width - full);
    }

    private static string Losses(double loss, double? validation) =>
        $"loss {Fixed.Text(loss)}{(validation is { } other ? $"  validation {Fixed.Text(other)}" : "")}";

    private static string Time(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}")
        : time.ToString("m\\:ss", CultureInfo.InvariantCulture);
}
