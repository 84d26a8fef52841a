using Descent.Numerics;

namespace Descent;

/// <summary>How <see cref="Randomized"/> uses the numbers that it draws during training.</summary>
public enum RandomizedForm
{
    /// <summary>w ← w + s·r: every weight is perturbed by a new random number, scaled by the strength.</summary>
    Perturb,

    /// <summary>w ← r with probability s: a random subset of the weights is redrawn.</summary>
    Redraw,
}

/// <summary>
/// Changes weights at random during training: before every epoch, or every <c>Every</c> epochs, <c>Inner</c> draws new numbers
/// r, which perturb the weights or replace some of them, with a decreasing strength s.
/// </summary>
/// <remarks>
/// The model keeps exploring other weights during training, in the spirit of Neelakantan et al., "Adding gradient noise improves learning for very deep networks", 2015. The initial
/// weights are those of Inner. The first perturbation comes after <c>Every</c> epochs; with a warm start, epochs count from its
/// own beginning. When s is 0, nothing changes, and training continues to the same bits as with Inner alone. With validation
/// rows the weights of the best epoch are restored as usual, which undoes a harmful perturbation. If it is inside <see cref="Dynamic"/>,
/// or contains it, the initial weights are scaled to the data, but the numbers drawn later are not.
/// </remarks>
/// <param name="Inner">The initializer that draws the initial weights and all later numbers; default <see cref="GlorotUniform"/>.</param>
/// <param name="Strength">s ≥ 0, a number or a schedule; default 0.1·0.9^epoch. For Redraw it is a probability, and values above 1 count as 1.</param>
/// <param name="Every">The number of epochs between two perturbations, at least 1; default 1.</param>
/// <param name="Form">How the new numbers are used; default Perturb.</param>
public sealed record Randomized(Initializer? Inner = null, [Option(AtLeast = 0)] Schedule? Strength = null, [Option("in epochs", AtLeast = 1)] int Every = 1, RandomizedForm Form = RandomizedForm.Perturb) : Initializer
{
    /// <summary>The initializer that draws the initial weights and all later numbers.</summary>
    public Initializer Inner { get; init => field = Given(value); } = Given(Inner ?? new GlorotUniform());

    /// <summary>s.</summary>
    public Schedule Strength { get; init => field = Usable(value); } = Usable(Strength ?? new ExponentialSchedule(0.1, 0.9));

    /// <summary>The number of epochs between two perturbations.</summary>
    public int Every { get; init => field = Check.AtLeast(value, 1, nameof(Every)); } = Check.AtLeast(Every, 1);

    /// <summary>How the new numbers are used.</summary>
    public RandomizedForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    internal override Initializer? Wrapped => Inner;

    internal override bool ActsBetweenEpochs => true;

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => Inner.Fill(values, fanOut, fanIn, random);

    internal override bool IsDue(int epoch) => epoch > 1 && (epoch - 1) % Every == 0;

    internal override void BeforeEpoch(Span<double> values, int fanOut, int fanIn, TrainingPosition position, CounterRandom numbers, CounterRandom choice)
    {
        double strength = StrengthAt(position);
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
    /// <exception cref="ArgumentException">If the value of the schedule is negative or not finite.</exception>
    internal double StrengthAt(TrainingPosition position)
    {
        double strength = Strength.At(position);
        return double.IsFinite(strength) && strength >= 0
            ? strength
            : throw new ArgumentException($"The strength of the randomized initializer is {strength} at step {position.Step}; it must be a finite number of at least 0. Check the schedule {Strength}.");
    }

    private static Initializer Given(Initializer inner)
    {
        ArgumentNullException.ThrowIfNull(inner, nameof(Inner));
        return !inner.ActsBetweenEpochs
            ? inner
            : throw new ArgumentException($"Inner ({inner.GetType().Name}) is already randomized. Give Randomized an initializer that is not randomized.", nameof(Inner));
    }

    private static Schedule Usable(Schedule strength)
    {
        ArgumentNullException.ThrowIfNull(strength, nameof(Strength));
        return strength is ConstantSchedule { Value: < 0 } constant
            ? throw new ArgumentOutOfRangeException(nameof(Strength), constant.Value, "Strength must be at least 0; usual values are 0.01 to 0.3.")
            : strength;
    }
}
