using System.Globalization;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Quantile loss for several levels at once: <c>τ·(y − ŷ)</c> if y is larger, otherwise <c>(1 − τ)·(ŷ − y)</c>, with a separate level τ for each output.
/// </summary>
/// <remarks>
/// With k levels, output i (from 0) has level i mod k: for several targets, the outputs are all levels of the first target, then those of the second. Each target is repeated
/// for each level. With the default reduction the loss is the mean over the levels of scikit-learn's <c>mean_pinball_loss</c>, as in the multi-quantile regression of RealMLP
/// (Holzmüller, Grinsztajn and Steinwart, 2024). The outputs are not constrained to be in order and may cross (Koenker and Bassett, "Regression quantiles", 1978); sorting them
/// never increases the loss (Chernozhukov, Fernández-Val and Galichon, "Quantile and probability curves without crossing", 2010), and a <see cref="TableModel"/> sorts them. For a single level it is <see cref="Quantile"/>.
/// </remarks>
/// <example><c>new Quantiles([0.1, 0.5, 0.9])</c></example>
/// <param name="Levels">The levels τ in increasing order, each in (0, 1); at least one.</param>
/// <param name="Reduction">Default: mean over elements, as in scikit-learn.</param>
/// <exception cref="ArgumentException">If there are no levels, or they are not in increasing order.</exception>
/// <exception cref="ArgumentOutOfRangeException">If a level is not above 0 and below 1.</exception>
public sealed record Quantiles([Option("in increasing order", Above = 0, Below = 1)] IReadOnlyList<double> Levels, Reduction Reduction = Reduction.MeanOverElements) : SamplewiseLoss(Reduction)
{
    /// <summary>The levels τ: the fractions of the targets that lie below the outputs.</summary>
    public IReadOnlyList<double> Levels { get; init => field = Checked(value); } = Checked(Levels);

    internal override bool IsNeverNegative => true;

    internal override string Description => "quantile loss of several levels";

    /// <summary>Whether the levels and the reduction are equal.</summary>
    /// <param name="other">The other loss.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Quantiles? other) => other is not null && base.Equals(other) && Levels.SequenceEqual(other.Levels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Levels.Count, Levels[0], Levels[^1]);

    /// <summary>The levels and the reduction.</summary>
    /// <returns>Text in invariant culture.</returns>
    public override string ToString() => $"Quantiles {{ Levels = [{string.Join(", ", Levels.Select(level => level.ToString("R", CultureInfo.InvariantCulture)))}], Reduction = {Reduction} }}";

    /// <inheritdoc/>
    protected override string? Misfit(OutputRange range, int outputs) => outputs % Levels.Count == 0
        ? null
        : $"Quantiles has {Levels.Count} levels, but the network has {outputs} {(outputs == 1 ? "output" : "outputs")}. Give it {Levels.Count} outputs per target, one for each level.";

    /// <inheritdoc/>
    protected override TResult Accept<V, TResult>(ISampleLossVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>([.. Levels]));

    internal static double[] Checked(IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(levels, nameof(Levels));
        foreach (double level in levels)
        {
            if (level is not (> 0 and < 1))
            {
                throw new ArgumentOutOfRangeException(nameof(Levels), level, "Levels must be above 0 and below 1. Each is the fraction of the targets below its output, such as 0.9.");
            }
        }

        return levels.Count > 0 && levels.Zip(levels.Skip(1)).All(pair => pair.First < pair.Second)
            ? [.. levels]
            : throw new ArgumentException(levels.Count == 0 ? "Levels must contain at least one number, such as 0.5." : "Levels must be in increasing order without duplicates, such as 0.1, 0.5, 0.9.", nameof(Levels));
    }

    private readonly struct Kernel<V>(double[] levels) : ISampleLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(Samples<V> samples)
        {
            V sum = V.Zero;
            for (int i = 0, own = 0; i < samples.Outputs; i++)
            {
                V error = samples.Output(i) - samples.Target(i);
                V derivative = V.Select(error, V.Splat(1 - levels[own]), V.Select(-error, V.Splat(-levels[own]), V.Zero));
                samples.SetDerivative(i, derivative);
                sum = V.Fma(derivative, error, sum);
                own = own + 1 == levels.Length ? 0 : own + 1;
            }

            return sum;
        }
    }
}
