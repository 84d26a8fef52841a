using Descent.Data;

namespace Descent;

/// <summary>The verdict on a training run.</summary>
public enum FitVerdict
{
    /// <summary>The model has learned, and does about as well on unseen rows as on its training rows.</summary>
    Good,

    /// <summary>The model does clearly better on its training rows than on unseen ones: it learned their noise.</summary>
    Overfitting,

    /// <summary>The model learned little, even from its training rows.</summary>
    Underfitting,

    /// <summary>Training ended too early, while the loss was still falling.</summary>
    StillImproving,

    /// <summary>The training loss ended above its initial value and little was explained, or it ended at more than twice its initial value, or the first updates raised it a thousandfold.</summary>
    Diverging,

    /// <summary>The loss varies so much from epoch to epoch that the choice of the best epoch is a matter of chance.</summary>
    Noisy,

    /// <summary>There is too little evidence, such as no epochs or no unseen rows.</summary>
    Undecided,
}

/// <summary>A number on which a verdict is based.</summary>
/// <param name="Name">Its name in camel case, as in JSON.</param>
/// <param name="Value">The number.</param>
/// <param name="Meaning">A description of the number.</param>
/// <param name="Limit">The limit beyond which the number leads to a verdict, and which one; null if it is not decisive by itself.</param>
public sealed record FitEvidence(string Name, double Value, string Meaning, string? Limit = null);

/// <summary>Advice on what to try next.</summary>
/// <param name="Text">The advice.</param>
/// <param name="Remedies">The settings that implement it; empty if no setting does.</param>
public sealed record FitAdvice(string Text, params IReadOnlyList<Remedy> Remedies)
{
    /// <summary>Gets the usual advice for a verdict on a network trained on a table, without knowledge of its training history.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="skill">The skill, which matters if the verdict is undecided; null, the default, if it is not known.</param>
    /// <returns>The advice, the most promising first.</returns>
    public static IReadOnlyList<FitAdvice> For(FitVerdict verdict, FitSkill? skill = null) =>
        FitTries.For(verdict, new FitCourse(new History([], 0, 0, 0, 1, StopReason.Completed)), skill, isScaled: true);

    /// <summary>Formats the advice in the library's own terms.</summary>
    /// <returns>"text (setting, setting)".</returns>
    public override string ToString() => Remedies.Count == 0 ? Text : $"{Text} ({string.Join(", ", Remedies)})";
}
