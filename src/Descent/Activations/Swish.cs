using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Swish: <c>x·σ(β·x)</c>, with β fixed or learned for each neuron.</summary>
/// <remarks>
/// Ramachandran, Zoph and Le, "Searching for activation functions", 2017. With the default β = 1
/// it is the SiLU of PyTorch and Keras.
/// </remarks>
/// <param name="Beta">β, or its initial value if it is learned; default 1.</param>
/// <param name="Learnable">Whether every neuron learns its own β; default false.</param>
/// <param name="Lowest">The lower bound of a learned β, or null.</param>
/// <param name="Highest">The upper bound of a learned β, or null.</param>
public sealed record Swish([Option] double Beta = 1, bool Learnable = false, [Option("no bound")] double? Lowest = null, [Option("no bound")] double? Highest = null) : ElementwiseActivation, IPerNeuronFunction
{
    /// <summary>β, or its initial value if it is learned.</summary>
    public double Beta { get; init => field = Check.Finite(value, nameof(Beta)); } = Check.Finite(Beta);

    /// <summary>The lower bound of a learned β, a finite number, or null.</summary>
    public double? Lowest { get; init => field = Check.FiniteOrNone(value); } = Check.FiniteOrNone(Lowest);

    /// <summary>The upper bound of a learned β, a finite number, or null.</summary>
    public double? Highest { get; init => field = Check.FiniteOrNone(value); } = Check.FiniteOrNone(Highest);

    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    internal override void Write(StepBuilder steps)
    {
        if (Learnable)
        {
            steps.PerNeuron(Name, this, "beta", Beta, Check.Bounds(Lowest, Highest, Beta, "Swish", "beta"));
        }
        else if (Lowest is null && Highest is null)
        {
            base.Write(steps);
        }
        else
        {
            throw new ArgumentException("Swish has bounds for beta but a fixed beta. Set Learnable = true, or remove the bounds.");
        }
    }

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new FixedKernel<V>(Check.Splat<V>(Beta, nameof(Swish), nameof(Beta))));

    TResult IPerNeuronFunction.Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => visitor.Visit(default(LearnableKernel<V>));

    private readonly struct FixedKernel<V>(V beta) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x * V.Sigmoid(beta * x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => default(LearnableKernel<V>).Derivatives(x, V.Sigmoid(beta * x), beta, out _);
    }

    private readonly struct LearnableKernel<V> : IPerNeuron<V>
        where V : struct, ILane<V>
    {
        public static bool Keeps => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x, V beta, out V sigmoid)
        {
            sigmoid = V.Sigmoid(beta * x);
            return x * sigmoid;
        }

        // f = x·σ, so f′ = σ + β·x·σ·(1 − σ), and ∂f/∂β = x²·σ·(1 − σ).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivatives(V x, V sigmoid, V beta, out V sensitivity)
        {
            V y = x * sigmoid, rest = V.One - sigmoid;
            // If σ is 1, its slope is 0, however large x² is; ∞·0 would be NaN.
            sensitivity = V.Select(rest, x * y * rest, V.Zero);
            return V.Fma(beta * y, rest, sigmoid);
        }
    }
}
