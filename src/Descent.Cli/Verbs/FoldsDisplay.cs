namespace Descent.Cli.Verbs;

/// <summary>The progress of a cross-validation: one line that is overwritten on a terminal and follows one fold at a time, otherwise a line per finished fold.</summary>
internal sealed class FoldsDisplay(Screen screen, int folds) : IProgress<FoldProgress>
{
    private int? shown;

    /// <summary>The line on a terminal.</summary>
    public ProgressDisplay Line { get; } = new(screen);

    /// <inheritdoc/>
    public void Report(FoldProgress value)
    {
        if (value is { Training: null, Recipe: null })
        {
            shown = shown == value.Fold ? null : shown;
            // What stays of the line at the end must say how many were trained.
            Line.Prefix = $"{value.Finished}/{folds} folds  ";
            if (!screen.Terminal.IsTerminal && Milestones.IsOne(value.Finished, folds))
            {
                screen.Line($"{value.Finished}/{folds} folds trained");
            }

            return;
        }

        shown ??= value.Fold;
        if (!screen.Terminal.IsTerminal || shown != value.Fold)
        {
            return;
        }

        Line.Prefix = $"{value.Finished}/{folds} folds  ";
        if (value.Recipe is { } recipe)
        {
            Line.Report(recipe);
        }
        else
        {
            Line.Report(value.Training!);
        }
    }
}
