using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Gradient descent: <c>θ ← θ − η·g</c>. Batch, mini-batch and stochastic gradient descent differ only in the batch size.</summary>
/// <param name="LearningRate">η; default 0.01.</param>
public sealed record GradientDescent(Schedule? LearningRate = null) : Optimizer(LearningRate ?? 0.01)
{
    internal override Updater<T> Compile<T, V>() => new RuleUpdater<T, V, Rule<V>>(position => new Rule<V>(V.Splat(-Rate(position))));

    private readonly struct Rule<V>(V negativeRate) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots) => V.Fma(negativeRate, gradient, parameter);
    }
}
