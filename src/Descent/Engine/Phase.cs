using System.Numerics;

namespace Descent;

/// <summary>
/// What threads do between two waits for each other: some operations forward, perhaps the loss, some operations back. Either
/// everyone takes some columns (samples) through all of them, or some rows (neurons) of the whole batch.
/// </summary>
/// <param name="From">The first operation in the forward pass.</param>
/// <param name="To">Behind the last operation in the forward pass.</param>
/// <param name="HasLoss">Whether the loss follows.</param>
/// <param name="BackFrom">The operation at which the backward pass ends.</param>
/// <param name="BackTo">Behind the operation at which the backward pass begins.</param>
/// <param name="ByRows">Whether rows are shared out.</param>
internal readonly record struct Phase(int From, int To, bool HasLoss, int BackFrom, int BackTo, bool ByRows)
{
    /// <summary>
    /// From so many numbers on, threads share out a matrix rather than the samples: each then reads, and later updates, only its
    /// own rows, which stay in its own second-level cache. For a smaller one the wait would cost more.
    /// </summary>
    private const int LargeMatrix = 16384;

    /// <summary>Cuts a pass in training into as few phases as possible.</summary>
    /// <param name="ops">The operations.</param>
    /// <param name="sharesMatrices">Whether threads share out large matrices.</param>
    /// <returns>The phases. The first one shares out columns, because it begins with gathering, and so does the one with the loss.</returns>
    public static Phase[] Cut<T>(IReadOnlyList<Op<T>> ops, bool sharesMatrices)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<Phase> phases = [];
        bool byRows = false;
        int begin = 0, rows = 0;
        for (int i = 0; i <= ops.Count; i++)
        {
            bool shared = i < ops.Count && IsShared(ops[i]), next = i < ops.Count && ByRows(ops[i], shared);
            if (next != byRows || shared || (next && ops[i].Output.Rows != rows))
            {
                phases.Add(new Phase(begin, i, HasLoss: false, 0, 0, byRows));
                (begin, byRows) = (i, next);
                rows = next ? ops[i].Output.Rows : 0;
            }
        }

        Phase now = new(begin, ops.Count, HasLoss: true, 0, ops.Count, ByRows: false);
        for (int i = ops.Count - 1; i >= 0; i--)
        {
            if (!ops[i].PassesBack)
            {
                continue;
            }

            bool shared = IsShared(ops[i]), next = ByRows(ops[i], shared);
            if (next != byRows || shared || (next && ops[i].Output.Rows != rows))
            {
                phases.Add(now with { BackFrom = i + 1 });
                (now, byRows) = (new Phase(0, 0, HasLoss: false, 0, i + 1, next), next);
                rows = next ? ops[i].Input.Rows : 0;
            }
        }

        phases.Add(now);
        return [.. phases];

        bool IsShared(Op<T> op) => sharesMatrices && op.Sharing == Sharing.Either && op.Weight is { Count: >= LargeMatrix };

        // A matrix needs all rows of what it multiplies: it starts a phase, and joins none of rows. What joins one has as many rows, so that every
        // thread goes on with those that it has computed.
        bool ByRows(Op<T> op, bool shared) => op.Sharing == Sharing.Rows || shared || (byRows && op.Sharing == Sharing.Either && op.Weight is null && op.Output.Rows == rows);
    }
}
