namespace Descent;

/// <summary>After every update the incoming weights of each neuron are scaled down to <c>‖w‖ ≤ c</c>, if they are longer.</summary>
/// <remarks>
/// Srivastava et al., "Dropout", 2014; Keras's MaxNorm. Only weight matrices are held to it: a bias has no norm worth limiting.
/// A penalty may act besides.
/// </remarks>
/// <param name="Limit">c &gt; 0; default 3.</param>
/// <param name="Penalty">A penalty besides; default none.</param>
public sealed record MaxNorm(Schedule? Limit = null, Regularizer? Penalty = null) : Regularizer
{
    /// <summary>c.</summary>
    public Schedule Limit { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Limit ?? 3);

    /// <summary>A penalty besides.</summary>
    public Regularizer? Penalty { get; init => field = Within(value); } = Within(Penalty);

    internal override int Depth => 1 + (Penalty?.Depth ?? 0);

    /// <inheritdoc/>
    protected internal override bool PenalizesAll => Penalty is { PenalizesAll: true };

    internal override double? LargestNorm(in Moment moment) => Math.Min(NumberRange.Positive.At(Limit, moment), Penalty?.LargestNorm(moment) ?? double.PositiveInfinity);

    internal override bool StopsAtZero => Penalty is { StopsAtZero: true };

    /// <inheritdoc/>
    protected internal override (double Quadratic, double Absolute) Slopes(int samples, Moment moment) => Penalty?.Slopes(samples, moment) ?? (0, 0);

    private static Regularizer? Within(Regularizer? penalty) => penalty is null ? null : Nesting.Within(penalty, penalty.Depth, nameof(Penalty));
}
