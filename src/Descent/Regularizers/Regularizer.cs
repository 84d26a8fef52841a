namespace Descent.Regularizers;

/// <summary>A penalty on large parameters. Its gradient is added to that of the loss.</summary>
public abstract record Regularizer
{
    private protected Regularizer(bool allParameters) => AllParameters = allParameters;

    /// <summary>Whether biases, slopes and the like are penalized too (n0's program does); default: weights only.</summary>
    public bool AllParameters { get; init; }

    /// <summary>The penalty's derivative is <c>Quadratic·w + Absolute·sign w</c> in a batch of so many samples.</summary>
    internal abstract (double Quadratic, double Absolute) Slopes(int samples);
}
