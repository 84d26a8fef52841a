using System.Globalization;

namespace Descent;

/// <summary>
/// A penalty on large parameters, whose gradient is added to that of the loss, or a limit that they are held to. Its numbers may be
/// schedules.
/// </summary>
public abstract record Regularizer : IPart
{
    /// <summary>A penalty.</summary>
    protected Regularizer()
    {
    }

    /// <summary>How many penalties stand inside of one another here.</summary>
    internal virtual int Depth => 1;

    /// <summary>Whether biases, slopes and the like are penalized too.</summary>
    protected internal abstract bool PenalizesAll { get; }

    /// <summary>What the norm of a neuron's incoming weights is held to after every update, if it is.</summary>
    internal virtual double? LargestNorm(in Moment moment) => null;

    /// <summary>Whether an update stops at zero where it would cross it, so that the absolute part leaves exact zeros.</summary>
    internal virtual bool StopsAtZero => false;

    /// <summary>The penalty's derivative is <c>Quadratic·w + Absolute·sign w</c>: what both are for an update.</summary>
    /// <param name="samples">Rows in the batch.</param>
    /// <param name="moment">The point in training, from which schedules compute their numbers.</param>
    /// <returns>Both factors.</returns>
    protected internal abstract (double Quadratic, double Absolute) Slopes(int samples, Moment moment);

    /// <summary><see cref="Slopes"/>, which must be numbers.</summary>
    /// <exception cref="ArgumentException">If they are not: what would then be no number are the weights, of which nobody could say why.</exception>
    internal (double Quadratic, double Absolute) FiniteSlopes(int samples, Moment moment)
    {
        (double quadratic, double absolute) = Slopes(samples, moment);
        return double.IsFinite(quadratic) && double.IsFinite(absolute)
            ? (quadratic, absolute)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{GetType().Name}.Slopes gives {quadratic} and {absolute} at step {moment.Step}. A penalty has finite slopes."));
    }
}
