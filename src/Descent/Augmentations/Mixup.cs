using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Mixes every row with another one, differently in every epoch: λ·x + (1 − λ)·x′ for the inputs, λ·y + (1 − λ)·y′ for the targets,
/// with λ drawn from Beta(α, α) for each row. The partners are a random permutation of the rows.
/// </summary>
/// <remarks>
/// Zhang, Cissé, Dauphin and Lopez-Paz 2018. It reduces overfitting and overconfidence: the network learns to interpolate
/// linearly between the rows. Row and class weights are mixed like targets. It needs a loss that accepts targets between
/// the labels, such as the cross-entropies and squared errors; hinge losses do not.
/// </remarks>
/// <param name="Alpha">α above 0. Below 1, most rows stay nearly unchanged; at 1, all mixing ratios are equally likely; above 1, most rows are mixed about equally. Default 0.2.</param>
/// <exception cref="ArgumentOutOfRangeException">If α is not above 0.</exception>
public sealed record Mixup([Option(Above = 0)] double Alpha = 0.2) : EpochAugmentation
{
    /// <summary>The parameter of Beta(α, α).</summary>
    public double Alpha { get; init => field = Check.Positive(value, nameof(Alpha)); } = Check.Positive(Alpha);

    /// <summary>Draws a number from Beta(α, α), from one block of random bits.</summary>
    /// <remarks>
    /// If T has Student's distribution with 2α degrees of freedom, ½ + ½·T/√(2α + T²) has this one; T comes from Bailey's
    /// polar formula, T²/2α = (u^(−1/α) − 1)·cos²(2πv) ("Polar generation of random variates with the t-distribution", 1994).
    /// </remarks>
    internal static double Coefficient(in CounterRandom draws, ulong index, double alpha)
    {
        // Uniform(2·index) and the next one share a block; u lies in (0, 1].
        double u = 1 - draws.Uniform(2 * index), cosine = Math.Cos(2 * Math.PI * draws.Uniform((2 * index) + 1));
        double square = (Math.Pow(u, -1 / alpha) - 1) * cosine * cosine;
        return 0.5 + (0.5 * Math.Sign(cosine) / Math.Sqrt(1 + (1 / square)));
    }

    // Its draws are separated by their use.
    internal override ulong SeedFrom(ulong seed) => seed;

    /// <inheritdoc/>
    protected internal override bool ReadsSource => true;

    /// <inheritdoc/>
    protected internal override bool ChangesTargets => true;

    /// <inheritdoc/>
    protected internal override void Change<T>(in AugmentedRows<T> rows)
    {
        Dataset<T> source = rows.Source;
        Span<int> partners = rows.Scratch;
        for (int i = 0; i < partners.Length; i++)
        {
            partners[i] = i;
        }

        rows.DrawsFor(AugmentationUse.Partners).Shuffle(partners);
        CounterRandom draws = rows.DrawsFor(AugmentationUse.Coefficients);
        for (int row = 0; row < partners.Length; row++)
        {
            T share = T.CreateTruncating(Coefficient(draws, (ulong)row, Alpha));
            Blend(source.Inputs.Span, rows.Inputs, row, partners[row], source.InputColumns, share);
            Blend(source.Targets.Span, rows.Targets, row, partners[row], source.TargetColumns, share);
            if (!rows.Weights.IsEmpty)
            {
                Blend(rows.SourceWeights, rows.Weights, row, partners[row], 1, share);
            }
        }
    }

    // Written so that two equal numbers give exactly that number.
    private static void Blend<T>(ReadOnlySpan<T> source, Span<T> result, int row, int partner, int columns, T share)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> own = source.Slice(row * columns, columns), other = source.Slice(partner * columns, columns);
        Span<T> mixed = result.Slice(row * columns, columns);
        for (int i = 0; i < mixed.Length; i++)
        {
            mixed[i] = other[i] + (share * (own[i] - other[i]));
        }
    }
}
