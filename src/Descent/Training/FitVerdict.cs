using Descent.Data;

namespace Descent;

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
    /// <summary>What is usually tried after a verdict on a network over a table, before anything is known of the course of its training.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="skill">What was learnt, which makes a difference where nothing can be concluded; default not known.</param>
    /// <returns>The most promising first.</returns>
    public static IReadOnlyList<FitAdvice> For(FitVerdict verdict, FitSkill? skill = null) =>
        FitTries.For(verdict, new FitCourse(new History([], 0, 0, 0, 1, StopReason.Completed)), skill, isScaled: true);

    /// <summary>The advice in the library's own terms.</summary>
    /// <returns>"text (setting, setting)".</returns>
    public override string ToString() => Remedies.Count == 0 ? Text : $"{Text} ({string.Join(", ", Remedies)})";
}
