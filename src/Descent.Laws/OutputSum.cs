using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>The sum of all outputs, whose gradient is the derivative of the function that the network computes. It records the declared
/// range of the outputs.</summary>
internal sealed record OutputSum() : ElementwiseLoss(Reduction.Sum)
{
    public OutputRange Range { get; private set; }

    protected override TResult Accept<V, TResult>(IElementLossVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    protected override string? Misfit(OutputRange range)
    {
        Range = range;
        return null;
    }

    private readonly struct Kernel<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            derivative = V.One;
            return output;
        }
    }
}
