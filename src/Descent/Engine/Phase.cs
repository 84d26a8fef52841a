using System.Numerics;

namespace Descent;

/// <summary>
/// The work of threads between two waits for each other: some operations of the forward pass, possibly the loss, some of the backward pass. Either
/// every thread computes some columns (samples) of all of them, or some rows (neurons) of the whole batch.
/// </summary>
/// <param name="From">The first operation in the forward pass.</param>
/// <param name="To">The operation after the last one of the forward pass.</param>
/// <param name="HasLoss">Whether the loss follows.</param>
/// <param name="BackFrom">The operation at which the backward pass ends.</param>
/// <param name="BackTo">The operation after the one at which the backward pass begins.</param>
/// <param name="ByRows">Whether threads divide rows.</param>
internal readonly record struct Phase(int From, int To, bool HasLoss, int BackFrom, int BackTo, bool ByRows)
{
    /// <summary>
    /// The minimum size of a matrix that threads divide instead of the samples: each then reads, and later updates, only its
    /// own rows, which stay in its second-level cache. For a smaller matrix, the wait costs more.
    /// </summary>
    private const int LargeMatrix = 16384;

    /// <summary>Divides a training pass into as few phases as possible.</summary>
    /// <param name="ops">The operations.</param>
    /// <param name="sharesMatrices">Whether threads divide large matrices.</param>
    /// <returns>The phases. The first divides columns, because it gathers the batch, and so does the one with the loss.</returns>
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

        // A matrix needs all rows of its input: it starts a phase, and never joins one that divides rows. Operations that join one have the same number of rows,
        // so every thread continues with those that it has computed.
        bool ByRows(Op<T> op, bool shared) => op.Sharing == Sharing.Rows || shared || (byRows && op.Sharing == Sharing.Either && op.Weight is null && op.Output.Rows == rows);
    }
}
