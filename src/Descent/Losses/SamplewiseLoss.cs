using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>A loss that is computed from all outputs of a sample together. To write your own, derive a sealed record from it.</summary>
/// <example>
/// <code>
/// public sealed record EuclideanDistance(double Softening = 0.1, Reduction Reduction = Reduction.MeanOverSamples) : SamplewiseLoss(Reduction)
/// {
///     protected override TResult Accept&lt;V, TResult&gt;(ISampleLossVisitor&lt;V, TResult&gt; visitor) =&gt; visitor.Visit(new Kernel&lt;V&gt;(V.Splat(Softening)));
///
///     private readonly struct Kernel&lt;V&gt;(V softening) : ISampleLoss&lt;V&gt;
///         where V : struct, ILane&lt;V&gt;
///     { … }
/// }
/// </code>
/// </example>
public abstract record SamplewiseLoss : Loss
{
    /// <summary>Initializes the loss.</summary>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    protected SamplewiseLoss(Reduction reduction)
        : base(reduction)
    {
    }

    internal sealed override LossStep End(NetworkSteps network) =>
        Misfit(network.Range, network.Output.Rows) is { } misfit ? throw new ArgumentException(misfit) : new(this, Description);

    internal sealed override string? FindTargetError(double value) => TargetError(value);

    internal sealed override string? FindTargetError(ReadOnlySpan<double> sample) => TargetError(sample);

    internal override bool IsNeverNegative => false;

    /// <summary>The name used in explanations.</summary>
    internal virtual string Description => GetType().Name;

    internal sealed override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) => Accept(new Samplewise<T, V, TResult>(visitor));

    /// <summary>Returns why the loss does not fit a network whose outputs lie in a range, and how to fix it; default null, which means that it fits.</summary>
    /// <param name="range">The range of the outputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <returns>The message of the exception, or null if the loss fits.</returns>
    protected virtual string? Misfit(OutputRange range, int outputs) => null;

    /// <summary>Returns why a target is not allowed; default null, which means that it is.</summary>
    /// <param name="value">A target.</param>
    /// <returns>The error, such as "targets of this loss must be at least 0", or null.</returns>
    protected virtual string? TargetError(double value) => null;

    /// <summary>Returns why the targets of a sample, which are allowed individually, are not allowed together; default null, which means that they are.</summary>
    /// <param name="sample">All targets of a sample.</param>
    /// <returns>The error, or null.</returns>
    protected virtual string? TargetError(ReadOnlySpan<double> sample) => null;

    /// <summary>Passes the kernel to a visitor: <c>visitor.Visit(new Kernel&lt;V&gt;(…))</c>, a struct that implements <see cref="ISampleLoss{V}"/>.</summary>
    /// <typeparam name="V">The lane type: each of its lanes is a separate sample.</typeparam>
    /// <typeparam name="TResult">The result of the visitor.</typeparam>
    /// <param name="visitor">Receives the kernel.</param>
    /// <returns>The visitor's result.</returns>
    protected abstract TResult Accept<V, TResult>(ISampleLossVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;

    private sealed class Samplewise<T, V, TResult>(ILossVisitor<T, V, TResult> visitor) : ISampleLossVisitor<V, TResult>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        public TResult Visit<K>(K kernel)
            where K : struct, ISampleLoss<V> =>
            visitor.Samplewise((output, target, weights, delta, losses) => SampleLoss<T, V>.Run(kernel, output, target, weights, delta, losses));
    }
}
