using Descent.Data;

namespace Descent.Training;

/// <summary>What a training run came to.</summary>
public enum FitVerdict
{
    /// <summary>Learnt, and as true for unseen rows as for its own.</summary>
    Good,

    /// <summary>Clearly better on its training rows than on unseen ones: it learnt their noise.</summary>
    Overfitting,

    /// <summary>Learnt little, even of its training rows.</summary>
    Underfitting,

    /// <summary>Ended while the loss was still falling: it stopped too early.</summary>
    StillImproving,

    /// <summary>The training loss ended above its beginning.</summary>
    Diverging,

    /// <summary>The loss jumps so much from epoch to epoch that the best epoch is a matter of luck.</summary>
    Noisy,

    /// <summary>There is too little to judge by: no epochs, or no unseen rows.</summary>
    Undecided,
}

/// <summary>A number that a verdict rests on.</summary>
/// <param name="Name">Its name in camel case, as in JSON.</param>
/// <param name="Value">The number.</param>
/// <param name="Meaning">What it is, in words.</param>
/// <param name="Limit">From where on it decides, and for which verdict; null where it decides nothing alone.</param>
public sealed record FitEvidence(string Name, double Value, string Meaning, string? Limit = null);

/// <summary>Something to try.</summary>
/// <param name="Text">What, in words.</param>
/// <param name="Remedies">The settings that do it; none where it is no matter of settings.</param>
public sealed record FitAdvice(string Text, params IReadOnlyList<Remedy> Remedies)
{
    /// <summary>The advice in the library's own terms.</summary>
    /// <returns>"text (setting, setting)".</returns>
    public override string ToString() => Remedies.Count == 0 ? Text : $"{Text} ({string.Join(", ", Remedies)})";
}
