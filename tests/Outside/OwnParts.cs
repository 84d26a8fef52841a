using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Descent.Numerics;

namespace Descent.Outside;

/// <summary>Inverse square root unit, x/√(1 + α·x²): Carlile et al., 2017.</summary>
public sealed record Isru(double Alpha = 1) : ElementwiseActivation
{
    protected override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(Alpha)));

    private readonly struct Kernel<V>(V alpha) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x * Inverse(x);

        // (1 + α·x²)^(−3/2).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => Inverse(x) * Inverse(x) * Inverse(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Inverse(V x) => V.One / V.Sqrt(V.Fma(alpha * x, x, V.One));
    }
}

/// <summary>Squareplus, ½·(x + √(x² + b)), a softplus without exponentials (Barron 2021), in which every neuron learns its own b.</summary>
public sealed record Squareplus(double Start = 4) : PerNeuronActivation
{
    protected override NeuronParameter Parameter => new("bend", Start, Lowest: 0.01);

    protected override TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(0.5)));

    private readonly struct Kernel<V>(V half) : IPerNeuron<V>
        where V : struct, ILane<V>
    {
        public static bool Keeps => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x, V bend, out V root)
        {
            root = V.Sqrt(V.Fma(x, x, bend));
            return half * (x + root);
        }

        // With r the root: ∂f/∂x = ½·(1 + x/r), ∂f/∂b = ¼/r.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivatives(V x, V root, V bend, out V sensitivity)
        {
            V share = half / root;
            sensitivity = half * share;
            return V.Fma(share, x, half);
        }
    }
}

/// <summary>Cauchy's loss, ½·c²·ln(1 + (e/c)²).</summary>
public sealed record Cauchy(double Scale = 1, Reduction Reduction = Reduction.MeanOverElements) : ElementwiseLoss(Reduction)
{
    protected override TResult Accept<V, TResult>(IElementLossVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(1 / Scale), V.Splat(Scale * Scale / 2)));

    protected override string? Misfit(OutputRange range) => range == OutputRange.Distribution ? "Cauchy is for numbers, but the network ends in probabilities. End it in Linear." : null;

    protected override string? TargetError(double value) => Math.Abs(value) <= 1e6 ? null : "targets of Cauchy's loss are at most a million";

    private readonly struct Kernel<V>(V inverse, V factor) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V error = output - target, share = error * inverse, sum = V.One + (share * share);
            derivative = error / sum;
            return factor * V.Log(sum);
        }
    }
}

/// <summary>The distance between outputs and targets, √(ε² + Σe²), for positions: an error counts the same in every direction.</summary>
public sealed record EuclideanDistance(double Softening = 0.1, Reduction Reduction = Reduction.MeanOverSamples) : SamplewiseLoss(Reduction)
{
    protected override TResult Accept<V, TResult>(ISampleLossVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(Softening * Softening)));

    protected override string? Misfit(OutputRange range, int outputs) => outputs < 2 ? "A distance needs at least two outputs. Use MeanAbsoluteError for one." : null;

    private readonly struct Kernel<V>(V square) : ISampleLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(Samples<V> samples)
        {
            V sum = square;
            for (int i = 0; i < samples.Outputs; i++)
            {
                V error = samples.Output(i) - samples.Target(i);
                sum = V.Fma(error, error, sum);
            }

            V distance = V.Sqrt(sum), inverse = V.One / distance;
            for (int i = 0; i < samples.Outputs; i++)
            {
                samples.SetDerivative(i, (samples.Output(i) - samples.Target(i)) * inverse);
            }

            return distance;
        }
    }
}

/// <summary>θ ← θ − η·sign(m), where m is an average of gradients.</summary>
public sealed record SignDescent(Schedule? LearningRate = null, double Beta = 0.9) : ElementwiseOptimizer(LearningRate ?? 0.001)
{
    protected override TResult Accept<V, TResult>(TrainingPosition position, IRuleVisitor<V, TResult> visitor) => visitor.Visit(new Rule<V>(V.Splat(-Rate(position)), V.Splat(Beta), V.Splat(1 - Beta)));

    private readonly struct Rule<V>(V negativeRate, V beta, V share) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta, slots.First, share * gradient);
            return V.Fma(negativeRate, V.Select(slots.First, V.One, V.Select(-slots.First, -V.One, V.Zero)), parameter);
        }
    }
}

