using Descent.Numerics;

namespace Descent;

/// <summary>What <see cref="Randomized"/> does with the fresh numbers that it draws while training.</summary>
public enum RandomizedForm
{
    /// <summary>w ← w + s·r: every weight is shaken by a fresh number, scaled by the strength.</summary>
    Perturb,

    /// <summary>w ← r with probability s: a share of the weights, chosen at random, is drawn anew.</summary>
    Redraw,
}

/// <summary>
/// Randomized, from a distribution that changes during training: before an epoch begins, every <c>Every</c> epochs, fresh numbers
/// r are drawn as <c>Inner</c> draws them, and with a strength s that falls the weights are shaken by them or partly replaced.
/// </summary>
/// <remarks>
/// The model keeps exploring other weights while it is trained, in the spirit of Neelakantan et al., "Adding gradient noise improves learning for very deep networks", 2015. The first
/// weights are those of Inner; the first shaking comes after <c>Every</c> epochs, also with a warm start, whose epochs count from its
/// own beginning. Epochs in which s is 0 change nothing, and training goes on to the same bits as with Inner alone. With validation
/// rows the best epoch's weights are restored as ever, so a shaking that did harm is forgotten. With <see cref="Dynamic"/> around
/// it or inside, the first weights are scaled to the data, the numbers drawn later are not.
/// </remarks>
/// <param name="Inner">Draws the first weights and all later numbers; default <see cref="GlorotUniform"/>.</param>
/// <param name="Strength">s ≥ 0 at a moment, a number or a schedule; default 0.1·0.9^epoch. For Redraw a probability: more than 1 is 1.</param>
/// <param name="Every">Epochs between two shakings, at least 1; default 1.</param>
/// <param name="Form">What is done with the fresh numbers; default Perturb.</param>
public sealed record Randomized(Initializer? Inner = null, Schedule? Strength = null, int Every = 1, RandomizedForm Form = RandomizedForm.Perturb) : Initializer
{
    /// <summary>Draws the first weights and all later numbers.</summary>
    public Initializer Inner { get; init => field = Given(value); } = Given(Inner ?? new GlorotUniform());

    /// <summary>s.</summary>
    public Schedule Strength { get; init => field = Usable(value); } = Usable(Strength ?? new ExponentialSchedule(0.1, 0.9));

    /// <summary>Epochs between two shakings.</summary>
    public int Every { get; init => field = Check.AtLeast(value, 1, nameof(Every)); } = Check.AtLeast(Every, 1);

    /// <summary>What is done with the fresh numbers.</summary>
    public RandomizedForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    internal override Initializer? Wrapped => Inner;

    internal override bool ActsBetweenEpochs => true;

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => Inner.Fill(values, fanOut, fanIn, random);

    internal override bool IsDue(int epoch) => epoch > 1 && (epoch - 1) % Every == 0;

    internal override void BeforeEpoch(Span<double> values, int fanOut, int fanIn, Moment moment, CounterRandom numbers, CounterRandom choice)
    {
        double strength = StrengthAt(moment);
        if (strength == 0)
        {
            return;
        }

        double[] fresh = new double[values.Length];
        Inner.Fill(fresh, fanOut, fanIn, numbers);
        for (int i = 0; i < fresh.Length; i++)
        {
            values[i] = Form == RandomizedForm.Perturb ? values[i] + (strength * fresh[i]) : choice.Uniform((ulong)i) < strength ? fresh[i] : values[i];
        }
    }

    /// <summary>s at a moment.</summary>
    /// <exception cref="ArgumentException">If the schedule gives a number that is not finite or is negative.</exception>
    internal double StrengthAt(Moment moment)
    {
        double strength = Strength.At(moment);
        return double.IsFinite(strength) && strength >= 0
            ? strength
            : throw new ArgumentException($"The strength of the randomized initializer is {strength} at step {moment.Step}; it must be a finite number that is not negative. Check the schedule {Strength}.");
    }

    private static Initializer Given(Initializer inner)
    {
        ArgumentNullException.ThrowIfNull(inner, nameof(Inner));
        return !inner.ActsBetweenEpochs
            ? inner
            : throw new ArgumentException($"Inner is randomized already ({inner.GetType().Name}). Give Randomized an initializer that is not.", nameof(Inner));
    }

    private static Schedule Usable(Schedule strength)
    {
        ArgumentNullException.ThrowIfNull(strength, nameof(Strength));
        return strength is ConstantSchedule { Value: < 0 } constant
            ? throw new ArgumentOutOfRangeException(nameof(Strength), constant.Value, "Strength must be at least 0; 0.01 to 0.3 is usual.")
            : strength;
    }
}
