namespace Descent.Data;

/// <summary>
/// Divides rows with several yes-or-no answers among parts so that each part has its share of every answer (Sechidis, Tsoumakas
/// and Vlahavas, "On the stratification of multi-label data", 2011).
/// </summary>
/// <remarks>
/// It differs from the paper in two ways. Parts have fixed sizes: a full part gets no more rows. And for each question, the rarer
/// answer is distributed, whether it is "yes" or "no".
/// </remarks>
internal static class IterativeStratification
{
    /// <summary>Assigns each row to a part.</summary>
    /// <param name="answers">rows × questions.</param>
    /// <param name="sizes">The number of rows of each part; their sum is the number of all rows.</param>
    /// <param name="order">The rows in a random order.</param>
    public static int[] Assign(bool[,] answers, ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        (int rows, int questions) = (answers.GetLength(0), answers.GetLength(1));
        bool[] rare = new bool[questions];
        int[] remaining = new int[questions], room = sizes.ToArray(), parts = new int[rows];
        double[][] wanted = new double[room.Length][];
        for (int question = 0; question < questions; question++)
        {
            int yes = Enumerable.Range(0, rows).Count(row => answers[row, question]);
            rare[question] = 2 * yes <= rows;
            remaining[question] = Math.Min(yes, rows - yes);
        }

        for (int part = 0; part < room.Length; part++)
        {
            wanted[part] = Array.ConvertAll(remaining, count => (double)count * room[part] / Math.Max(1, rows));
        }

        Array.Fill(parts, -1);
        while (remaining.Any(count => count > 0))
        {
            // The rarest answer first, because it leaves the least choice.
            int rarest = Enumerable.Range(0, questions).Where(question => remaining[question] > 0).MinBy(question => remaining[question]);
            foreach (int row in order)
            {
                if (parts[row] < 0 && answers[row, rarest] == rare[rarest])
                {
                    Put(row, Neediest(room, part => wanted[part][rarest]));
                }
            }
        }

        foreach (int row in order)
        {
            if (parts[row] < 0)
            {
                Put(row, Neediest(room, _ => 0));
            }
        }

        return parts;

        void Put(int row, int part)
        {
            parts[row] = part;
            room[part]--;
            for (int question = 0; question < questions; question++)
            {
                if (answers[row, question] == rare[question])
                {
                    wanted[part][question]--;
                    remaining[question]--;
                }
            }
        }
    }

    /// <summary>Of the parts that are not full, the one that lacks most rows of this answer; among equal ones, the one with the most
    /// free rows.</summary>
    private static int Neediest(int[] room, Func<int, double> wanted)
    {
        int best = -1;
        for (int part = 0; part < room.Length; part++)
        {
            if (room[part] > 0 && (best < 0 || wanted(part) > wanted(best) || (wanted(part) == wanted(best) && room[part] > room[best])))
            {
                best = part;
            }
        }

        return best;
    }
}
