using System.Text.Json.Serialization;

namespace Descent;

/// <summary>How <see cref="Hypergradient"/> changes the learning rate.</summary>
public enum HypergradientForm
{
    /// <summary>ηₜ = ηₜ₋₁ · (1 + κ·cos(∇ₜ, uₜ₋₁)): at most a share κ per step, whatever the size of the gradients.</summary>
    Multiplicative,

    /// <summary>ηₜ = ηₜ₋₁ + κ·∇ₜ·uₜ₋₁: gradient descent on η itself, the paper's first form. κ must fit the size of the gradients.</summary>
    Additive,
}

/// <summary>
/// Hypergradient descent: the learning rate of any optimizer is learned while training. With <c>θₜ = θₜ₋₁ − η·uₜ₋₁</c> the loss has the
/// derivative <c>−∇ₜ·uₜ₋₁</c> with respect to η: the rate grows while gradients point where the last step went, and shrinks when they turn round.
/// </summary>
/// <remarks>
/// <para>Baydin, Cornish, Martínez Rubio, Schmidt and Wood, "Online learning rate adaptation with hypergradient descent", 2018. For
/// gradient descent uₜ₋₁ is the last gradient. For the others it is the direction of their last step, a decoupled decay included, and what they remember
/// counts as fixed. Gradients are those that the step uses: clipped, with the slope of penalties.</para>
/// <para>A rate that grows by too large a κ overshoots: gradients turn round only after steps have become too long, and the loss may then grow faster than the
/// rate shrinks. Halve κ, or set <paramref name="Highest"/>, where the loss jumps up after a good beginning.</para>
/// <para>The first rate is the inner optimizer's, which must be a plain number. One number more per parameter is remembered. All products are
/// summed in double in one order, so the rate is the same for any number of threads and any width of registers.</para>
/// </remarks>
/// <example><c>Optimizer optimizer = new Hypergradient(new Adam(0.001));</c></example>
/// <param name="Inner">The optimizer whose rate is learned; default <c>new GradientDescent()</c>.</param>
/// <param name="HyperLearningRate">
/// κ &gt; 0, the rate at which the rate is learned; default 0.02, for the multiplicative form. For the additive form the paper has 1e−3 or 1e−4 for gradient
/// descent, 1e−7 or 1e−8 for Adam.
/// </param>
/// <param name="Form">How the rate changes; default multiplicative.</param>
/// <param name="Lowest">The rate never falls below it, above 0; default 1e−8.</param>
/// <param name="Highest">The rate never grows above it; default 10.</param>
public sealed record Hypergradient(
    Optimizer? Inner = null, Schedule? HyperLearningRate = null, HypergradientForm Form = HypergradientForm.Multiplicative, double Lowest = 1e-8, double Highest = 10) : Optimizer(learningRate: null)
{
    /// <summary>The optimizer whose rate is learned.</summary>
    public Optimizer Inner { get; init => field = Learnable(value); } = Learnable(Inner ?? new GradientDescent());

    /// <summary>κ.</summary>
    public Schedule HyperLearningRate { get; init => field = NumberRange.Falling.Of(value); } = NumberRange.Falling.Of(HyperLearningRate ?? 0.02);

    /// <summary>How the rate changes.</summary>
    public HypergradientForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    /// <summary>The rate never falls below it.</summary>
    public double Lowest { get; init => field = Check.Positive(value, nameof(Lowest)); } = Check.Positive(Lowest);

    /// <summary>The rate never grows above it.</summary>
    public double Highest { get; init => field = Check.Positive(value, nameof(Highest)); } = Check.Positive(Highest);

    /// <summary>The first rate: the inner optimizer's.</summary>
    [JsonIgnore]
    public override Schedule LearningRate { get => Inner.LearningRate; init => Inner = Inner with { LearningRate = value }; }

    internal override Updater<T> Compile<T, V>()
    {
        double start = ((ConstantSchedule)Inner.LearningRate).Value;
        return Lowest <= start && start <= Highest
            ? new LearntRateUpdater<T, V>(this, start, Inner.Compile<T, V>())
            : throw new ArgumentException(FormattableString.Invariant($"Hypergradient starts at the learning rate {start}, outside its bounds [{Lowest}, {Highest}]. Choose a LearningRate between Lowest and Highest."));
    }

    private static Optimizer Learnable(Optimizer inner)
    {
        ArgumentNullException.ThrowIfNull(inner, nameof(Inner));
        return inner switch
        {
            Hypergradient => throw new ArgumentException("Inner must be a plain optimizer: its learning rate is learned already.", nameof(Inner)),
            { LearningRate: ConstantSchedule } => inner,
            _ => throw new ArgumentException($"Inner's LearningRate must be a plain number, from which learning starts, but it is a {inner.LearningRate.GetType().Name}.", nameof(Inner)),
        };
    }
}
