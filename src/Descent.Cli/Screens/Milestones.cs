namespace Descent.Cli.Screens;

/// <summary>Which of many steps get a line where lines cannot be written over: about fifteen in all, the first and the last among them.</summary>
internal static class Milestones
{
    private const int Lines = 15;

    /// <summary>Whether a step is said.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="steps">How many there are.</param>
    /// <param name="shares">How many such rows of steps share the lines; each gets one at least.</param>
    public static bool IsOne(int step, int steps, int shares = 1)
    {
        int every = Math.Max(1, (steps + Math.Max(1, Lines / shares) - 1) / Math.Max(1, Lines / shares));
        // Of a single long training the first line comes soon; of many short ones each has a line to itself anyway.
        return step == steps || step % every == 0 || (step == 1 && shares == 1);
    }
}
