namespace Descent;

/// <summary>How well the rarest class is recognized.</summary>
internal static class ClassRecall
{
    /// <summary>The share below which a class is rare: a tenth.</summary>
    public const double RareShare = 0.1;

    /// <summary>Gets the rarest class of an outcome with its share and the share of its rows that are recognized; null without classes.</summary>
    public static (int Class, double Share, double Recall)? Rarest(Outcome outcome)
    {
        if (outcome.Form is not (OutcomeForm.Binary or OutcomeForm.Multiclass))
        {
            return null;
        }

        int columns = outcome.Columns, classes = Math.Max(2, columns);
        int[] rows = new int[classes], right = new int[classes];
        for (int row = 0; row < outcome.Rows; row++)
        {
            int actual = ClassOf(outcome.Targets.Span.Slice(row * columns, columns)), predicted = ClassOf(outcome.Outputs.Span.Slice(row * columns, columns));
            rows[actual]++;
            right[actual] += actual == predicted ? 1 : 0;
        }

        int rarest = Enumerable.Range(0, classes).Where(own => rows[own] > 0).MinBy(own => rows[own]);
        return (rarest, (double)rows[rarest] / outcome.Rows, (double)right[rarest] / rows[rarest]);
    }

    private static int ClassOf(ReadOnlySpan<double> values)
    {
        if (values.Length == 1)
        {
            return values[0] > 0.5 ? 1 : 0;
        }

        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