/// <summary>Falls and rises again, a triangle wave.</summary>
public sealed record Triangle(double Low = 0.001, double High = 0.01, double Epochs = 2) : Schedule
{
    public override double At(TrainingPosition position) => Low + ((High - Low) * Math.Abs(1 - (2 * (position.Epoch / Epochs % 1))));
}

/// <summary>½·λ·Σw² over all parameters, with a decreasing λ.</summary>
public sealed record FadingDecay(double Strength = 0.1) : Regularizer
{
    protected override bool PenalizesAll => true;

    protected override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) => (Strength / (1 + position.Epoch), 0);
}

/// <summary>Swap noise: in every epoch, each input is replaced, with the given probability, by the value of its column in another row.</summary>
public sealed record SwapNoise(double Probability = 0.1) : EpochAugmentation
{
    protected override void Change<T>(in AugmentedRows<T> rows)
    {
        CounterRandom chances = rows.Draws(0), others = rows.Draws(1);
        ReadOnlySpan<T> given = rows.Source.Inputs.Span;
        int columns = rows.Source.InputColumns;
        for (int i = 0; i < rows.Inputs.Length; i++)
        {
            if (chances.Uniform((ulong)i) < Probability)
            {
                rows.Inputs[i] = given[(others.Below((ulong)i, rows.Source.Rows) * columns) + (i % columns)];
            }
        }
    }
}

/// <summary>Every weight ±a/√n.</summary>
public sealed record Signs(double Size = 1) : Initializer
{
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.Uniform((ulong)i) < 0.5 ? -Size : Size) / Math.Sqrt(fanIn);
        }
    }
}

/// <summary>The largest error.</summary>
public sealed record LargestError : Metric
{
    public override string Name => "largest_error";

    public override bool HigherIsBetter => false;

    public override bool Fits(OutcomeForm form) => form == OutcomeForm.Regression;

    protected override double Evaluate(in Outcome outcome)
    {
        double largest = 0;
        for (int i = 0; i < outcome.Targets.Length; i++)
        {
            // A row of weight 0 does not count.
            double error = outcome.Weight(i / outcome.Columns) > 0 ? Math.Abs(outcome.Outputs.Span[i] - outcome.Targets.Span[i]) : 0;
            largest = Math.Max(largest, error);
        }

        return largest;
    }
}

/// <summary>A residual block with a narrow middle.</summary>
public sealed record Bottleneck(int Units) : CompositeLayer
{
    protected override IReadOnlyList<Layer> Expand(int width) => [new Residual([new Dense(Units, new Isru()), new Dense(width)])];
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(Isru))]
[JsonSerializable(typeof(Squareplus))]
[JsonSerializable(typeof(Cauchy))]
[JsonSerializable(typeof(EuclideanDistance))]
[JsonSerializable(typeof(SignDescent))]
[JsonSerializable(typeof(Triangle))]
[JsonSerializable(typeof(FadingDecay))]
[JsonSerializable(typeof(SwapNoise))]
[JsonSerializable(typeof(Signs))]
[JsonSerializable(typeof(Bottleneck))]
internal sealed partial class OwnJson : JsonSerializerContext;

/// <summary>Makes the parts known by name.</summary>
public static class OwnParts
{
    public static void Register()
    {
        Catalogue.Register(new CatalogueEntry("isru", new Isru(), "x / √(1 + α·x²)", Source: "Carlile et al. 2017", AlsoCalled: "inverse_square_root_unit"), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("squareplus", new Squareplus(), "½·(x + √(x² + b))", Source: "Barron 2021"), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("cauchy", new Cauchy(), "½·c²·ln(1 + (e/c)²)"), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("euclidean_distance", new EuclideanDistance(), "√(ε² + Σe²)", Use: "positions"), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("sign_descent", new SignDescent(), "θ ← θ - η·sign m"), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("triangle_schedule", new Triangle()), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("fading_decay", new FadingDecay()), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("swap_noise", new SwapNoise(), "the value of another row, with a probability", Use: "tables"), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("signs", new Signs(), "±a/√n"), OwnJson.Default);
        Catalogue.Register(new CatalogueEntry("largest_error", new LargestError(), "max |e|"));
        Catalogue.Register(new CatalogueEntry("bottleneck", new Bottleneck(4)), OwnJson.Default);
    }
}
