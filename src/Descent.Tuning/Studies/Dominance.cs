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

    /// <summary>The number of the front of each point: 0 for those that none dominates, 1 for those that only these dominate, and so on.</summary>
    public static int[] Fronts(double[][] losses)
    {
        int[] fronts = new int[losses.Length];
        Array.Fill(fronts, -1);
        for (int front = 0; fronts.Contains(-1); front++)
        {
            int[] left = [.. Enumerable.Range(0, losses.Length).Where(i => fronts[i] < 0)];
            foreach (int i in left.Where(i => !left.Any(j => Dominates(losses[j], losses[i]))).ToArray())
            {
                fronts[i] = front;
            }
        }

        return fronts;
    }

    /// <summary>
    /// The crowding distance of each point among those of its front, for each objective the distance of its two neighbors, divided by the range
    /// of the front, infinite at the ends: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002.
    /// </summary>
    public static double[] Crowding(double[][] losses, int[] fronts)
    {
        double[] distances = new double[losses.Length];
        foreach (int[] front in Enumerable.Range(0, losses.Length).GroupBy(i => fronts[i]).Select(group => group.ToArray()))
        {
            for (int objective = 0; objective < losses[0].Length; objective++)
            {
                int[] order = [.. front.OrderBy(i => losses[i][objective])];
                double range = losses[order[^1]][objective] - losses[order[0]][objective];
                for (int k = 0; k < order.Length; k++)
                {
                    bool isEnd = k == 0 || k == order.Length - 1;
                    distances[order[k]] += isEnd ? double.PositiveInfinity : range > 0 ? (losses[order[k + 1]][objective] - losses[order[k - 1]][objective]) / range : 0;
                }
            }
        }

        return distances;
    }

    /// <summary>The indices of the points by front, and within a front by falling crowding distance.</summary>
    public static IEnumerable<int> Order(double[][] losses)
    {
        int[] fronts = Fronts(losses);
        double[] crowding = Crowding(losses, fronts);
        return Enumerable.Range(0, losses.Length).OrderBy(i => fronts[i]).ThenByDescending(i => crowding[i]);
    }
}
