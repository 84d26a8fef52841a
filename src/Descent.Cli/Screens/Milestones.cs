namespace Descent.Cli.Screens;

/// <summary>Which of many steps are reported where lines cannot be overwritten: about fifteen, the first and the last among them.</summary>
internal static class Milestones
{
    private const int Lines = 15;

    /// <summary>Whether a step is reported.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="shares">How many such sequences share the lines; each gets at least one.</param>
    public static bool IsOne(int step, int steps, int shares = 1)
    {
        int every = Math.Max(1, (steps + Math.Max(1, Lines / shares) - 1) / Math.Max(1, Lines / shares));
        // A single long training soon shows its first line; each of many short ones has a line anyway.
        return step == steps || step % every == 0 || (step == 1 && shares == 1);
    }
}
