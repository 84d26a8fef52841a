using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>An optimizer whose rule updates every parameter independently. To write your own, derive a sealed record from it.</summary>
/// <example>
/// <code>
/// public sealed record SignDescent(Schedule? LearningRate = null) : ElementwiseOptimizer(LearningRate ?? 0.001)
/// {
///     protected override TResult Accept&lt;V, TResult&gt;(TrainingPosition position, IRuleVisitor&lt;V, TResult&gt; visitor) =&gt; visitor.Visit(new Rule&lt;V&gt;(V.Splat(-Rate(position))));
///
///     private readonly struct Rule&lt;V&gt;(V negativeRate) : IRule&lt;V&gt;
///         where V : struct, ILane&lt;V&gt;
///     { … }
/// }
/// </code>
/// </example>
public abstract record ElementwiseOptimizer : Optimizer
{
    /// <summary>Initializes the optimizer.</summary>
    /// <param name="learningRate">η, a number or a schedule.</param>
    protected ElementwiseOptimizer(Schedule learningRate)
        : base(learningRate)
    {
    }

    internal sealed override Updater<T> Compile<T, V>() => new VisitedUpdater<T, V>(this);

    /// <summary>Passes the rule of a step to a visitor: <c>visitor.Visit(new Rule&lt;V&gt;(V.Splat(-Rate(position))))</c>, a struct that implements <see cref="IRule{V}"/>.</summary>
    /// <typeparam name="V">The lane type: the values that are computed at the same time.</typeparam>
    /// <typeparam name="TResult">The result of the visitor.</typeparam>
    /// <param name="position">The point in training at which schedules are evaluated.</param>
    /// <param name="visitor">Receives the rule.</param>
    /// <returns>The visitor's result.</returns>
    protected abstract TResult Accept<V, TResult>(TrainingPosition position, IRuleVisitor<V, TResult> visitor)
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

            // The number of slots is a property of the rule's type, which is known only in the visit.
            Prepare(new TrainingPosition(0, 1));
        }

        public override int Slots => slots!.Value;

        public override void Prepare(in TrainingPosition position)
        {
            if (!optimizer.Accept(position, this))
            {
                throw Check.Unvisited(optimizer);
            }
        }

        public override void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays) =>
            loop!.Run(parameters, gradients, slots, quadratic, absolute);

        public bool Visit<R>(R rule)
            where R : struct, IRule<V>
        {
            // Memory was allocated for the slots of the first rule.
            slots ??= R.Slots is >= 0 and <= 3 ? R.Slots : throw new ArgumentException($"The rule of {optimizer.GetType().Name} has {R.Slots} slots, but the number of slots must be from 0 to 3.");
            if (R.Slots != slots)
            {
                throw new ArgumentException($"{optimizer.GetType().Name} began with a rule of {slots} slots, but now has one of {R.Slots}. All of its rules must have the same number of slots: the largest number that one of them needs.");
            }

            // Created once, so that steps do not allocate.
            RuleLoop<T, V, R> own = loop as RuleLoop<T, V, R> ?? Admitted(rule);
            own.Rule = rule;
            loop = own;
            return true;
        }

        private RuleLoop<T, V, R> Admitted<R>(R rule)
            where R : struct, IRule<V> => SlotProbe<T, V>.Written(rule) is > 0 and var written
            ? throw new ArgumentException($"The rule of {optimizer.GetType().Name} has {R.Slots} slots, but writes into {(written == 3 ? "the third" : written == 2 ? "the second" : "the first")} one, which would not be kept between updates. Set Slots to the number of slots that it uses.")
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
