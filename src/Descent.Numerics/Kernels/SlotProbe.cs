using System.Numerics;

namespace Descent.Numerics;

/// <summary>Detects whether a rule writes to more slots than it declares; values in other slots are lost between updates.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class SlotProbe<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    // A rule that keeps the larger of two values leaves some of these marks unchanged, but not all.
    private static readonly double[] s_marks = [0, 1000, -1000], s_gradients = [0.3, -0.7];

    /// <summary>The number of slots that a rule writes to, if it is more than the rule declares; otherwise 0.</summary>
    public static int Written<R>(R rule)
        where R : struct, IRule<V>
    {
        int most = 0;
        foreach (double mark in s_marks)
        {
            foreach (double gradient in s_gradients)
            {
                V marked = V.Splat(mark);
                Slots<V> slots = new() { First = R.Slots > 0 ? V.Zero : marked, Second = R.Slots > 1 ? V.Zero : marked, Third = R.Slots > 2 ? V.Zero : marked };
                _ = rule.Next(V.Splat(0.5), V.Splat(gradient), ref slots);
                int written = R.Slots < 3 && !Holds(slots.Third, mark) ? 3 : R.Slots < 2 && !Holds(slots.Second, mark) ? 2 : R.Slots < 1 && !Holds(slots.First, mark) ? 1 : 0;
                most = Math.Max(most, written);
            }
        }

        return most;
    }

    private static bool Holds(V slot, double mark)
    {
        T* numbers = stackalloc T[V.Count];
        slot.Store(numbers);
        for (int i = 0; i < V.Count; i++)
        {
            if (numbers[i] != T.CreateTruncating(mark))
            {
                return false;
            }
        }

        return true;
    }
}
