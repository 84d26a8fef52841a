using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>Finds the rows of each class from the targets.</summary>
internal static class ClassRows
{
    /// <summary>The row numbers of each class, in ascending order: two classes for one target column (the smaller value first), otherwise one class per column.</summary>
    /// <exception cref="ArgumentException">If a row does not have exactly one class; the message names the augmentation.</exception>
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
                throw new ArgumentException($"{who} needs one class per row, but the targets of row {row} are [{string.Join(", ", own.ToArray())}]. It supports one column of two values, or one-hot columns.", nameof(data));
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
