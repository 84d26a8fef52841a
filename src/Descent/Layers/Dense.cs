using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>A fully connected layer, <c>y = W·x + b</c>, optionally followed by an activation (short for two layers).</summary>
/// <param name="Units">The number of neurons, at least 1.</param>
/// <param name="Activation">The activation; default null for linear.</param>
/// <param name="UseBias">Whether there is a bias b; default true.</param>
/// <param name="WeightInitializer">
/// How W is initialized. The default suits the activation that follows (He for the ReLU family, Glorot uniform otherwise);
/// normalization, dropout and noise in between are ignored.
/// </param>
/// <param name="BiasInitializer">How b is initialized; default zeros.</param>
/// <param name="Parametrization">How the weights are scaled; default W·x + b.</param>
public sealed record Dense([Option(AtLeast = 1)] int Units, Activation? Activation = null, bool UseBias = true, [Option("what suits the activation")] Initializer? WeightInitializer = null, [Option("zeros")] Initializer? BiasInitializer = null, [Option("the latter is W·x/√inputs + b with W ~ N(0, 1)")] Parametrization Parametrization = Parametrization.Standard) : Layer
{
    /// <summary>The number of neurons.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>How the weights are scaled.</summary>
    public Parametrization Parametrization { get; init => field = Check.Defined(value); } = Check.Defined(Parametrization);

    internal override void Write(StepBuilder steps)
    {
        Initializer? weight = WeightInitializer;
        if (Parametrization == Parametrization.NeuralTangentKernel)
        {
            // Dividing the inputs is cheaper than dividing the products, which are more numerous.
            steps.Elementwise("divided by the root of the inputs", new Division(Math.Sqrt(steps.Width)));
            weight ??= new RandomNormal(1);
        }

        if (steps.Members is { } members)
        {
            members.Affine(Units, weight, UseBias, BiasInitializer);
        }
        else
        {
            WriteAlone(steps, weight);
        }

        if (Activation is not null)
        {
            steps.Write(Activation);
        }
    }

    private void WriteAlone(StepBuilder steps, Initializer? weight)
    {
        Layer? follower = Activation ?? steps.Next;
        steps.Affine(Units, weight ?? follower?.PreferredInitializer ?? new GlorotUniform(), UseBias ? BiasInitializer ?? new Zeros() : null);
    }

    /// <summary>The division of the inputs by the root of their number.</summary>
    /// <param name="divisor">The root.</param>
    internal sealed class Division(double divisor) : IElementwiseFunction
    {
        /// <summary>The number by which the inputs are multiplied.</summary>
        public double Factor => 1 / divisor;

        public OutputRange Range => OutputRange.Unbounded;

        public TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
            where V : struct, ILane<V> => visitor.Visit(new Kernel<V>(V.Splat(1 / divisor)));

        private readonly struct Kernel<V>(V factor) : IElementwise<V>
            where V : struct, ILane<V>
        {
            public static bool NeedsInput => false;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Value(V x) => factor * x;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Derivative(V x, V y) => factor;
        }
    }
}
