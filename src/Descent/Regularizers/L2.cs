namespace Descent.Regularizers;

/// <summary>Which factor an L2 penalty carries.</summary>
public enum L2Form
{
    /// <summary>½·λ·Σw²: derivative λ·w (n0; PyTorch's weight_decay).</summary>
    HalfSquare,

    /// <summary>λ·Σw²: derivative 2·λ·w (n1's text, n2; Keras's l2).</summary>
    Square,

    /// <summary>λ/(2m)·Σw² with m samples in the batch: derivative λ/m·w (n1's program, n3; scikit-learn's alpha).</summary>
    PerSample,
}

/// <summary>Quadratic (ridge) penalty: makes weights small.</summary>
/// <param name="Strength">λ ≥ 0.</param>
/// <param name="Form">Which of the three formulas of the notes; default ½·λ·Σw².</param>
/// <param name="AllParameters">Whether biases, slopes and the like are penalized too (n0's program does); default: weights only.</param>
public sealed record L2(double Strength, L2Form Form = L2Form.HalfSquare, bool AllParameters = false) : Regularizer
{
    /// <summary>λ.</summary>
    public double Strength { get; init => field = Check.NotNegative(value, nameof(Strength)); } = Check.NotNegative(Strength);

    /// <summary>Which of the three formulas.</summary>
    public L2Form Form { get; init => field = Check.Defined(value, nameof(Form)); } = Check.Defined(Form);

    internal override bool PenalizesAll => AllParameters;

    internal override (double Quadratic, double Absolute) Slopes(int samples) => Form switch
    {
        L2Form.Square => (2 * Strength, 0),
        L2Form.PerSample => (Strength / samples, 0),
        _ => (Strength, 0),
    };
}
