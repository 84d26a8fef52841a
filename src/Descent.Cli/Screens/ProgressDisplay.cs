using System.Globalization;

namespace Descent.Cli.Screens;

/// <summary>
/// The course of training while it happens: one line that is written over on a terminal, some lines elsewhere.
/// </summary>
/// <param name="screen">Where it is shown.</param>
/// <param name="trainings">How many trainings share the lines.</param>
internal sealed class ProgressDisplay(Screen screen, int trainings = 1) : IProgress<TrainingProgress>, IProgress<RecipeProgress>
{
    private const int BarWidth = 20, NarrowestBar = 6;

    private TrainingProgress? open;
    private bool isTrying;

    /// <summary>What stands before everything else, such as which fold is trained.</summary>
    public string Prefix { get; set; } = "";

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (screen.Terminal.IsTerminal)
        {
            WriteOver(value, isOver: false);
            open = value;
        }
        else if (value.Finished is { } epoch && Milestones.IsOne(epoch.Epoch, value.Epochs, trainings))
        {
            screen.Line($"{Prefix}epoch {epoch.Epoch}/{value.Epochs}  {Losses(epoch.Loss, epoch.ValidationLoss)}");
        }
    }

    /// <inheritdoc/>
    public void Report(RecipeProgress value)
    {
        string line = $"{Prefix}trying {value.Recipe}, {value.Number} of {value.Recipes}";
        if (!screen.Terminal.IsTerminal)
        {
            screen.Line(line);
            return;
        }

        int room = Math.Max(1, screen.Width - 1);
        screen.Writer.Write($"\r{TextWidth.PadRight(Wrapping.Shorten(line, room), room)}");
        screen.Writer.Flush();
        isTrying = true;
    }

    /// <summary>Leaves the line, so that what follows stands below it.</summary>
    public void End()
    {
        if (isTrying)
        {
            screen.Line();
            isTrying = false;
        }

        if (open is not null)
        {
            // Early stopping and Ctrl-C end before the last epoch: what would have been left is no longer true.
            WriteOver(open, isOver: true);
            screen.Line();
            open = null;
        }
    }

    // A line as long as the terminal is wide would wrap; blanks wipe out what stood there before, without control codes.
    private void WriteOver(TrainingProgress value, bool isOver)
    {
        int room = Math.Max(1, screen.Width - 1);
        screen.Writer.Write($"\r{TextWidth.PadRight(Wrapping.Shorten(Line(value, room, isOver), room), room)}");
        screen.Writer.Flush();
    }

    // The parts of the line, the least important last: as many as there is room for.
    private string Line(TrainingProgress value, int room, bool isOver)
    {
        string[] parts =
        [
            $"{Prefix}epoch {value.Epoch}/{value.Epochs}",
            Losses(value.Loss, value.ValidationLoss),
            // What the first steps take, with all the preparations that come only once, says little about the rest.
            isOver || (value.Epoch == 1 && value.Finished is null) ? "" : $"{Time(value.Remaining)} left",
            string.Create(CultureInfo.InvariantCulture, $"{value.RowsPerSecond:#,0} rows/s"),
        ];
        string line = parts[0];
        foreach (string part in parts.Skip(1).Where(part => part.Length > 0))
        {
            if (line.Length + 2 + part.Length > room)
            {
                break;
            }

            line += $"  {part}";
        }

        int bar = Math.Min(BarWidth, room - line.Length - 2);
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
