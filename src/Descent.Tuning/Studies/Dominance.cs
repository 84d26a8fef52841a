namespace Descent.Tuning;

/// <summary>Compares the values of several objectives.</summary>
internal static class Dominance
{
    /// <summary>The values of a trial as losses: values that are to be large are negative.</summary>
    public static double[] Losses(Trial trial, IReadOnlyList<StudyDirection> directions) =>
        [.. trial.Values.Select((value, i) => directions[i] == StudyDirection.Maximize ? -value : value)];

    /// <summary>Whether a is at least as good as b in all objectives, and better in one.</summary>
    public static bool Dominates(double[] a, double[] b)
    {
        bool isBetter = false;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] > b[i])
            {
                return false;
            }

            isBetter |= a[i] < b[i];
        }

        return isBetter;
    }
}
