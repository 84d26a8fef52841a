using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>The sum of the losses of heads, in their order, each on its own rows of the outputs.</summary>
/// <param name="step">The loss.</param>
/// <param name="heads">The loss of each head, and the factor of the sample weights for it.</param>
/// <param name="sum">One row, for their sum.</param>
/// <param name="weights">One row, for the sample weights of the current head.</param>
/// <param name="output">The outputs of all heads.</param>
internal sealed class HeadLossOp<T, V>(LossStep step, (LossOp<T> Loss, double Factor)[] heads, Operand sum, Operand weights, Operand output) : LossOp<T>(step, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override void Run(Frame<T> frame, ThreadRange share, bool gradient)
    {
        Matrix<T> total = frame.Value(sum, share), own = frame.Value(weights, share), losses = frame.Losses.SliceColumns(share.Start, share.Count), given = Weights(frame, share);
        for (int h = 0; h < heads.Length; h++)
        {
            Elementwise<T, V>.Forward(new Multiple<V>(V.Splat(heads[h].Factor)), given, own);
            heads[h].Loss.Run(frame, share, gradient);
            if (h == 0)
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

/// <summary>c·x.</summary>
internal readonly struct Multiple<V>(V factor) : IElementwise<V>
    where V : struct, ILane<V>
{
    public static bool NeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => factor * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative(V x, V y) => factor;
}
