using Descent.Data;
using static Descent.Findings;

namespace Descent;

/// <summary>What is wrong with the rows, or with the loss and the outputs for these rows.</summary>
internal static class DataFindings
{
    /// <summary>The share of the target's variation that one column must explain to count as a leak. The best columns of honest data sets stay below it: the length of petals explains 94 % of the kinds of iris.</summary>
    public const double LeakLimit = 0.97;

    /// <summary>The ratio of the sizes of two columns above which the smaller one is hardly seen: weights learn in proportion to the size of their inputs.</summary>
    public const double RatioLimit = 100;

    /// <summary>The size of a column above which sums at the initial weights saturate every function. Standardized inputs have a size of 1.</summary>
    public const double SizeLimit = 30;

    /// <summary>The size of targets above which the first errors, and so the first gradients, are large. Outputs begin with a size of about 1.</summary>
    public const double TargetLimit = 100;

    // A few rows outside the range may be mistakes; more are the task.
    private const double OutsideLimit = 0.01;

    /// <summary>Finds everything about the rows, causes first; null for what was not found.</summary>
    public static IEnumerable<Finding?> Of(Examination seen) => [Leaked(seen), Unsuitable(seen), Unscaled(seen), UnscaledTargets(seen)];

    private static Finding? Leaked(Examination seen)
    {
        Dataset<double> rows = seen.Rows;
        if (rows.InputColumns < 2 || rows.Rows < 20)
        {
            return null;
        }

        // A column that separates classes explains the variation between them; one for numbers is compared by values and by ranks.
        bool areClasses = AreClasses(rows, out int[] classes);
        (int Column, double Share) best = Enumerable.Range(0, rows.InputColumns)
            .Select(column => (column, areClasses ? Between(Column(rows.Inputs.Span, rows.InputColumns, column), classes) : Enumerable.Range(0, rows.TargetColumns).Min(target => Alike(Column(rows.Inputs.Span, rows.InputColumns, column), Column(rows.Targets.Span, rows.TargetColumns, target)))))
            .MaxBy(pair => pair.Item2);
        return !(best.Share > LeakLimit) ? null
            : new(FindingKind.LeakedTarget, Text($"Input column {seen.NameOf(best.Column)} alone explains {best.Share:P1} of the variation in the target. Such a column is usually made from the target, and is not known when predicting."),
                [new("leave the column out, unless it will be known", new Remedy(nameof(SchemaOptions.Ignore), seen.InputNames is { } names && best.Column < names.Count ? names[best.Column] : null))],
                [new("explained", best.Share, "share of the target's variation that the column alone explains", $"above {LeakLimit}")])
            {
                Column = best.Column,
            };
    }

    private static Finding? Unsuitable(Examination seen)
    {
        ReadOnlySpan<double> targets = seen.Rows.Targets.Span;
        (double low, double high) = seen.Range switch
        {
            OutputRange.UnitInterval or OutputRange.Distribution => (0.0, 1.0),
            OutputRange.Symmetric => (-1, 1),
            OutputRange.NonNegative => (0, double.PositiveInfinity),
            _ => (double.NegativeInfinity, double.PositiveInfinity),
        };
        int outside = 0, others = 0;
        foreach (double target in targets)
        {
            outside += target < low || target > high ? 1 : 0;
            others += target is 0 or 1 ? 0 : 1;
        }

        double share = (double)outside / targets.Length;
        bool isSquared = seen.Options.Loss is MeanSquaredError or MeanAbsoluteError or Huber or LogCosh;
        string? reason = seen.Range is OutputRange.Distribution or OutputRange.LogDistribution && seen.Rows.TargetColumns == 1 ? "A softmax over a single output is always 1, so the network cannot learn anything."
            : share > OutsideLimit ? Text($"{share:P0} of the targets lie outside {(double.IsInfinity(high) ? "[0, ∞)" : Text($"[{low}, {high}]"))}, the range of the last activation, so the network cannot reach them.")
            : isSquared && others == 0 ? Text($"All targets are 0 or 1, so they are classes, but the loss is {seen.Options.Loss.GetType().Name}, which is for numbers: where a wrong class is predicted with certainty, its gradient is hardly larger than near the right one.")
            : null;
        return reason is null ? null
            : new(FindingKind.UnsuitableOutput, reason,
                share > OutsideLimit || !isSquared
                    ? [new(seen.Range is OutputRange.Distribution or OutputRange.LogDistribution ? "sigmoid with binary_cross_entropy, or one output per class" : "a linear last layer, or targets scaled to its range")]
                    : [new(seen.Rows.TargetColumns > 1 ? "softmax with categorical_cross_entropy, or sigmoid with binary_cross_entropy where classes do not exclude each other" : "sigmoid with binary_cross_entropy", new Remedy(nameof(TableOptions.Loss)))],
                [new("outside", share, "share of the targets outside the range of the outputs", $"above {OutsideLimit}"), new("notZeroOrOne", (double)others / targets.Length, "share of the targets that are neither 0 nor 1", "0, with a loss for numbers")]);
    }

