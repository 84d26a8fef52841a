using System.Globalization;
using Descent.Cli.Screens;

namespace Descent.Cli.Verbs;

/// <summary>The course of a comparison while it happens: a line that is written over on a terminal, a line per training elsewhere.</summary>
internal sealed class ComparisonDisplay(Screen screen, int trainings) : IProgress<ComparisonProgress>
{
    private readonly ProgressDisplay line = new(screen);
    private int finished;
    private (Variant Variant, ulong Seed)? shown;

    /// <inheritdoc/>
    public void Report(ComparisonProgress value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{value.Variant.Name}, seed {value.Seed}");
        if (value.Finished is { } run)
        {
            finished++;
            shown = shown == (value.Variant, value.Seed) ? null : shown;
            string which = string.Create(CultureInfo.InvariantCulture, $"{finished}/{trainings}  {name}");
            if (!screen.Terminal.IsTerminal)
            {
                // A failure is always told.
                if (run.Failure is null && !Milestones.IsOne(finished, trainings))
                {
                    return;
                }

                screen.Line(run.Failure is null
                    ? string.Create(CultureInfo.InvariantCulture, $"{which}: {string.Join(", ", run.Scores.Take(1).Select(score => $"{StandardMetrics.NameOf(score.Key)} {Judgement.Number(score.Key, score.Value)}"))}, {Data.Wording.Count(run.Epochs.Count, "epoch")}, {run.Seconds:0.00} s")
                    : $"{which}: failed");
            }
            else if (finished == trainings)
            {
                line.End();
            }
        }
        else if (screen.Terminal.IsTerminal && value.Training is { } training)
        {
            // Several variants train at the same time: the line follows one of them to its end.
            shown ??= (value.Variant, value.Seed);
            if (shown == (value.Variant, value.Seed))
            {
                line.Prefix = string.Create(CultureInfo.InvariantCulture, $"{finished}/{trainings} done  {Wrapping.Shorten(name, 35)}  ");
                line.Report(training);
            }
        }
    }
}
