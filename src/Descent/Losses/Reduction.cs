namespace Descent;

/// <summary>How the losses of a batch become one number.</summary>
public enum Reduction
{
    /// <summary>Sum over samples and outputs, divided by samples × outputs.</summary>
    MeanOverElements,

    /// <summary>Sum over samples and outputs, divided by the samples.</summary>
    MeanOverSamples,

    /// <summary>Sum over samples and outputs.</summary>
    Sum,
}
