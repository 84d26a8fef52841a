using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Categorical hinge: <c>max(0, ŷ₋ − ŷ₊ + Δ)</c>, where ŷ₊ is the output of the true class and ŷ₋ the highest output of the other classes,
/// for one-hot targets.
/// </summary>
/// <remarks>
/// For multiclass classification by scores instead of probabilities (Crammer and Singer, "On the algorithmic implementation
/// of multiclass kernel-based vector machines", 2001). Keras uses ŷ₋ = max((1 − y)·ŷ), in which the true class counts as 0:
/// the two differ if all other outputs are negative. PyTorch's <c>multi_margin_loss</c> sums over the other classes instead.
/// </remarks>
/// <param name="Margin">Δ, the required margin, above 0; default 1.</param>
/// <param name="Reduction">Default: mean over samples, as in Keras.</param>
public sealed record CategoricalHinge([Option(Above = 0)] double Margin = 1, Reduction Reduction = Reduction.MeanOverSamples) : SamplewiseLoss(Reduction)
{
    /// <summary>Δ, the required margin.</summary>
    public double Margin { get; init => field = Check.Positive(value, nameof(Margin)); } = Check.Positive(Margin);

    internal override bool IsNeverNegative => true;

    internal override string Description => "categorical hinge";

    /// <inheritdoc/>
    protected override string? Misfit(OutputRange range, int outputs) => range is OutputRange.Distribution or OutputRange.UnitInterval
        ? "CategoricalHinge needs scores, but the outputs of the network are probabilities, whose differences cannot reach the margin. End the network in Linear, or use CategoricalCrossEntropy after a Softmax."
        : MisfitOfClasses(nameof(CategoricalHinge), outputs);

    /// <inheritdoc/>
    protected override string? TargetError(double value) => value is 0 or 1 ? null : "targets of a categorical hinge loss must be 0 or 1";

    /// <inheritdoc/>
    protected override string? TargetError(ReadOnlySpan<double> sample)
    {
        double sum = 0;
        foreach (double value in sample)
        {
            sum += value;
        }

        return sum == 1 ? null : $"{sum:R} classes are marked, but the targets of a categorical hinge loss must be one-hot: one 1 per row";
    }

    /// <inheritdoc/>
    protected override TResult Accept<V, TResult>(ISampleLossVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(Margin)));

    private readonly struct Kernel<V>(V margin) : ISampleLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(Samples<V> samples)
        {
            V positive = V.Zero, negative = Other(samples, 0);
            for (int i = 0; i < samples.Outputs; i++)
            {
                positive = V.Fma(samples.Output(i), samples.Target(i), positive);
                negative = V.Max(Other(samples, i), negative);
            }

            // −1 for the true class and 1 for the highest other class, unless the margin is reached.
            V lack = negative - positive + margin, free = V.Select(lack, V.One, V.Zero), slope = free;
            for (int i = 0; i < samples.Outputs; i++)
            {
                // The first class that is not below the highest gets the whole slope.
                V share = V.SelectLess(Other(samples, i), negative, V.Zero, free);
                free -= share;
                samples.SetDerivative(i, V.Fma(-slope, samples.Target(i), share));
            }

            return V.Max(V.Zero, lack);
        }

        /// <summary>The output of a class, or −∞ for the true class.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Other(Samples<V> samples, int index) => V.Select(samples.Target(index), V.Splat(double.NegativeInfinity), samples.Output(index));
    }
}
