namespace Descent;

/// <summary>A function of a probability that never decreases: linear between its points and constant beyond them, as <c>IsotonicRegression</c> of scikit-learn predicts.</summary>
/// <param name="Inputs">The probabilities at the points, at least one, each larger than the one before.</param>
/// <param name="Outputs">The calibrated probabilities at the points, above 0 and below 1, none smaller than the one before.</param>
/// <exception cref="ArgumentException">If there are no points, the two lists differ in length, or the values are not in this order or range.</exception>
public sealed record IsotonicCurve(IReadOnlyList<float> Inputs, IReadOnlyList<float> Outputs)
{
    /// <summary>The probabilities at the points.</summary>
    public IReadOnlyList<float> Inputs { get; } = Inputs is { Count: > 0 } && Inputs.All(float.IsFinite) && Inputs.Zip(Inputs.Skip(1)).All(pair => pair.First < pair.Second)
        ? [.. Inputs]
        : throw new ArgumentException("The inputs of an isotonic curve must be at least one finite number, each larger than the one before.", nameof(Inputs));

    /// <summary>The calibrated probabilities at the points.</summary>
    public IReadOnlyList<float> Outputs { get; } = Outputs?.Count == Inputs.Count && Outputs.All(value => value is > 0 and < 1) && Outputs.Zip(Outputs.Skip(1)).All(pair => pair.First <= pair.Second)
        ? [.. Outputs]
        : throw new ArgumentException("An isotonic curve must have one output per input, above 0 and below 1, none smaller than the one before.", nameof(Outputs));

    /// <summary>Gets the calibrated probability; NaN for NaN.</summary>
    internal double At(float probability)
    {
        (int below, int above) = (-1, Inputs.Count);
        while (above - below > 1)
        {
            int middle = (below + above) / 2;
            (below, above) = Inputs[middle] <= probability ? (middle, above) : (below, middle);
        }

        return float.IsNaN(probability) ? double.NaN
            : below < 0 ? Outputs[0]
            : above == Inputs.Count ? Outputs[below]
            : double.Lerp(Outputs[below], Outputs[above], (probability - (double)Inputs[below]) / (Inputs[above] - (double)Inputs[below]));
    }
}
