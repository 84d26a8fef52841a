using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// The nominal features among inputs: each input of at most two different values or, if such inputs of 0 and 1 stand beside each other and every row has exactly one 1 in them, all of
/// them together, as one-hot coding makes them.
/// </summary>
/// <param name="Groups">The first column and the number of columns of each feature.</param>
/// <param name="Numeric">The columns that are numbers.</param>
internal sealed record NominalInputs(IReadOnlyList<(int Start, int Count)> Groups, IReadOnlyList<int> Numeric)
{
    /// <summary>Finds the nominal features of a data set.</summary>
    public static NominalInputs Of<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool[] isNominal = TwoValued.Of(data);
        List<(int Start, int Count)> groups = [];
        int next = 0;
        while (next < isNominal.Length)
        {
            if (isNominal[next])
            {
                groups.Add((next, WidthAt(data, isNominal, next)));
                next += groups[^1].Count;
            }
            else
            {
                next++;
            }
        }

        return new NominalInputs(groups, [.. Enumerable.Range(0, isNominal.Length).Where(column => !isNominal[column])]);
    }

    /// <summary>Whether two rows have the same value of a feature.</summary>
    public static bool AreEqual<T>((int Start, int Count) group, ReadOnlySpan<T> first, ReadOnlySpan<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => first.Slice(group.Start, group.Count).SequenceEqual(second.Slice(group.Start, group.Count));

    /// <summary>The number of columns of the feature that starts at a column.</summary>
    private static int WidthAt<T>(Dataset<T> data, bool[] isNominal, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> inputs = data.Inputs.Span;
        T[] sums = new T[data.Rows];
        for (int column = start; column < isNominal.Length && isNominal[column]; column++)
        {
            bool isOne = true;
            for (int row = 0; row < sums.Length; row++)
            {
                T value = inputs[(row * data.InputColumns) + column];
                sums[row] += value;
                if ((value != T.Zero && value != T.One) || sums[row] > T.One)
                {
                    return 1;
                }

                isOne &= sums[row] == T.One;
            }

            if (isOne)
            {
                return column - start + 1;
            }
        }

        return 1;
    }
}
