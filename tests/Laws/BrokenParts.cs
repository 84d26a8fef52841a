using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>What is wrong with a curve.</summary>
public enum CurveFault
{
    Nothing,
    Sign,
    Factor,
    Input,
    Range,
    Memory,
    Thread,
    Jump,
}

/// <summary>x / √(1 + x²), or almost.</summary>
internal sealed record BrokenCurve(CurveFault Fault) : ElementwiseActivation
{
    private static object? s_kept;

    /// <summary>The thread on which the parts are tried.</summary>
    public static int Home { get; set; }

    protected internal override OutputRange Range => Fault switch { CurveFault.Range => OutputRange.UnitInterval, CurveFault.Jump => OutputRange.Unbounded, _ => OutputRange.Symmetric };

    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) =>
        Fault == CurveFault.Input ? visitor.Visit(default(Careless<V>)) : visitor.Visit(new Kernel<V>(Fault));

    private readonly struct Kernel<V>(CurveFault fault) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => true;

        public V Value(V x)
        {
            s_kept = fault == CurveFault.Memory ? new object() : s_kept;
            V value = x / V.Sqrt(V.Fma(x, x, V.One));
            return fault == CurveFault.Thread && Environment.CurrentManagedThreadId != Home ? value * V.Splat(0.5)
                : fault == CurveFault.Jump ? value + V.Select(x - V.Splat(0.25), V.Splat(0.1), V.Zero) : value;
        }

        public V Derivative(V x, V y)
        {
            V inverse = V.One / V.Sqrt(V.Fma(x, x, V.One)), derivative = inverse * inverse * inverse;
            return fault switch { CurveFault.Sign => -derivative, CurveFault.Factor => derivative * V.Splat(1.001), _ => derivative };
        }
    }

    /// <summary>It looks at x, which it says that it does not.</summary>
    private readonly struct Careless<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        public V Value(V x) => x / V.Sqrt(V.Fma(x, x, V.One));

        public V Derivative(V x, V y)
        {
            V inverse = V.One / V.Sqrt(V.Fma(x, x, V.One));
            return inverse * inverse * inverse;
        }
    }
}

/// <summary>Half of the squared error, whose derivative is Factor times what it should be on one side.</summary>
internal sealed record BrokenLoss(double Factor) : ElementwiseLoss(Reduction.MeanOverElements)
{
    protected override TResult Accept<V, TResult>(IElementLossVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(Factor)));

    private readonly struct Kernel<V>(V factor) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        public V Value(V output, V target, out V derivative)
        {
            V error = output - target;
            derivative = V.Select(error, factor * error, error);
            return V.Splat(0.5) * error * error;
        }
    }
}

/// <summary>A loss of targets that nobody has.</summary>
internal sealed record PickyLoss() : ElementwiseLoss(Reduction.MeanOverElements)
{
    protected override string? TargetError(double value) => value == 7.25 ? null : "targets are 7.25";

    protected override TResult Accept<V, TResult>(IElementLossVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>What is wrong with a rule.</summary>
public enum RuleFault
{
    Nothing,
    Sign,
    Rate,
    Group,
    Width,
    State,
    Slots,
}

/// <summary>Gradient descent, or almost.</summary>
internal sealed record BrokenRule(RuleFault Fault, Schedule? LearningRate = null) : ElementwiseOptimizer(LearningRate ?? 0.01)
{
    private static int s_calls;

    protected override TResult Accept<V, TResult>(TrainingPosition position, IRuleVisitor<V, TResult> visitor) => Fault == RuleFault.Slots ? visitor.Visit(new Forgetful<V>(V.Splat(-Rate(position)))) : visitor.Visit(new Rule<V>(V.Splat(Fault switch
    {
        RuleFault.Sign => Rate(position),
        RuleFault.Rate => -0.01,
        RuleFault.Group => -base.LearningRate.At(position),
        RuleFault.Width => -Rate(position) * Unsafe.SizeOf<V>() / 16,
        RuleFault.State => -Rate(position) * (1 + (++s_calls % 97)) / 97,
        _ => -Rate(position),
    })));

    private readonly struct Rule<V>(V rate) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 0;

        public V Next(V parameter, V gradient, ref Slots<V> slots) => V.Fma(rate, gradient, parameter);
    }

    /// <summary>Adagrad's sum in a slot that it does not say it has.</summary>
    private readonly struct Forgetful<V>(V rate) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = gradient;
            slots.Second = V.Fma(gradient, gradient, slots.Second);
            return V.Fma(rate, gradient / V.Sqrt(slots.Second + V.Splat(1e-8)), parameter);
        }
    }
}

