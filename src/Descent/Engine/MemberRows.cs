using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Rows of members: the same number for each, one member after the other.</summary>
internal static class MemberRows
{
    /// <summary>The rows of one member.</summary>
    public static Matrix<T> Member<T>(this Matrix<T> all, int member, int members)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => all.SliceRows(member * (all.Rows / members), all.Rows / members);

    /// <summary>A range of rows, cut where one member ends and the next begins.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="width">The number of rows of a member.</param>
    public static Runs Of(int start, int count, int width) => new(start, start + count, width);

    /// <summary>The parts of a range: the member, the first row in it, and the number of rows. A structure, so that nothing is allocated.</summary>
    internal struct Runs(int start, int end, int width)
    {
        private int next = start;

        public (int Member, int First, int Count) Current { get; private set; }

        public readonly Runs GetEnumerator() => this;

        public bool MoveNext()
        {
            if (next >= end)
            {
                return false;
            }

            int member = next / width, first = next % width;
            Current = (member, first, Math.Min(width - first, end - next));
            next += Current.Count;
            return true;
        }
    }
}