    private static Finding? Unscaled(Examination seen)
    {
        Dataset<double> rows = seen.Rows;
        (int Column, double Size)[] sizes = [.. Enumerable.Range(0, rows.InputColumns).Select(column => (column, Column(rows.Inputs.Span, rows.InputColumns, column)))
            .Where(pair => pair.Item2.Distinct().Take(3).Count() > 2).Select(pair => (pair.column, Math.Sqrt(pair.Item2.Average(value => value * value))))];
        if (sizes.Length == 0)
        {
            return null;
        }

        (int Column, double Size) largest = sizes.MaxBy(own => own.Size), smallest = sizes.MinBy(own => own.Size);
        double ratio = smallest.Size > 0 ? largest.Size / smallest.Size : 1;
        string? reason = ratio > RatioLimit ? Text($"Input column {seen.NameOf(largest.Column)} has a size of {FitWords.Loss(largest.Size)} and column {seen.NameOf(smallest.Column)} one of {FitWords.Loss(smallest.Size)}: weights of the larger one get gradients {FitWords.Loss(ratio)} times as large, so one learning rate cannot fit both.")
            : largest.Size > SizeLimit ? Text($"Input column {seen.NameOf(largest.Column)} has a size of {FitWords.Loss(largest.Size)}, where initial weights expect about 1: sums are as much too large, and so are the first gradients.")
            : largest.Size < 1 / SizeLimit ? Text($"The largest input column has a size of {FitWords.Loss(largest.Size)}, where initial weights expect about 1: the network hardly sees its inputs.")
            : null;
        return reason is null ? null
            : new(FindingKind.UnscaledInputs, reason,
                [new("standardized inputs: (x − mean) / standard deviation of the training rows, which training on tables does by itself"), new("batch normalization as the first layer", new Remedy(nameof(TableOptions.HiddenLayers)))],
                [new("largestSize", largest.Size, "root mean square of the largest column", $"above {SizeLimit}, or below {1 / SizeLimit:0.###}"), new("ratio", ratio, "ratio of the largest and the smallest column of numbers", $"above {RatioLimit}")])
            {
                Column = largest.Column,
            };
    }

    private static Finding? UnscaledTargets(Examination seen)
    {
        if (seen.Form != OutcomeForm.Regression || seen.Options.Loss is Poisson)
        {
            return null;
        }

        double size = Math.Sqrt(seen.Rows.Targets.Span.ToArray().Average(target => target * target));
        return !(size > TargetLimit) || !(seen.LearnedLittle || seen.Fit.Verdict == FitVerdict.StillImproving) ? null
            : new(FindingKind.UnscaledTargets, Text($"The targets have a size of {FitWords.Loss(size)}, but the outputs begin with one of about 1, so the first errors and gradients are as large, and the weights have a long way to go."),
                [new("standardized targets, and predictions scaled back, which training on tables does by itself")],
                [new("targetSize", size, "root mean square of the targets", $"above {TargetLimit}, in a network that learned little")]);
    }

    private static double[] Column(ReadOnlySpan<double> values, int columns, int column)
    {
        double[] own = new double[values.Length / columns];
        for (int row = 0; row < own.Length; row++)
        {
            own[row] = values[(row * columns) + column];
        }

        return own;
    }

    private static bool AreClasses(Dataset<double> rows, out int[] classes)
    {
        ReadOnlySpan<double> targets = rows.Targets.Span;
        classes = new int[rows.Rows];
        for (int row = 0; row < classes.Length; row++)
        {
            ReadOnlySpan<double> own = targets.Slice(row * rows.TargetColumns, rows.TargetColumns);
            if (own.ContainsAnyExcept(0, 1) || (own.Length > 1 && own.Count(1.0) != 1))
            {
                return false;
            }

            classes[row] = own.Length == 1 ? (int)own[0] : own.IndexOf(1.0);
        }

        return classes.Distinct().Skip(1).Any();
    }

    /// <summary>The share of a column's variation that lies between the classes (η²).</summary>
    private static double Between(double[] values, int[] classes)
    {
        double mean = values.Average(), all = values.Sum(value => (value - mean) * (value - mean));
        double between = values.Zip(classes).GroupBy(pair => pair.Second).Sum(group => group.Count() * Math.Pow(group.Average(pair => pair.First) - mean, 2));
        return all > 0 ? between / all : 0;
    }

    /// <summary>The squared correlation of two columns, of their values or of their ranks.</summary>
    private static double Alike(double[] one, double[] other) => Math.Max(Correlation(one, other), Correlation(Ranks(one), Ranks(other)));

    private static double Correlation(double[] one, double[] other)
    {
        (double first, double second) = (one.Average(), other.Average());
        double product = 0, squares = 0, others = 0;
        for (int i = 0; i < one.Length; i++)
        {
            product += (one[i] - first) * (other[i] - second);
            squares += (one[i] - first) * (one[i] - first);
            others += (other[i] - second) * (other[i] - second);
        }

        return squares > 0 && others > 0 ? product * product / (squares * others) : 0;
    }

    private static double[] Ranks(double[] values)
    {
        double[] ranks = new double[values.Length];
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
