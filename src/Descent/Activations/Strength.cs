using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>An activation whose strength is learned for each neuron: <c>x + α·(f(x) − x)</c>, which is the identity for α = 0 and f for α = 1.</summary>
/// <remarks>
/// The parametric activations of RealMLP: Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024, where f is <see cref="Selu"/> or <see cref="Mish"/>
/// and α is trained with a tenth of the learning rate (<c>TrainingOptions.Groups</c>). The parameter α is named <c>strength</c>; weight penalties and decay do not apply to it by default.
/// </remarks>
/// <param name="Inner">f, an elementwise activation without parameters; default <see cref="Selu"/>.</param>
/// <param name="Start">The initial value of α; default 1.</param>
/// <example><c>new Dense(64, new Strength(new Mish()))</c></example>
public sealed record Strength([Option("without parameters of its own")] Activation? Inner = null, [Option] double Start = 1) : PerNeuronActivation
{
    /// <summary>f.</summary>
    public Activation Inner { get; init => field = Usable(value); } = Usable(Inner ?? new Selu());

    /// <summary>The initial value of α.</summary>
    public double Start { get; init => field = Check.Finite(value, nameof(Start)); } = Check.Finite(Start);

    /// <inheritdoc/>
    protected internal override Initializer? PreferredInitializer => Inner.PreferredInitializer;

    /// <inheritdoc/>
    protected override NeuronParameter Parameter => new("strength", Start);

    internal override string Description => $"{Name} of {Inner.Name}";

    /// <inheritdoc/>
    protected override TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => ((ElementwiseActivation)Inner).Accept(new Around<V, TResult>(visitor));

    private static Activation Usable(Activation inner)
    {
        ArgumentNullException.ThrowIfNull(inner, nameof(Inner));
        return inner switch
        {
            Linear => throw new ArgumentException("The identity has no strength to learn. Give Strength another activation, such as Selu.", nameof(Inner)),
            Step => throw new ArgumentException("Step has the derivative 0, so gradients cannot train the layers before it. Give Strength another activation, such as Tanh.", nameof(Inner)),
            ElementwiseActivation and not Swish { Learnable: true } => inner,
            _ => throw new ArgumentException($"Strength needs an elementwise activation without parameters, such as Selu; {inner.GetType().Name} is not one.", nameof(Inner)),
        };
    }

    private sealed class Around<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) : IElementwiseVisitor<V, TResult>
        where V : struct, ILane<V>
    {
        public TResult Visit<K>(K kernel)
            where K : struct, IElementwise<V> => visitor.Visit(new Kernel<V, K>(kernel));
    }

    private readonly struct Kernel<V, K>(K inner) : IPerNeuron<V>
        where V : struct, ILane<V>
        where K : struct, IElementwise<V>
    {
        public static bool Keeps => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x, V strength, out V kept)
        {
            kept = inner.Value(x);
            return V.Fma(strength, kept - x, x);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivatives(V x, V kept, V strength, out V sensitivity)
        {
            sensitivity = kept - x;
            return V.Fma(strength, inner.Derivative(x, kept) - V.One, V.One);
        }
    }
}
