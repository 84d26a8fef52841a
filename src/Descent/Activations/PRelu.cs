using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Parametric rectified linear unit: <c>x</c> for x &gt; 0, otherwise <c>α·x</c> with α learned for every neuron.</summary>
/// <remarks>He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015.</remarks>
/// <param name="Slope">The initial value of α; default 0.25, as in the paper and in PyTorch.</param>
/// <param name="Lowest">The lower bound of α, or null.</param>
/// <param name="Highest">The upper bound of α, or null.</param>
public sealed record PRelu([Option] double Slope = 0.25, [Option("no bound")] double? Lowest = null, [Option("no bound")] double? Highest = null) : PerNeuronActivation
{
    /// <summary>The initial value of α.</summary>
    public double Slope { get; init => field = Check.Finite(value, nameof(Slope)); } = Check.Finite(Slope);

    /// <summary>The lower bound of α, a finite number, or null.</summary>
    public double? Lowest { get; init => field = Check.FiniteOrNone(value); } = Check.FiniteOrNone(Lowest);

    /// <summary>The upper bound of α, a finite number, or null.</summary>
    public double? Highest { get; init => field = Check.FiniteOrNone(value); } = Check.FiniteOrNone(Highest);

    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    /// <inheritdoc/>
    protected internal override string Name => "prelu";

    /// <inheritdoc/>
    protected override NeuronParameter Parameter => new("slope", Slope, Lowest, Highest);

    /// <inheritdoc/>
    protected override TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IPerNeuron<V>
        where V : struct, ILane<V>
    {
        public static bool Keeps => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x, V slope, out V kept)
        {
            kept = x;
            return V.Select(x, x, slope * x);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivatives(V x, V kept, V slope, out V sensitivity)
        {
            sensitivity = V.Select(x, V.Zero, x);
            return V.Select(x, V.One, slope);
        }
    }
}
