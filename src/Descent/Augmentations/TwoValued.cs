using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// Which inputs hold at most two different numbers: those made from categories, from missing cells, or from yes and no. What
/// lies between their values means nothing, so no noise is put on them and new rows take them as they are.
/// </summary>
internal static class TwoValued
{
    /// <summary>One answer per input column.</summary>
    public static bool[] Of<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int columns = data.InputColumns;
        ReadOnlySpan<T> inputs = data.Inputs.Span;
        bool[] isTwoValued = new bool[columns];
        for (int column = 0; column < columns; column++)
        {
            T first = data.Rows > 0 ? inputs[column] : T.Zero, second = first;
            bool both = true;
            for (int i = column; i < inputs.Length && both; i += columns)
            {
                second = second == first ? inputs[i] : second;
                both = inputs[i] == first || inputs[i] == second;
            }

            isTwoValued[column] = both;
        }

        return isTwoValued;
    }
}
