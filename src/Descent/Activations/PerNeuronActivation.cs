using Descent.Numerics;

namespace Descent;

/// <summary>An activation with a number that every neuron learns for itself. Derive a sealed record from it to write one.</summary>
/// <remarks>The number is a parameter like biases: weight penalties and decay leave it alone by default, and <c>TrainingOptions.Groups</c> can give it a learning rate of its own.</remarks>
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
    /// <summary>What every neuron learns.</summary>
    protected abstract NeuronParameter Parameter { get; }

    TResult IPerNeuronFunction.Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => Accept(visitor);

    /// <summary>What explanations call it in full.</summary>
    internal virtual string Description => Name;

    /// <summary>Hands the kernel to a visitor: <c>visitor.Visit(new Kernel&lt;V&gt;(…))</c>, a struct that implements <see cref="IPerNeuron{V}"/>.</summary>
    /// <typeparam name="V">The lane type: as many numbers at a time as the machine has room for.</typeparam>
    /// <typeparam name="TResult">What the visitor makes of it.</typeparam>
    /// <param name="visitor">Receives the kernel.</param>
    /// <returns>What the visitor returned.</returns>
    protected abstract TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;

    internal override void Write(StepBuilder steps) => steps.PerNeuron(Description, this, Parameter.Name, Parameter.Start, Parameter.BoundsFor(GetType().Name));
}
