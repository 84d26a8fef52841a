using Descent.Numerics.Lanes;
using Descent.Steps;

namespace Descent.Activations;

/// <summary>An activation without parameters that treats every number on its own.</summary>
public abstract record ElementwiseActivation : Activation, IElementwiseFunction
{
    private protected ElementwiseActivation()
    {
    }

    OutputRange IElementwiseFunction.Range => Range;

    /// <summary>Where the values lie.</summary>
    internal virtual OutputRange Range => OutputRange.Unbounded;

    TResult IElementwiseFunction.Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => Accept(visitor);

    /// <summary>Hands the kernel to a visitor.</summary>
    internal abstract TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;

    internal override void Write(StepBuilder steps) => steps.Elementwise(Name, this);
}
