namespace Descent.Cli.Reproductions;

/// <summary>
/// The optimized network of the second source note, step by step in its own order: 3 inputs → 3 relu with inverted dropout →
/// 1 sigmoid, Adam with η = 0.01, λ = 0.01, three rows at once. It is written out here because the library has most of its
/// <see cref="Quirks"/> not, and draws its dropout masks from counters.
/// </summary>
internal sealed class OptimizedNetwork
{
    private const double LearningRate = 0.01, Lambda = 0.01, FirstScale = 0.01;
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly NumpyRandom random = new(HousePrices.Seed);
    private readonly Quirks quirks;
    private readonly double dropoutRate;
    private readonly Slot weight1, bias1, weight2, bias2;
    private int step;

    /// <summary>Draws the first weights.</summary>
    /// <param name="quirks">What to do as the note's program does; the others are put right.</param>
    /// <param name="dropoutRate">The share of hidden outputs that are set to 0.</param>
    public OptimizedNetwork(Quirks quirks = Quirks.All, double dropoutRate = 0.2)
    {
        this.quirks = quirks;
        this.dropoutRate = dropoutRate;
        weight1 = new(FirstScale * random.Normal(3, 3));
        bias1 = new(SmallMatrix.Zeros(3, 1));
        weight2 = new(FirstScale * random.Normal(1, 3));
        bias2 = new(SmallMatrix.Zeros(1, 1));
    }

    /// <summary>The weights and biases of both layers, as they stand.</summary>
    public IReadOnlyList<SmallMatrix> Parameters => [weight1.Value, bias1.Value, weight2.Value, bias2.Value];

    /// <summary>One step on all rows.</summary>
    /// <returns>The mean squared error before it, of the outputs with dropout; what is made small is the cross-entropy.</returns>
    public double Step()
    {
        step++;
        SmallMatrix x = HousePrices.Inputs, y = HousePrices.Targets;
        SmallMatrix z1 = weight1.Value.Times(x).PlusColumn(bias1.Value);
        SmallMatrix mask = random.Uniform(z1.Rows, z1.Columns).Map(draw => draw > dropoutRate ? 1 / (1 - dropoutRate) : 0);
        SmallMatrix a1 = z1.Map(z => Math.Max(0, z)) * mask;
        SmallMatrix a2 = weight2.Value.Times(a1).PlusColumn(bias2.Value).Map(z => 1 / (1 + Math.Exp(-z)));

        SmallMatrix dz2 = a2 - y;
        SmallMatrix dz1 = weight2.Value.Transposed().Times(dz2) * z1.Map(z => z > 0 ? 1 : 0);
        if (!Has(Quirks.UnmaskedGradient))
        {
            dz1 *= mask;
        }

        double share = 1.0 / x.Columns, decay = Has(Quirks.DividedDecay) ? Lambda * share : Lambda;
        SmallMatrix dw1 = (share * dz1.Times(x.Transposed())) + (decay * weight1.Value);
        SmallMatrix dw2 = (share * dz2.Times(a1.Transposed())) + (decay * weight2.Value);
        Adam(weight1, dw1);
        Adam(weight2, dw2);
        Bias(bias1, dz1.RowMeans());
        Bias(bias2, dz2.RowMeans());
        return (dz2 * dz2).Flat.Average();
    }

    private void Bias(Slot bias, SmallMatrix gradient)
    {
        if (Has(Quirks.PlainBiases))
        {
            bias.Value -= LearningRate * gradient;
        }
        else
        {
            Adam(bias, gradient);
        }
    }

    private void Adam(Slot slot, SmallMatrix gradient)
    {
        slot.Mean = (Beta1 * slot.Mean) + ((1 - Beta1) * gradient);
        slot.Square = (Beta2 * slot.Square) + ((1 - Beta2) * (gradient * gradient));
        int power = Has(Quirks.CorrectionPower) ? 1 : step;
        SmallMatrix mean = (1 / (1 - Math.Pow(Beta1, power))) * slot.Mean, square = (1 / (1 - Math.Pow(Beta2, power))) * slot.Square;
        slot.Value -= LearningRate * mean.With(square, (m, s) => m / (Math.Sqrt(s) + Epsilon));
    }

    private bool Has(Quirks quirk) => quirks.HasFlag(quirk);

    /// <summary>An array of weights or biases, with what Adam remembers about it.</summary>
    private sealed class Slot(SmallMatrix value)
    {
        public SmallMatrix Value { get; set; } = value;

        public SmallMatrix Mean { get; set; } = SmallMatrix.Zeros(value.Rows, value.Columns);

        public SmallMatrix Square { get; set; } = SmallMatrix.Zeros(value.Rows, value.Columns);
    }
}
