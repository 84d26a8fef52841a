using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>Converts between targets and the output columns of a network that predicts several quantiles of each target. With k levels, target t has the columns k·t to k·t + k − 1.</summary>
internal static class QuantileColumns
{
    /// <summary>Repeats every target once per level, as <see cref="Quantiles"/> needs them.</summary>
    public static Dataset<T> Repeated<T>(Dataset<T> rows, int levels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] targets = new T[rows.Targets.Length * levels];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = rows.Targets.Span[i / levels];
        }

        return Dataset.Create(rows.Inputs, rows.InputColumns, targets, rows.TargetColumns * levels, rows.Weights);
    }

    /// <summary>Reverts <see cref="Repeated"/>: keeps every target once.</summary>
    public static Dataset<float> Once(Dataset<float> rows, int levels)
    {
        float[] targets = new float[rows.Targets.Length / levels];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = rows.Targets.Span[i * levels];
        }

        return Dataset.Create(rows.Inputs, rows.InputColumns, targets, rows.TargetColumns / levels, rows.Weights);
    }

    /// <summary>Gets the indices of the lowest and the highest level, and then those of all further pairs of levels τ and 1 − τ, from the widest to the narrowest.</summary>
    public static (int Lower, int Upper)[] Pairs(IReadOnlyList<double> levels) => [(0, levels.Count - 1), .. SymmetricPairs(levels).Where(pair => pair != (0, levels.Count - 1))];

    /// <summary>Gets the indices of all pairs of levels τ &lt; ½ and 1 − τ, from the widest to the narrowest.</summary>
    public static IEnumerable<(int Lower, int Upper)> SymmetricPairs(IReadOnlyList<double> levels) =>
        from lower in Enumerable.Range(0, levels.Count)
        from upper in Enumerable.Range(lower + 1, levels.Count - lower - 1)
        where Math.Abs(levels[lower] + levels[upper] - 1) < 1e-9
        select (lower, upper);

    /// <summary>Sorts the quantiles of every target.</summary>
    public static void Sort(Span<float> outputs, int levels)
    {
        for (int start = 0; start < outputs.Length; start += levels)
        {
            outputs.Slice(start, levels).Sort();
        }
    }

    /// <summary>Computes the median of every target: the quantile of level ½, or a linear interpolation between the two levels around it; if all levels lie on one side of it, the nearest quantile.</summary>
    public static float[] Middle(ReadOnlySpan<float> outputs, IReadOnlyList<double> levels)
    {
        float[] middle = new float[outputs.Length / levels.Count];
        for (int i = 0; i < middle.Length; i++)
        {
            middle[i] = (float)Middle(outputs.Slice(i * levels.Count, levels.Count), levels, value => value);
        }

        return middle;
    }

    /// <summary>Computes the median of one target.</summary>
    public static double Middle<T>(ReadOnlySpan<T> quantiles, IReadOnlyList<double> levels, Func<T, double> number)
    {
        int above = 0;
        while (above < levels.Count - 1 && levels[above] < 0.5)
        {
            above++;
        }

        if (above == 0 || levels[above] <= 0.5)
        {
            return number(quantiles[above]);
        }

        double share = (0.5 - levels[above - 1]) / (levels[above] - levels[above - 1]);
        return double.Lerp(number(quantiles[above - 1]), number(quantiles[above]), share);
    }
}
