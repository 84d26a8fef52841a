using Descent.Numerics;

namespace Descent;

/// <summary>A loss that is computed for each output separately. To write your own, derive a sealed record from it.</summary>
/// <example>
/// <code>
/// public sealed record Cauchy(double Scale = 1, Reduction Reduction = Reduction.MeanOverElements) : ElementwiseLoss(Reduction)
/// {
///     protected override TResult Accept&lt;V, TResult&gt;(IElementLossVisitor&lt;V, TResult&gt; visitor) =&gt; visitor.Visit(new Kernel&lt;V&gt;(V.Splat(Scale)));
///
///     private readonly struct Kernel&lt;V&gt;(V scale) : IElementLoss&lt;V&gt;
///         where V : struct, ILane&lt;V&gt;
///     { … }
/// }
/// </code>
/// </example>
public abstract record ElementwiseLoss : Loss
{
    /// <summary>Initializes the loss.</summary>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    protected ElementwiseLoss(Reduction reduction)
        : base(reduction)
    {
    }

    internal sealed override LossStep End(NetworkSteps network) => Misfit(network.Range) is { } misfit ? throw new ArgumentException(misfit) : new(this, GetType().Name);

    internal sealed override string? FindTargetError(double value) => TargetError(value);

    internal sealed override bool IsNeverNegative => false;

    internal sealed override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) => Accept(new Elementwise<T, V, TResult>(visitor));

    /// <summary>Returns why the loss does not fit a network whose outputs lie in a range, and how to fix it; default null, which means that it fits.</summary>
    /// <param name="range">The range of the outputs.</param>
    /// <returns>The message of the exception, or null if the loss fits.</returns>
    protected virtual string? Misfit(OutputRange range) => null;

    /// <summary>Returns why a target is not allowed; default null, which means that it is.</summary>
    /// <param name="value">A target.</param>
    /// <returns>The error, such as "targets of this loss must be at least 0", or null.</returns>
    protected virtual string? TargetError(double value) => null;

    /// <summary>Passes the kernel to a visitor: <c>visitor.Visit(new Kernel&lt;V&gt;(…))</c>, a struct that implements <see cref="IElementLoss{V}"/>.</summary>
    /// <typeparam name="V">The lane type: the values that are computed at the same time.</typeparam>
    /// <typeparam name="TResult">The result of the visitor.</typeparam>
    /// <param name="visitor">Receives the kernel.</param>
    /// <returns>The visitor's result.</returns>
    protected abstract TResult Accept<V, TResult>(IElementLossVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;

    private sealed class Elementwise<T, V, TResult>(ILossVisitor<T, V, TResult> visitor) : IElementLossVisitor<V, TResult>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        public TResult Visit<K>(K kernel)
            where K : struct, IElementLoss<V> => visitor.Elementwise(kernel);
    }
}
