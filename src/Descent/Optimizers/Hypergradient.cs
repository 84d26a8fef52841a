using System.Text.Json.Serialization;

namespace Descent;

/// <summary>How <see cref="Hypergradient"/> changes the learning rate.</summary>
public enum HypergradientForm
{
    /// <summary>ηₜ = ηₜ₋₁ · (1 + κ·cos(∇ₜ, uₜ₋₁)): the rate changes by at most a fraction κ per step, independent of the size of the gradients.</summary>
    Multiplicative,

    /// <summary>ηₜ = ηₜ₋₁ + κ·∇ₜ·uₜ₋₁: gradient descent on η itself, the first form in the paper. κ must suit the size of the gradients.</summary>
    Additive,
}

/// <summary>
/// Hypergradient descent: the learning rate of any optimizer is learned during training. With <c>θₜ = θₜ₋₁ − η·uₜ₋₁</c>, the derivative of the loss with respect to η
/// is <c>−∇ₜ·uₜ₋₁</c>: the rate grows while gradients agree with uₜ₋₁, and shrinks when they reverse.
/// </summary>
/// <remarks>
/// <para>Baydin, Cornish, Martínez Rubio, Schmidt and Wood, "Online learning rate adaptation with hypergradient descent", 2018. For
/// gradient descent uₜ₋₁ is the last gradient. For the others it is the direction of their last step, including decoupled decay, with their slots
/// treated as constants. Gradients are those that the step uses: clipped, and with the slopes of penalties.</para>
/// <para>If κ is too large, the rate overshoots: gradients reverse only after steps have become too long, and the loss may then grow faster than the
/// rate shrinks. If the loss jumps up after a good start, halve κ or set <paramref name="Highest"/>.</para>
/// <para>The initial rate is that of the inner optimizer, which must be a plain number. One additional slot per parameter is needed. All products are
/// summed in double in a fixed order, so the rate is the same for any number of threads and any register width.</para>
/// </remarks>
/// <example><c>Optimizer optimizer = new Hypergradient(new Adam(0.001));</c></example>
/// <param name="Inner">The optimizer whose rate is learned; default <c>new GradientDescent()</c>.</param>
/// <param name="HyperLearningRate">
/// κ &gt; 0, the learning rate of the learning rate; default 0.02, for the multiplicative form. For the additive form the paper uses 1e−3 or 1e−4 for gradient
/// descent, and 1e−7 or 1e−8 for Adam.
/// </param>
/// <param name="Form">How the rate changes; default multiplicative.</param>
/// <param name="Lowest">The lower bound of the rate, above 0; default 1e−8.</param>
/// <param name="Highest">The upper bound of the rate; default 10.</param>
public sealed record Hypergradient(
    Optimizer? Inner = null, [Option("if additive, about 1e-4 for gradient_descent and 1e-7 for adam", Above = 0)] Schedule? HyperLearningRate = null, HypergradientForm Form = HypergradientForm.Multiplicative, [Option(Above = 0)] double Lowest = 1e-8, [Option(Above = 0)] double Highest = 10) : Optimizer(learningRate: null)
{
    /// <summary>The optimizer whose rate is learned.</summary>
    public Optimizer Inner { get; init => field = Learnable(value); } = Learnable(Inner ?? new GradientDescent());

    /// <summary>κ.</summary>
    public Schedule HyperLearningRate { get; init => field = NumberRange.Falling.Of(value); } = NumberRange.Falling.Of(HyperLearningRate ?? 0.02);

    /// <summary>How the rate changes.</summary>
    public HypergradientForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    /// <summary>The lower bound of the rate.</summary>
    public double Lowest { get; init => field = Check.Positive(value, nameof(Lowest)); } = Check.Positive(Lowest);

    /// <summary>The upper bound of the rate.</summary>
    public double Highest { get; init => field = Check.Positive(value, nameof(Highest)); } = Check.Positive(Highest);

    /// <summary>The initial rate, which is that of the inner optimizer.</summary>
    [JsonIgnore]
    public override Schedule LearningRate { get => Inner.LearningRate; init => Inner = Inner with { LearningRate = value }; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => [.. Inner.StateNames, "last step"];

    internal override Updater<T> Compile<T, V>()
    {
        double start = ((ConstantSchedule)Inner.LearningRate).Value;
        return Lowest <= start && start <= Highest
            ? new LearnedRateUpdater<T, V>(this, start, Inner.Compile<T, V>())
            : throw new ArgumentException(FormattableString.Invariant($"Hypergradient starts at the learning rate {start}, outside its bounds [{Lowest}, {Highest}]. Choose a LearningRate between Lowest and Highest."));
    }

    private static Optimizer Learnable(Optimizer inner)
    {
        ArgumentNullException.ThrowIfNull(inner, nameof(Inner));
        return inner switch
        {
            Hypergradient => throw new ArgumentException("Inner must be a plain optimizer, but its learning rate is already learned.", nameof(Inner)),
            FullBatchOptimizer => throw new ArgumentException($"Inner must have a learning rate, but {inner.GetType().Name} has none.", nameof(Inner)),
            { LearningRate: ConstantSchedule } => inner,
            _ => throw new ArgumentException($"Inner's LearningRate must be a plain number, which is the initial rate, but it is a {inner.LearningRate.GetType().Name}.", nameof(Inner)),
        };
    }
}