/// <summary>What is wrong with a schedule.</summary>
public enum ScheduleFault
{
    Nothing,
    Negative,
    State,
    Memory,
    Equality,
}

/// <summary>A falling number, or almost.</summary>
internal sealed record BrokenSchedule(ScheduleFault Fault) : Schedule
{
    private static object? s_kept;
    private static double s_last = 1;

    public override double At(TrainingPosition position)
    {
        s_kept = Fault == ScheduleFault.Memory ? new object() : s_kept;
        return Fault switch
        {
            ScheduleFault.Negative => 0.1 - (0.002 * position.Epoch),
            ScheduleFault.State => s_last *= 0.999,
            _ => 0.1 / (1 + position.Epoch),
        };
    }

    public bool Equals(BrokenSchedule? other) => Fault != ScheduleFault.Equality && other is not null && other.Fault == Fault;

    public override int GetHashCode() => (int)Fault;
}

/// <summary>Half of the sum of squares, times Strength, or one that grows from call to call.</summary>
internal sealed record BrokenPenalty(double Strength, bool HasState = false) : Regularizer
{
    private static int s_calls;

    protected internal override bool PenalizesAll => true;

    protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) => (HasState ? Strength * (1 + (++s_calls % 89)) : Strength, 0);
}

/// <summary>Normal numbers of no seed, or all but the last.</summary>
internal sealed record BrokenDraw(bool HasState) : Initializer
{
    private static ulong s_draws;

    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        for (int i = 0; i < values.Length - (HasState ? 0 : 1); i++)
        {
            values[i] = random.Normal(HasState ? s_draws++ : (ulong)i);
        }
    }
}

/// <summary>What is wrong with a metric.</summary>
public enum MetricFault
{
    Nothing,
    Order,
    Weights,
    Best,
    State,
    Forms,
    Undefined,
}

/// <summary>The mean absolute error, or almost.</summary>
internal sealed record BrokenMetric(MetricFault Fault) : Metric
{
    private static int s_calls;

    public override string Name => "broken";

    public override bool HigherIsBetter => Fault == MetricFault.Best;

    public override bool Fits(OutcomeForm form) => form == OutcomeForm.Regression && Fault != MetricFault.Forms;

    protected override double Evaluate(in Outcome outcome)
    {
        double sum = 0, total = 0;
        for (int row = 0; row < outcome.Rows; row++)
        {
            double weight = Fault == MetricFault.Weights ? 1 : outcome.Weight(row) * (Fault == MetricFault.Order ? row : 1);
            for (int column = 0; column < outcome.Columns; column++)
            {
                int at = (row * outcome.Columns) + column;
                sum += weight * Math.Abs(outcome.Outputs.Span[at] - outcome.Targets.Span[at]);
            }

            total += weight * outcome.Columns;
        }

        return Fault == MetricFault.Undefined ? double.NaN : (sum / total) + (Fault == MetricFault.State ? ++s_calls : 0);
    }
}

/// <summary>A block with a curve in it, which may be broken.</summary>
internal sealed record BrokenBlock(CurveFault Fault) : CompositeLayer
{
    protected override IReadOnlyList<Layer> Expand(int width) => [new Residual([new Dense(3, new BrokenCurve(Fault)), new Dense(width)])];
}

/// <summary>A layer for more inputs than are ever tried.</summary>
internal sealed record WideBlock : CompositeLayer
{
    protected override IReadOnlyList<Layer> Expand(int width) => width > 1000 ? [new Dense(2)] : throw new ArgumentException("It is for more than 1000 inputs.");
}
