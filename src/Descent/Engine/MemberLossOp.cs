using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// The two ends of a training plan with members: the mean of their losses, for training, and the loss of their mean output, which is reported.
/// </summary>
/// <param name="step">The loss.</param>
/// <param name="members">The loss of each member.</param>
/// <param name="sum">One row, for their sum.</param>
/// <param name="meanOps">The operations from the members' outputs to their mean.</param>
/// <param name="meanLoss">The loss of the mean.</param>
/// <param name="output">Where the members' outputs are.</param>
internal sealed class MemberLossOp<T, V>(LossStep step, LossOp<T>[] members, Operand sum, Op<T>[] meanOps, LossOp<T> meanLoss, Operand output) : LossOp<T>(step, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override double Scale(int samples, bool learning = true) => meanLoss.Scale(samples) / (learning ? members.Length : 1);

    public override void Run(Frame<T> frame, ThreadRange share, bool gradient)
    {
        if (!frame.Learning)
        {
            foreach (Op<T> op in meanOps)
            {
                op.Forward(frame, share);
            }

            meanLoss.Run(frame, share, gradient: false);
            return;
        }

        Matrix<T> total = frame.Value(sum, share), losses = frame.Losses.SliceColumns(share.Start, share.Count);
        for (int m = 0; m < members.Length; m++)
        {
            members[m].Run(frame, share, gradient);
            if (m == 0)
            {
                RandomKernels<T, V>.Copy(losses, total);
            }
            else
            {
                Sums<T, V>.Add(total, losses, total);
            }
        }

        RandomKernels<T, V>.Copy(total, losses);
    }
}
