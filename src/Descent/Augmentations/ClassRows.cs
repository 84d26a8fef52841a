using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>The rows of each class, found in the targets.</summary>
internal static class ClassRows
{
    /// <summary>For each class its row numbers, rising: two classes for one target column (the smaller value first), else one per column.</summary>
    /// <exception cref="ArgumentException">If rows do not have one class each; it names who wanted classes.</exception>
    public static int[][] Of<T>(Dataset<T> data, string who)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<int>[] classes = [.. Enumerable.Range(0, Math.Max(2, data.TargetColumns)).Select(_ => new List<int>())];
        ReadOnlySpan<T> targets = data.Targets.Span;
        T low = targets.IsEmpty ? T.Zero : targets[0], high = low;
        foreach (T target in targets)
        {
            (low, high) = (T.Min(low, target), T.Max(high, target));
        }

        for (int row = 0; row < data.Rows; row++)
        {
            ReadOnlySpan<T> own = targets.Slice(row * data.TargetColumns, data.TargetColumns);
            int label = own.Length == 1 ? (own[0] == low ? 0 : own[0] == high ? 1 : -1) : OneHot(own);
            if (label < 0)
            {
                throw new ArgumentException($"{who} needs one class per row, but the targets of row {row} are [{string.Join(", ", own.ToArray())}]. It is for one column of two values, or one-hot columns.", nameof(data));
            }

            classes[label].Add(row);
        }

        return Array.ConvertAll(classes, rows => rows.ToArray());
    }

    private static int OneHot<T>(ReadOnlySpan<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int label = target.IndexOf(T.One);
        return label >= 0 && !target[..label].ContainsAnyExcept(T.Zero) && !target[(label + 1)..].ContainsAnyExcept(T.Zero) ? label : -1;
    }
}
