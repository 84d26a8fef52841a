namespace Descent.Cli.Verbs;

/// <summary>The progress of a comparison: one line that is overwritten on a terminal, otherwise a line per training.</summary>
internal sealed class ComparisonDisplay(Screen screen, int trainings) : IProgress<ComparisonProgress>
{
    private readonly ProgressDisplay line = new(screen);
    private int finished;
    private (Variant Variant, ulong Seed, int Fold)? shown;

    /// <inheritdoc/>
    public void Report(ComparisonProgress value)
    {
        string name = $"{value.Variant.Name}, seed {value.Seed}, fold {value.Fold}";
        if (value.Finished is { } run)
        {
            finished++;
            shown = shown == (value.Variant, value.Seed, value.Fold) ? null : shown;
            if (!screen.Terminal.IsTerminal)
            {
                WriteFinished(name, run);
            }
            else if (finished == trainings)
            {
                line.Prefix = $"{finished}/{trainings} done  {Wrapping.Shorten(name, 35)}  ";
                line.End();
            }
        }
        else if (screen.Terminal.IsTerminal && value.Training is { } training)
        {
            // Several variants train at the same time: the line follows one of them to its end.
            shown ??= (value.Variant, value.Seed, value.Fold);
            if (shown == (value.Variant, value.Seed, value.Fold))
            {
                line.Prefix = $"{finished}/{trainings} done  {Wrapping.Shorten(name, 35)}  ";
                line.Report(training);
            }
        }
    }

    // A failure is always reported.
    private void WriteFinished(string name, VariantRun run)
    {
        if (run.Failure is not null)
        {
            screen.Line($"{finished}/{trainings}  {name}: failed");
        }
        else if (Milestones.IsOne(finished, trainings))
        {
            string score = string.Join(", ", run.Scores.Take(1).Select(score => $"{StandardMetrics.NameOf(score.Key)} {Judgement.Number(score.Key, score.Value)}"));
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{finished}/{trainings}  {name}: {score}, {Data.Wording.Count(run.Epochs.Count, "epoch")}, {run.Seconds:0.00} s"));
        }
    }
}
