using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>a·x, a learned by every neuron, or with a derivative that takes where a starts for what was learned.</summary>
internal sealed record BrokenSlope(bool IsStuck) : PerNeuronActivation
{
    private const double Start = 0.8;

    protected override NeuronParameter Parameter => new("slope", Start);

    protected override TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(IsStuck, V.Splat(Start)));

    private readonly struct Kernel<V>(bool isStuck, V start) : IPerNeuron<V>
        where V : struct, ILane<V>
    {
        public static bool Keeps => false;

        public V Value(V x, V slope, out V kept)
        {
            kept = x;
            return slope * x;
        }

        public V Derivatives(V x, V kept, V slope, out V sensitivity)
        {
            sensitivity = x;
            return isStuck ? start : slope;
        }
    }
}

/// <summary>The logistic function as e^x / (1 + e^x), which is no number for large x, or with x cut off.</summary>
internal sealed record BrokenLogistic(bool Overflows) : ElementwiseActivation
{
    protected internal override OutputRange Range => OutputRange.UnitInterval;

    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(Overflows));

    private readonly struct Kernel<V>(bool overflows) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        public V Value(V x)
        {
            V power = V.Exp(overflows ? x : V.Min(x, V.Splat(40)));
            return power / (V.One + power);
        }

        public V Derivative(V x, V y) => y * (V.One - y);
    }
}

/// <summary>Scales all inputs, in every epoch alike, or more from epoch to epoch.</summary>
internal sealed record BrokenScaling(bool Remembers) : EpochAugmentation
{
    // An array, because a field would count when copies are compared.
    private readonly double[] grown = [1];

    protected internal override void Change<T>(in AugmentedRows<T> rows)
    {
        grown[0] = rows.Epoch == 1 || !Remembers ? 1.1 : grown[0] + 0.1;
        for (int i = 0; i < rows.Inputs.Length; i++)
        {
            rows.Inputs[i] *= T.CreateTruncating(grown[0]);
        }
    }
}
