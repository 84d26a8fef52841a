namespace Descent;

/// <summary>Limits the norm of each neuron's incoming weights: after every update, weights with <c>‖w‖ &gt; c</c> are scaled down to the norm c.</summary>
/// <remarks>
/// Srivastava et al., "Dropout", 2014; Keras's MaxNorm. The limit applies only to weight matrices, not to biases.
/// It can be combined with a penalty.
/// </remarks>
/// <param name="Limit">c &gt; 0; default 3.</param>
/// <param name="Penalty">An additional penalty; default none.</param>
public sealed record MaxNorm([Option(Above = 0)] Schedule? Limit = null, Regularizer? Penalty = null) : Regularizer
{
    /// <summary>c.</summary>
    public Schedule Limit { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Limit ?? 3);

    /// <summary>The additional penalty, or null.</summary>
    public Regularizer? Penalty { get; init => field = Within(value); } = Within(Penalty);

    internal override int Depth => 1 + (Penalty?.Depth ?? 0);

    /// <inheritdoc/>
    protected internal override bool PenalizesAll => Penalty is { PenalizesAll: true };

    internal override double? LargestNorm(in TrainingPosition position) => Math.Min(NumberRange.Positive.At(Limit, position), Penalty?.LargestNorm(position) ?? double.PositiveInfinity);

    internal override bool StopsAtZero => Penalty is { StopsAtZero: true };

    /// <inheritdoc/>
    protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) => Penalty?.Slopes(samples, position) ?? (0, 0);

    private static Regularizer? Within(Regularizer? penalty) => penalty is null ? null : Nesting.Within(penalty, penalty.Depth, nameof(Penalty));
}
