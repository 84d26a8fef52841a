using System.Globalization;

namespace Descent;

/// <summary>What may be wrong with a training, in the order in which one may cause another.</summary>
public enum FindingKind
{
    /// <summary>A single input column gives nearly all of the target away.</summary>
    LeakedTarget,

    /// <summary>The loss or the last activation does not fit the targets.</summary>
    UnsuitableOutput,

    /// <summary>The inputs have very different, very large or very small sizes.</summary>
    UnscaledInputs,

    /// <summary>The targets are numbers far from the size of the network's outputs.</summary>
    UnscaledTargets,

    /// <summary>All neurons of a layer have the same weights, so they learn the same.</summary>
    SymmetricWeights,

    /// <summary>Values or gradients grow from layer to layer at the initial weights.</summary>
    ExplodingGradients,

    /// <summary>Sigmoids or tanhs lie in their flat parts, where they have hardly a slope.</summary>
    Saturation,

    /// <summary>Gradients shrink from layer to layer, so that the first layers hardly learn.</summary>
    VanishingGradients,

    /// <summary>The steps are so long that training diverges or forgets what it has learned.</summary>
    LearningRateTooHigh,

    /// <summary>Most neurons of a ReLU layer output 0 for every row, so they cannot learn.</summary>
    DeadUnits,

    /// <summary>The steps are so short that the weights hardly change.</summary>
    LearningRateTooLow,

    /// <summary>The penalty is so strong that it keeps the weights from learning.</summary>
    StrongPenalty,

    /// <summary>A rare class is hardly ever predicted.</summary>
    ClassImbalance,

    /// <summary>The model does clearly better on its training rows than on unseen ones.</summary>
    Overfitting,

    /// <summary>The model learned little, even from its training rows.</summary>
    Underfitting,

    /// <summary>Training ended while the loss was still falling.</summary>
    PoorConvergence,

    /// <summary>The loss varies strongly from epoch to epoch.</summary>
    NoisyTraining,
}

/// <summary>The state of a training by its symptoms, with causes before their consequences.</summary>
/// <param name="Findings">What is wrong: first what may have caused the others; empty if nothing was found.</param>
/// <param name="Fit">The verdict on the fit, on which some findings rest.</param>
public sealed record Diagnosis(IReadOnlyList<Finding> Findings, FitDiagnosis Fit)
{
    /// <summary>How the layers did over time, whether or not anything is wrong: gradients, active neurons, steps.</summary>
    public IReadOnlyList<LayerCourse> Courses { get; init; } = [];

    /// <summary>The diagnosis in one line.</summary>
    /// <returns>Text such as <c>VanishingGradients, then Underfitting</c>.</returns>
    public override string ToString() => Findings.Count == 0 ? "nothing found" : string.Join(", then ", Findings.Select(finding => finding.Kind));
}

/// <summary>Something that is wrong with a training.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">Why it was found, as a sentence with its numbers.</param>
/// <param name="Advice">What to try, the most promising first; empty if the finding may be a consequence of those before it.</param>
/// <param name="Evidence">The numbers on which it rests, with the limits that were chosen for them.</param>
public sealed record Finding(FindingKind Kind, string Reason, IReadOnlyList<FitAdvice> Advice, IReadOnlyList<FitEvidence> Evidence)
{
    /// <summary>The course of these numbers over training, one per layer; empty if they do not change.</summary>
    public IReadOnlyList<LayerCourse> Courses { get; init; } = [];

    /// <summary>The layer where it begins, as in the names of parameters; null if it is about the whole network.</summary>
    public int? Layer { get; init; }

    /// <summary>The update at which it begins; null if it is about the whole training.</summary>
    public long? Step { get; init; }

    /// <summary>The input column that it is about, from 0; null if it is about no single column.</summary>
    public int? Column { get; init; }

    /// <summary>The finding in one line.</summary>
    /// <returns>Text such as <c>DeadUnits: …</c>.</returns>
    public override string ToString() => $"{Kind}: {Reason}";
}

/// <summary>A number of a layer over the course of a training.</summary>
/// <param name="Name">What it is, such as <c>gradient</c>.</param>
/// <param name="Layer">The layer, such as <c>layer 2 (Relu)</c>.</param>
/// <param name="Steps">The updates at which it was measured.</param>
/// <param name="Values">Its value before each of them.</param>
public sealed record LayerCourse(string Name, string Layer, IReadOnlyList<long> Steps, IReadOnlyList<double> Values)
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>The course as a line of small bars, on a logarithmic scale if it spans more than a factor of ten.</summary>
    /// <returns>One character per value; a space for one that is not a number.</returns>
    public string Sparkline()
    {
        double[] finite = [.. Values.Where(value => double.IsFinite(value))];
        bool isLogarithmic = finite.Length > 0 && finite.Min() > 0 && finite.Max() > 10 * finite.Min();
        double[] scaled = [.. Values.Select(value => isLogarithmic && value > 0 ? Math.Log(value) : value)];
        double low = scaled.Where(double.IsFinite).DefaultIfEmpty(0).Min(), high = scaled.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return string.Concat(scaled.Select(value => !double.IsFinite(value) ? ' ' : high > low ? Bars[(int)Math.Min(Bars.Length - 1, (value - low) / (high - low) * Bars.Length)] : Bars[low == 0 ? 0 : 3]));
    }

    /// <summary>The first and the last value that are numbers.</summary>
    /// <returns>Text such as <c>0.12 → 3.4e-05</c>.</returns>
    public override string ToString()
    {
        double[] finite = [.. Values.Where(double.IsFinite)];
        return finite.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{finite[0]:G3} → {finite[^1]:G3}");
    }
}
