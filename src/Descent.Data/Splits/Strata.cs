using Descent.Numerics;

namespace Descent.Data;

/// <summary>Groups rows by class, and computes how many rows of each group a part gets.</summary>
internal static class Strata
{
    /// <summary>0 … count − 1 in an order that depends only on the seed and the use.</summary>
    public static int[] Shuffled(int count, ulong seed, ulong use)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new CounterRandom(seed, Streams.Split + use).Shuffle<int>(order);
        return order;
    }

    /// <summary>For each class that occurs, in order, the indices of its rows in random order.</summary>
    public static int[][] ByClass(int count, ReadOnlySpan<int> classes, ulong seed, ulong use)
    {
        if (classes.Length != count)
        {
            throw new DataException($"{classes.Length} classes were given for {count} rows; give one class per row.");
        }

        int[] labels = classes.ToArray();
        return [.. Shuffled(count, seed, use).GroupBy(place => labels[place]).OrderBy(group => group.Key).Select(group => group.ToArray())];
    }

    public static void RequireAnswers(int count, bool[,] answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.GetLength(0) != count)
        {
            throw new DataException($"The answers of {answers.GetLength(0)} rows were given for {count} rows; give the answers of each row.");
        }
    }

    /// <summary>
    /// Divides <paramref name="wanted"/> rows among groups in proportion to their sizes: integer parts first, then one each to
    /// the largest remainders (among equal ones, the earlier group), but never the last row of a group.
    /// </summary>
    public static int[] Shares(int[] sizes, int wanted)
    {
        long total = sizes.Sum(size => (long)size);
        int[] shares = Array.ConvertAll(sizes, size => total == 0 ? 0 : Math.Min((int)((long)size * wanted / total), size - 1));
        int left = wanted - shares.Sum();
        int[] byRemainder = [.. Enumerable.Range(0, sizes.Length).OrderByDescending(i => total == 0 ? 0 : (long)sizes[i] * wanted % total)];
        bool given = true;
        while (left > 0 && given)
        {
            given = false;
            foreach (int i in byRemainder)
            {
                if (left > 0 && shares[i] < sizes[i] - 1)
                {
                    shares[i]++;
                    left--;
                    given = true;
                }
            }
        }

        return shares;
    }
}
