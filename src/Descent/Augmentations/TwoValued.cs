using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// Finds the inputs with at most two different values: those made from categories, from missing cells, or from yes and no.
/// Values between them have no meaning, so no noise is added to them and new rows copy them.
/// </summary>
internal static class TwoValued
{
    /// <summary>For each input column, whether it has at most two different values.</summary>
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
