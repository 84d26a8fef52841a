using System.Numerics;

namespace Descent;

/// <summary>How the training of a perceptron ended.</summary>
public enum PerceptronOutcome
{
    /// <summary>An epoch needed no correction: the weights separate the rows.</summary>
    Separated,

    /// <summary>
    /// The weights returned to earlier values, so the rule would cycle forever: no weights separate the rows
    /// (up to rounding). A cycle is detected only if the rows keep their order and sums are exact, as with whole numbers.
    /// </summary>
    Cycling,

    /// <summary>All epochs were run. The rows may not be separable, or only by a narrow gap.</summary>
    Undecided,
}

/// <summary>A trained perceptron.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Model">The perceptron as a network of one dense layer with a step activation, which predicts and can be saved like any other.</param>
/// <param name="Outcome">How training ended.</param>
/// <param name="Corrections">The number of corrections in each epoch, over all outputs.</param>
/// <param name="CorrectionsPerOutput">The number of corrections of each output, over all epochs.</param>
/// <param name="Seconds">The duration in seconds.</param>
public sealed record PerceptronTraining<T>(Model<T> Model, PerceptronOutcome Outcome, IReadOnlyList<long> Corrections, IReadOnlyList<long> CorrectionsPerOutput, double Seconds)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the rows are separated.</summary>
    public bool Converged => Outcome == PerceptronOutcome.Separated;

    /// <summary>The number of epochs run, including a last one without a correction.</summary>
    public int Epochs => Corrections.Count;
}
