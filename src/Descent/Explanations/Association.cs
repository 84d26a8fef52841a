using Descent.Data;

namespace Descent;

/// <summary>Finds associated columns.</summary>
internal static class Association
{
    /// <summary>Finds all pairs whose association is at least <see cref="ColumnAssociation.Strong"/>, the strongest first.</summary>
    public static IReadOnlyList<ColumnAssociation> Of(Preprocessor preprocessor, ExplainedRows rows)
    {
        IReadOnlyList<EncodedColumn> features = preprocessor.Features;
        Side[] sides = [.. features.Select((feature, i) => Side.Of(rows, rows.Ranges[i], IsCategory(preprocessor.Schema, feature)))];
        List<ColumnAssociation> found = [];
        for (int i = 0; i < sides.Length; i++)
        {
            for (int j = i + 1; j < sides.Length; j++)
            {
                (AssociationMeasure measure, double value) = Of(sides[i], sides[j]);
                if (Math.Abs(value) >= ColumnAssociation.Strong)
                {
                    found.Add(new ColumnAssociation(features[i].Name, features[j].Name, measure, value));
                }
            }
        }

        return [.. found.OrderByDescending(pair => Math.Abs(pair.Value))];
    }

    /// <summary>Finds the groups of columns that are connected by pairs, as indices of the names.</summary>
    public static IEnumerable<int[]> Groups(IReadOnlyList<ColumnAssociation> pairs, IReadOnlyList<string> names)
    {
        int[] group = [.. Enumerable.Range(0, names.Count)];
        Dictionary<string, int> places = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        foreach (ColumnAssociation pair in pairs)
        {
            int kept = group[places[pair.First]], joined = group[places[pair.Second]];
            for (int column = 0; column < group.Length; column++)
            {
                group[column] = group[column] == joined ? kept : group[column];
            }
        }

        return [.. Enumerable.Range(0, names.Count).GroupBy(column => group[column]).Where(own => own.Count() > 1).Select(own => own.ToArray())];
    }

    private static bool IsCategory(Schema schema, EncodedColumn feature) => schema.Columns.First(column => column.Name == feature.Name).Kind is ColumnKind.Categorical or ColumnKind.Presence;

    private static (AssociationMeasure Measure, double Value) Of(Side one, Side other) => (one.Levels, other.Levels) switch
    {
        (0, 0) => (AssociationMeasure.Spearman, Pearson(one.Values, other.Values)),
        ( > 0, > 0) => (AssociationMeasure.CramersV, CramersV(one, other)),
        (0, _) => (AssociationMeasure.CorrelationRatio, CorrelationRatio(other, one.Values)),
        _ => (AssociationMeasure.CorrelationRatio, CorrelationRatio(one, other.Values)),
    };

    private static double Pearson(double[] one, double[] other)
    {
        double meanOne = one.Average(), meanOther = other.Average(), products = 0, squares = 0, otherSquares = 0;
        for (int row = 0; row < one.Length; row++)
        {
            double a = one[row] - meanOne, b = other[row] - meanOther;
            products += a * b;
            squares += a * a;
            otherSquares += b * b;
        }

        return squares > 0 && otherSquares > 0 ? Math.Clamp(products / Math.Sqrt(squares * otherSquares), -1, 1) : 0;
    }

    private static double CramersV(Side one, Side other)
    {
        double[,] counts = new double[one.Levels, other.Levels];
        double[] rows = new double[one.Levels], columns = new double[other.Levels];
        for (int i = 0; i < one.Values.Length; i++)
        {
            (int row, int column) = ((int)one.Values[i], (int)other.Values[i]);
            counts[row, column]++;
            rows[row]++;
            columns[column]++;
        }

        int least = Math.Min(rows.Count(count => count > 0), columns.Count(count => count > 0)) - 1;
        double share = 0;
        for (int row = 0; row < one.Levels; row++)
        {
            for (int column = 0; column < other.Levels; column++)
            {
                share += counts[row, column] > 0 ? counts[row, column] * counts[row, column] / (rows[row] * columns[column]) : 0;
            }
        }

        // χ²/n is Σ nᵢⱼ² / (nᵢ nⱼ) − 1.
        return least < 1 ? 0 : Math.Min(1, Math.Sqrt(Math.Max(0, share - 1) / least));
    }

    private static double CorrelationRatio(Side categories, double[] ranks)
    {
        double[] sums = new double[categories.Levels], counts = new double[categories.Levels];
        double mean = ranks.Average(), all = 0, between = 0;
        for (int row = 0; row < ranks.Length; row++)
        {
            sums[(int)categories.Values[row]] += ranks[row] - mean;
            counts[(int)categories.Values[row]]++;
            all += (ranks[row] - mean) * (ranks[row] - mean);
        }

        for (int level = 0; level < sums.Length; level++)
        {
            between += counts[level] > 0 ? sums[level] * sums[level] / counts[level] : 0;
        }

        // If there are nearly as many categories as rows, they explain all variance, which means nothing.
        return all > 0 && counts.Count(count => count > 0) <= ranks.Length / 5 ? Math.Sqrt(between / all) : 0;
    }

    /// <summary>A column as ranks, or as the indices of its categories.</summary>
    private sealed record Side(double[] Values, int Levels)
    {
        public static Side Of(ExplainedRows rows, (int From, int To) range, bool isCategory)
        {
            double[] values = new double[rows.Count];
            int width = range.To - range.From;
            ReadOnlySpan<float> inputs = rows.Data.Inputs.Span;
            for (int row = 0; row < values.Length; row++)
            {
                ReadOnlySpan<float> own = inputs.Slice((row * rows.Width) + range.From, width);
                values[row] = isCategory ? own.IndexOf(1f) + 1 : own[0];
            }

            return isCategory ? new Side(values, width + 1) : new Side(Ranks(values), 0);
        }

        private static double[] Ranks(double[] values)
        {
            int[] order = [.. Enumerable.Range(0, values.Length)];
            double[] sorted = (double[])values.Clone(), ranks = new double[values.Length];
            Array.Sort(sorted, order);
            for (int first = 0, next; first < order.Length; first = next)
            {
                for (next = first + 1; next < order.Length && sorted[next] == sorted[first]; next++)
                {
                }

                for (int i = first; i < next; i++)
                {
                    ranks[order[i]] = (first + next - 1) / 2.0;
                }
            }

            return ranks;
        }
    }
}
