using Descent.Numerics;

namespace Descent;

/// <summary>An activation without parameters that is applied to every value independently. To write your own, derive a sealed record from it.</summary>
/// <example>
/// <code>
/// public sealed record Sine(double Frequency = 1) : ElementwiseActivation
/// {
///     protected override TResult Accept&lt;V, TResult&gt;(IElementwiseVisitor&lt;V, TResult&gt; visitor) =&gt; visitor.Visit(new Kernel&lt;V&gt;(V.Splat(Frequency)));
///
///     private readonly struct Kernel&lt;V&gt;(V frequency) : IElementwise&lt;V&gt;
///         where V : struct, ILane&lt;V&gt;
///     { … }
/// }
/// </code>
/// </example>
public abstract record ElementwiseActivation : Activation, IElementwiseFunction
{
    OutputRange IElementwiseFunction.Range => Range;

    /// <summary>The range of the outputs for any input; default unbounded.</summary>
    protected internal virtual OutputRange Range => OutputRange.Unbounded;

    TResult IElementwiseFunction.Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => Accept(visitor);

    /// <summary>Passes the kernel to a visitor: <c>visitor.Visit(new Kernel&lt;V&gt;(…))</c>, a struct that implements <see cref="IElementwise{V}"/>.</summary>
    /// <typeparam name="V">The lane type: the values that are computed at the same time.</typeparam>
    /// <typeparam name="TResult">The result of the visitor.</typeparam>
    /// <param name="visitor">Receives the kernel.</param>
    /// <returns>The visitor's result.</returns>
    protected internal abstract TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;

    internal override void Write(StepBuilder steps) => steps.Elementwise(Name, this);
}
