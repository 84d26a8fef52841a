namespace Descent;

/// <summary>The two values of a <see cref="Step"/>.</summary>
public enum StepForm
{
    /// <summary>0 and 1.</summary>
    Unipolar,

    /// <summary>−1 and 1.</summary>
    Bipolar,
}
