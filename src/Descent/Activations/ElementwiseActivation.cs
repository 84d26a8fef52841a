using Descent.Numerics;

namespace Descent;

/// <summary>An activation without parameters that treats every number on its own. Derive a sealed record from it to write one.</summary>
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

    /// <summary>Where the values lie, whatever goes in; default anywhere.</summary>
    protected internal virtual OutputRange Range => OutputRange.Unbounded;

    TResult IElementwiseFunction.Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => Accept(visitor);

    /// <summary>Hands the kernel to a visitor: <c>visitor.Visit(new Kernel&lt;V&gt;(…))</c>, a struct that implements <see cref="IElementwise{V}"/>.</summary>
    /// <typeparam name="V">The lane type: as many numbers at a time as the machine has room for.</typeparam>
    /// <typeparam name="TResult">What the visitor makes of it.</typeparam>
    /// <param name="visitor">Receives the kernel.</param>
    /// <returns>What the visitor returned.</returns>
    protected internal abstract TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;

    internal override void Write(StepBuilder steps) => steps.Elementwise(Name, this);
}
