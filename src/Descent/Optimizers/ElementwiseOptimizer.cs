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
        private int? slots;

        public VisitedUpdater(ElementwiseOptimizer optimizer)
        {
            this.optimizer = optimizer;

            // How much the rule remembers only its type says, which the visit brings.
            Prepare(new Moment(0, 1));
        }

        public override int Slots => slots!.Value;

        public override void Prepare(in Moment moment)
        {
            if (!optimizer.Accept(moment, this))
            {
                throw Check.Unvisited(optimizer);
            }
        }

        public override void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays) =>
            loop!.Run(parameters, gradients, slots, quadratic, absolute);

        public bool Visit<R>(R rule)
            where R : struct, IRule<V>
        {
            // Memory was laid out for what the first rule remembers.
            slots ??= R.Slots is >= 0 and <= 3 ? R.Slots : throw new ArgumentException($"The rule of {optimizer.GetType().Name} has {R.Slots} slots. A rule remembers at least 0 and at most 3 numbers.");
            if (R.Slots != slots)
            {
                throw new ArgumentException($"{optimizer.GetType().Name} began with a rule of {slots} slots, but now has one of {R.Slots}. All of its rules must have as many: the largest number that one of them needs.");
            }

            // Made once: a step allocates nothing.
            RuleLoop<T, V, R> own = loop as RuleLoop<T, V, R> ?? Admitted(rule);
            own.Rule = rule;
            loop = own;
            return true;
        }

        private RuleLoop<T, V, R> Admitted<R>(R rule)
            where R : struct, IRule<V> => SlotProbe<T, V>.Written(rule) is > 0 and var written
            ? throw new ArgumentException($"The rule of {optimizer.GetType().Name} says that it has {R.Slots} slots, but writes into {(written == 3 ? "the third" : written == 2 ? "the second" : "the first")}, which would be forgotten from update to update. Make Slots the number of those that it uses.")
            : new RuleLoop<T, V, R>();
    }

    private abstract class RuleLoop<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        public abstract void Run(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute);
    }

    private sealed class RuleLoop<T, V, R> : RuleLoop<T, V>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where R : struct, IRule<V>
    {
        public R Rule { get; set; }

        public override void Run(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute) =>
            Update<T, V>.Run(Rule, parameters, gradients, slots, quadratic, absolute);
    }
}
