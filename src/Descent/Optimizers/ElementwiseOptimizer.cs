using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>An optimizer whose rule treats every parameter on its own. Derive a sealed record from it to write one.</summary>
/// <example>
/// <code>
/// public sealed record SignDescent(Schedule? LearningRate = null) : ElementwiseOptimizer(LearningRate ?? 0.001)
/// {
///     protected override TResult Accept&lt;V, TResult&gt;(Moment moment, IRuleVisitor&lt;V, TResult&gt; visitor) =&gt; visitor.Visit(new Rule&lt;V&gt;(V.Splat(-Rate(moment))));
///
///     private readonly struct Rule&lt;V&gt;(V negativeRate) : IRule&lt;V&gt;
///         where V : struct, ILane&lt;V&gt;
///     { … }
/// }
/// </code>
/// </example>
public abstract record ElementwiseOptimizer : Optimizer
{
    /// <summary>An optimizer.</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    protected ElementwiseOptimizer(Schedule learningRate)
        : base(learningRate)
    {
    }

    internal sealed override Updater<T> Compile<T, V>() => new VisitedUpdater<T, V>(this);

    /// <summary>Hands the rule of a step to a visitor: <c>visitor.Visit(new Rule&lt;V&gt;(V.Splat(-Rate(moment))))</c>, a struct that implements <see cref="IRule{V}"/>.</summary>
    /// <typeparam name="V">The lane type: as many numbers at a time as the machine has room for.</typeparam>
    /// <typeparam name="TResult">What the visitor makes of it.</typeparam>
    /// <param name="moment">The point in training, from which schedules compute their numbers.</param>
    /// <param name="visitor">Receives the rule.</param>
    /// <returns>What the visitor returned.</returns>
    protected abstract TResult Accept<V, TResult>(Moment moment, IRuleVisitor<V, TResult> visitor)
        where V : struct, ILane<V>;

    private sealed class VisitedUpdater<T, V> : Updater<T>, IRuleVisitor<V, bool>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        private readonly ElementwiseOptimizer optimizer;
        private RuleLoop<T, V>? loop;

        public VisitedUpdater(ElementwiseOptimizer optimizer)
        {
            this.optimizer = optimizer;

            // How much the rule remembers only its type says, which the visit brings.
            Prepare(new Moment(0, 1));
        }

        public override int Slots => loop!.Slots;

        public override void Prepare(in Moment moment) => optimizer.Accept(moment, this);

        public override void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays) =>
            loop!.Run(parameters, gradients, slots, quadratic, absolute);

        public bool Visit<R>(R rule)
            where R : struct, IRule<V>
        {
            // Made once: a step allocates nothing.
            RuleLoop<T, V, R> own = loop as RuleLoop<T, V, R> ?? new RuleLoop<T, V, R>();
            own.Rule = rule;
            loop = own;
            return true;
        }
    }

    private abstract class RuleLoop<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        public abstract int Slots { get; }

        public abstract void Run(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute);
    }

    private sealed class RuleLoop<T, V, R> : RuleLoop<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where R : struct, IRule<V>
    {
        public R Rule { get; set; }

        public override int Slots => R.Slots;

        public override void Run(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute) =>
            Update<T, V>.Run(Rule, parameters, gradients, slots, quadratic, absolute);
    }
}
