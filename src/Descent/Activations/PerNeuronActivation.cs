using Descent.Numerics;

namespace Descent;

/// <summary>An activation with a parameter that is learned for each neuron. To write your own, derive a sealed record from it.</summary>
/// <remarks>As for biases, weight penalties and decay do not apply to the parameter by default, and <c>TrainingOptions.Groups</c> can give it a separate learning rate.</remarks>
/// <example>
/// <code>
/// public sealed record Squareplus(double Start = 4) : PerNeuronActivation
/// {
///     protected override NeuronParameter Parameter =&gt; new("bend", Start, Lowest: 0.01);
///
///     protected override TResult Accept&lt;V, TResult&gt;(IPerNeuronVisitor&lt;V, TResult&gt; visitor) =&gt; visitor.Visit(default(Kernel&lt;V&gt;));
///
///     private readonly struct Kernel&lt;V&gt; : IPerNeuron&lt;V&gt;
///         where V : struct, ILane&lt;V&gt;
///     { … }
/// }
/// </code>
/// </example>
public abstract record PerNeuronActivation : Activation, IPerNeuronFunction
{
    /// <summary>The parameter that every neuron learns.</summary>
    protected abstract NeuronParameter Parameter { get; }

    TResult IPerNeuronFunction.Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => Accept(visitor);

    /// <summary>The full name used in explanations.</summary>
    internal virtual string Description => Name;

    /// <summary>Passes the kernel to a visitor: <c>visitor.Visit(new Kernel&lt;V&gt;(…))</c>, a struct that implements <see cref="IPerNeuron{V}"/>.</summary>
    /// <typeparam name="V">The lane type: the values that are computed at the same time.</typeparam>
    /// <typeparam name="TResult">The result of the visitor.</typeparam>
    /// <param name="visitor">Receives the kernel.</param>
    /// <returns>The visitor's result.</returns>
    protected abstract TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;

    internal override void Write(StepBuilder steps) => steps.PerNeuron(Description, this, Parameter.Name, Parameter.Start, Parameter.BoundsFor(GetType().Name));
}
