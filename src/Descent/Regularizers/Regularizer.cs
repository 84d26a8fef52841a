using System.Globalization;

namespace Descent;

/// <summary>
/// A penalty on large parameters, whose gradient is added to that of the loss, or a limit on their norm. Its options can be
/// schedules.
/// </summary>
public abstract record Regularizer : IPart
{
    /// <summary>Initializes the penalty.</summary>
    protected Regularizer()
    {
    }

    /// <summary>The depth of nested penalties.</summary>
    internal virtual int Depth => 1;

    /// <summary>Whether biases, slopes and similar parameters are also penalized.</summary>
    protected internal abstract bool PenalizesAll { get; }

    /// <summary>The limit of the norm of a neuron's incoming weights after every update; null if there is none.</summary>
    internal virtual double? LargestNorm(in TrainingPosition position) => null;

    /// <summary>Whether an update stops at zero when it would cross zero, so that the absolute part gives exact zeros.</summary>
    internal virtual bool StopsAtZero => false;

    /// <summary>Gets the factors of the penalty's derivative <c>Quadratic·w + Absolute·sign w</c> for an update.</summary>
    /// <param name="samples">The number of rows in the batch.</param>
    /// <param name="position">The point in training at which schedules are evaluated.</param>
    /// <returns>Both factors.</returns>
    protected internal abstract (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position);

    /// <summary>Gets <see cref="Slopes"/>, which must be finite.</summary>
    /// <exception cref="ArgumentException">If they are not finite. Otherwise the weights would become NaN later, without an indication of the cause.</exception>
    internal (double Quadratic, double Absolute) FiniteSlopes(int samples, TrainingPosition position)
    {
        (double quadratic, double absolute) = Slopes(samples, position);
        return double.IsFinite(quadratic) && double.IsFinite(absolute)
            ? (quadratic, absolute)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{GetType().Name}.Slopes returned {quadratic} and {absolute} at step {position.Step}. The slopes of a penalty must be finite."));
    }
}
