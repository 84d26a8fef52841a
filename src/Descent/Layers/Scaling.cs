using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>A learned scale for every neuron: <c>y = s∘x</c>, with s = 1 initially. As the first layer it learns how much each input matters.</summary>
/// <remarks>
/// The front scaling layer of RealMLP: Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024, who train it with 6 times the
/// learning rate of the weights (<c>TrainingOptions.Groups</c>). The parameter s is named <c>scale</c>; weight penalties and decay do not apply
/// to it by default.
/// </remarks>
/// <example><c>Network network = [new Scaling(), new Dense(64, new Selu()), new Dense(1)];</c></example>
public sealed record Scaling : Layer, IPerNeuronFunction
{
    internal override bool IsSkippedByInitialization => true;

    internal override void Write(StepBuilder steps) => steps.PerNeuron("scaling", this, "scale", start: 1, bounds: null);

    TResult IPerNeuronFunction.Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IPerNeuron<V>
        where V : struct, ILane<V>
    {
        public static bool Keeps => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x, V scale, out V kept)
        {
            kept = x;
            return scale * x;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivatives(V x, V kept, V scale, out V sensitivity)
        {
            sensitivity = x;
            return scale;
        }
    }
}
