using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>This processor as a backend: chooses the lowering for a width of registers.</summary>
internal static class Backend
{
    /// <summary>Creates a plan for prediction or, with a loss, for training.</summary>
    /// <param name="network">The steps.</param>
    /// <param name="laneBits">The width of registers.</param>
    /// <param name="loss">The loss at the end of a plan for training.</param>
    /// <param name="isFrozen">Which parameters do not train; no gradient is computed before the first that does. Default none.</param>
    /// <param name="inputGradient">Whether the gradient with respect to the inputs is computed, too.</param>
    /// <returns>The plan.</returns>
    public static Plan<T> Lower<T>(NetworkSteps network, int laneBits, LossStep? loss = null, Predicate<Parameter>? isFrozen = null, bool inputGradient = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneWidth.Dispatch(laneBits, new Choice<T>(network, loss, isFrozen ?? (_ => false), inputGradient));

    private sealed class Choice<T>(NetworkSteps network, LossStep? loss, Predicate<Parameter> isFrozen, bool inputGradient) : ILaneFunction<T, Plan<T>>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Plan<T> Invoke<V>()
            where V : struct, ILane<V, T> => Lowering<T, V>.Lower(network, loss, isFrozen, inputGradient);
    }
}
