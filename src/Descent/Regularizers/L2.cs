namespace Descent;

/// <summary>The factor of an L2 penalty.</summary>
public enum L2Form
{
    /// <summary>½·λ·Σw²: derivative λ·w (PyTorch's weight_decay).</summary>
    HalfSquare,

    /// <summary>λ·Σw²: derivative 2·λ·w (Keras's l2).</summary>
    Square,

    /// <summary>λ/(2m)·Σw² with m samples in the batch: derivative λ/m·w (scikit-learn's alpha).</summary>
    PerSample,
}

/// <summary>Quadratic (ridge) penalty, which keeps weights small.</summary>
/// <param name="Strength">λ ≥ 0.</param>
/// <param name="Form">The formula of the penalty; default ½·λ·Σw².</param>
/// <param name="AllParameters">Whether biases, slopes and similar parameters are also penalized; default false: only weights are.</param>
public sealed record L2([Option(AtLeast = 0)] Schedule Strength, L2Form Form = L2Form.HalfSquare, bool AllParameters = false) : Regularizer
{
    /// <summary>λ.</summary>
    public Schedule Strength { get; init => field = NumberRange.NotNegative.Of(value); } = NumberRange.NotNegative.Of(Strength);

    /// <summary>The formula of the penalty.</summary>
    public L2Form Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    /// <inheritdoc/>
    protected internal override bool PenalizesAll => AllParameters;

    /// <inheritdoc/>
    protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position)
    {
        double strength = NumberRange.NotNegative.At(Strength, position);
        return Form switch
        {
            L2Form.Square => (2 * strength, 0),
            L2Form.PerSample => (strength / samples, 0),
            _ => (strength, 0),
        };
    }
}
