using Descent.Data;

namespace Descent.Formats;

/// <summary>The ends of prediction intervals of one level, as functions of the prediction, for formats that are written with one level.</summary>
/// <param name="Level">The probability that an interval contains the target.</param>
/// <param name="Targets">The functions of each target.</param>
internal sealed record IntervalEnds(double Level, IReadOnlyList<EndCurve> Targets)
{
    private const double UsualLevel = 0.9;

    /// <summary>The intervals of a model; null if it has none and none are asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="level">The level; null for 0.9, or less if the training rows allow no more.</param>
    /// <exception cref="ArgumentException">If a level is given, but the model has no intervals or none of that level.</exception>
    public static IntervalEnds? Of(TableModel model, double? level)
    {
        if (model.Intervals is not { } intervals || model.Quantiles.Count > 0 || model.Preprocessor.Task is not (TaskKind.Regression or TaskKind.Counts))
        {
            return level is null ? null : throw new ArgumentException("The model has no intervals. They come from out-of-fold predictions, which exist only for averages of networks trained on folds.", nameof(level));
        }

        double own = level ?? Math.Min(UsualLevel, intervals.MostLevel), tail = (1 - own) / 2;
        return own > intervals.MostLevel
            ? throw new ArgumentException(FormattableString.Invariant($"The level of intervals must be at most {intervals.MostLevel:0.###}, because the model knows too few errors for more, but is {own}."), nameof(level))
            : new(own, [.. intervals.Targets.Select(parts => new EndCurve([.. parts.Select(part => part.Center)], [.. parts.Select(part => part.Lower(tail))], [.. parts.Select(part => part.Upper(tail))]))]);
    }

    /// <summary>Checks a level.</summary>
    public static double? Checked(double? level, string parameter) => level is null or (> 0 and < 1) ? level : throw new ArgumentOutOfRangeException(parameter, level, FormattableString.Invariant($"The level of intervals must be between 0 and 1, but is {level}."));
}

/// <summary>The ends of intervals relative to the prediction: linear between the centers, constant outside. A lower end is at most 0 after that, an upper one at least.</summary>
/// <param name="Centers">Predictions in ascending order.</param>
/// <param name="Lower">The lower ends there.</param>
/// <param name="Upper">The upper ends there.</param>
internal sealed record EndCurve(double[] Centers, double[] Lower, double[] Upper);
