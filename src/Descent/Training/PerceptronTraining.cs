using System.Numerics;

namespace Descent;

/// <summary>How teaching a perceptron ended.</summary>
public enum PerceptronOutcome
{
    /// <summary>An epoch needed no correction: the weights separate the rows.</summary>
    Separated,

    /// <summary>
    /// The weights came back to what they had been, so the rule would go round in a circle for ever: no weights separate the rows
    /// (up to rounding). Noticed only while the rows keep their order, and where sums are exact, as with whole numbers.
    /// </summary>
    Cycling,

    /// <summary>The epochs ran out. The rows may not be separable, or by a narrow gap only.</summary>
    Undecided,
}

/// <summary>A taught perceptron.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Model">The perceptron as a network of one dense layer and a step: it predicts, and can be saved like any other.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Corrections">Corrections in each epoch, over all outputs.</param>
/// <param name="CorrectionsPerOutput">Corrections of each output, over all epochs.</param>
/// <param name="Seconds">Duration.</param>
public sealed record PerceptronTraining<T>(Model<T> Model, PerceptronOutcome Outcome, IReadOnlyList<long> Corrections, IReadOnlyList<long> CorrectionsPerOutput, double Seconds)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the rows are separated.</summary>
    public bool Converged => Outcome == PerceptronOutcome.Separated;

    /// <summary>Epochs run, the last one without a correction included.</summary>
    public int Epochs => Corrections.Count;
}
