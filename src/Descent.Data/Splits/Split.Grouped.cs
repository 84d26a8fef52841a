using System.Globalization;

namespace Descent.Data;

/// <content>Splits that keep groups of rows together.</content>
public sealed partial class Split
{
    /// <summary>
    /// Splits rows so that no group is in two parts. Groups are taken in random order; each goes to the test part if that brings
    /// its size closer to the fraction, else to the validation part by the same rule, else to the training part. Every requested
    /// part gets at least one group, so its size may miss the fraction if groups are large. Classes are not balanced.
    /// </summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="groups">The group of each of these rows (see <see cref="Groups.Of"/>).</param>
    /// <param name="test">The fraction of test rows, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">The fraction of validation rows, 0 ≤ validation &lt; 1 − test.</param>
    /// <param name="seed">The seed of the random order.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If there are fewer groups than parts, or too few rows for the fractions.</exception>
    public static Split Grouped(ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, double test = 0.2, double validation = 0, ulong seed = 1)
    {
        (int testCount, int validationCount) = Counts(rows.Length, test, validation);
        List<int[]> left = [.. Groups.Shuffled(rows.Length, groups, seed, 0)];
        int all = left.Count, parts = 1 + (test > 0 ? 1 : 0) + (validation > 0 ? 1 : 0);
        if (all < parts)
        {
            throw new DataException($"{all} {(all == 1 ? "group" : "groups")} cannot be split into {parts} parts ({(validation > 0 ? test > 0 ? "training, validation, test" : "training, validation" : "training, test")}) without dividing one. Add groups, or use no validation or test rows (fractions of 0).");
        }

        List<int[]> forTest = Take(left, testCount, parts - 1), forValidation = Take(left, validationCount, 1);
        List<Notice> notices = [Notice.Information($"{all} groups of rows stay together: {left.Count} to train on{Words(forValidation, "validation")}{Words(forTest, "test")}.")];
        Warn(notices, forTest, testCount, rows.Length, "test");
        Warn(notices, forValidation, validationCount, rows.Length, "validation");
        return Make(rows, [.. left.SelectMany(group => group)], [.. forValidation.SelectMany(group => group)], [.. forTest.SelectMany(group => group)], notices);
    }

    private static List<int[]> Take(List<int[]> left, int wanted, int keep)
    {
        List<int[]> taken = [];
        if (wanted == 0)
        {
            return taken;
        }

        int rows = 0;
        foreach (int[] group in left.ToArray())
        {
            if (left.Count > keep && group.Length <= 2 * (wanted - rows))
            {
                left.Remove(group);
                taken.Add(group);
                rows += group.Length;
            }
        }

        if (taken.Count == 0 && left.MinBy(group => group.Length) is { } smallest)
        {
            left.Remove(smallest);
            taken.Add(smallest);
        }

        return taken;
    }

    private static string Words(List<int[]> groups, string part) => groups.Count == 0 ? "" : $", {groups.Count} for {part}";

    private static void Warn(List<Notice> notices, List<int[]> groups, int wanted, int rows, string part)
    {
        int got = groups.Sum(group => group.Length);
        if (Math.Abs(got - wanted) > Math.Max(1, wanted / 2))
        {
            notices.Add(Notice.Warning(string.Create(CultureInfo.InvariantCulture, $"The groups are so large that {got} of {rows} rows are {part} rows instead of {wanted}."), Remedy.FromAdvice("choose a finer group, or other fractions")));
        }
    }
}
