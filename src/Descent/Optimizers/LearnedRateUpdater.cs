using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Runs another rule with a learned rate. The rule is applied to zeros instead of the parameters, which gives its step −η·u without the rounding error of
/// a difference; the step is kept in an additional slot for the next update.
/// </summary>
internal sealed class LearnedRateUpdater<T, V>(Hypergradient options, double start, Updater<T> inner) : Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly TrainingPositionContext context = new();
    private double rate = start, decay, decayOfOthers;

    public override int Slots => inner.Slots + 1;

    public override bool LooksAhead => inner.LooksAhead;

    public override double? LearnedRate { get => rate; set => rate = value!.Value; }

    public override void Prepare(in TrainingPosition position)
    {
        context.LearnedRate = rate;
        context.FirstUpdate = position.Context?.FirstUpdate ?? 0;
        inner.Prepare(position with { Context = context });
        decay = rate * options.Inner.Decay(position, decays: true);
        decayOfOthers = rate * options.Inner.Decay(position, decays: false);
    }

    public override void LookAhead(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots) => inner.LookAhead(parameters, gradients, Memory(slots));

    // The gradients are passed as the slot, so the rule writes its result into them.
    public override void Penalize(Matrix<T> parameters, Matrix<T> gradients, double quadratic, double absolute)
    {
        if (quadratic != 0 || absolute != 0)
        {
            Update<T, V>.Run(default(PenaltyRule), parameters, gradients, gradients, quadratic, absolute);
        }
    }

    public override void Learn(in TrainingPosition position, double product, double gradients, double steps)
    {
        // The last step was −η·u.
        double speed = NumberRange.Falling.At(options.HyperLearningRate, position, nameof(Hypergradient.HyperLearningRate));
        double learned = options.Form == HypergradientForm.Additive
            ? rate - (speed * product / rate)
            : rate * (1 - (speed * Cosine(product, gradients, steps)));
        rate = double.IsNaN(learned) ? rate : Math.Clamp(learned, options.Lowest, options.Highest);
        Prepare(position);
    }

    public override void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays)
    {
        Matrix<T> step = slots.SliceRows(inner.Slots, 1);
        step.PaddedRow(0).Clear();
        inner.Apply(step, gradients, Memory(slots), 0, 0, decays);
        Update<T, V>.Run(new StepRule(V.Splat(-(decays ? decay : decayOfOthers))), parameters, gradients, step, 0, 0);
    }

    private static double Cosine(double product, double gradients, double steps)
    {
        // Two separate roots, because the product of two small squares may be 0.
        double norms = Math.Sqrt(gradients) * Math.Sqrt(steps);
        return norms > 0 ? Math.Clamp(product / norms, -1, 1) : 0;
    }

    private Matrix<T> Memory(Matrix<T> slots) => slots.SliceRows(0, inner.Slots);

    private readonly struct PenaltyRule : IRule<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = gradient;
            return parameter;
        }
    }

    /// <summary>θ ← θ + step, to which a decoupled decay is added first.</summary>
    private readonly struct StepRule(V negativeDecay) : IRule<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(negativeDecay, parameter, slots.First);
            return parameter + slots.First;
        }
    }
}
