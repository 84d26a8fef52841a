namespace Descent.Regularizers;

/// <summary>After every update the incoming weights of each neuron are scaled down to <c>‖w‖ ≤ c</c>, if they are longer.</summary>
/// <remarks>
/// Srivastava et al., "Dropout", 2014; Keras's MaxNorm. Only weight matrices are held to it: a bias has no norm worth limiting.
/// A penalty may act besides.
/// </remarks>
/// <param name="Limit">c &gt; 0; default 3.</param>
/// <param name="Penalty">A penalty besides; default none.</param>
public sealed record MaxNorm(double Limit = 3, Regularizer? Penalty = null) : Regularizer
{
    /// <summary>c.</summary>
    public double Limit { get; init => field = Check.Positive(value, nameof(Limit)); } = Check.Positive(Limit);

    internal override bool PenalizesAll => Penalty is { PenalizesAll: true };

    internal override double? LargestNorm => Math.Min(Limit, Penalty?.LargestNorm ?? Limit);

    internal override (double Quadratic, double Absolute) Slopes(int samples) => Penalty?.Slopes(samples) ?? (0, 0);
}
