using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>A message about a decision made for the user, or about a possible problem in the data.</summary>
/// <param name="Severity">Whether the notice only informs or needs attention.</param>
/// <param name="Text">What was decided or found, with names and numbers.</param>
/// <param name="Remedies">Ways to decide otherwise, the best first; empty if there is nothing to decide.</param>
[JsonConverter(typeof(NoticeJson))]
public sealed record Notice(Severity Severity, string Text, params IReadOnlyList<Remedy> Remedies)
{
    /// <summary>Creates a notice about a decision that is almost certainly right.</summary>
    /// <param name="text">What was decided, with names and numbers.</param>
    /// <param name="remedies">Ways to decide otherwise.</param>
    /// <returns>The notice.</returns>
    public static Notice Information(string text, params IReadOnlyList<Remedy> remedies) => Made(Severity.Information, text, remedies);

    /// <summary>Creates a notice about something that may spoil the result.</summary>
    /// <param name="text">What was found, with names and numbers.</param>
    /// <param name="remedies">Ways to fix it.</param>
    /// <returns>The notice.</returns>
    public static Notice Warning(string text, params IReadOnlyList<Remedy> remedies) => Made(Severity.Warning, text, remedies);

    /// <summary>How to phrase the notice for several tables together; null if it is not about a number of rows.</summary>
    internal NoticeTally? Tally { get; init; }

    /// <inheritdoc/>
    public bool Equals(Notice? other) =>
        other is not null && Severity == other.Severity && Text == other.Text && Remedies.SequenceEqual(other.Remedies);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Severity, Text, Remedies.Count);

    /// <summary>The notice as one line of text, in the library's own terms.</summary>
    /// <returns>"warning: text (first remedy, or second remedy)".</returns>
    public override string ToString() =>
        (Severity == Severity.Warning ? "warning: " : "") + Text + (Remedies.Count == 0 ? "" : $" ({string.Join(", or ", Remedies)})");

    private static Notice Made(Severity severity, string text, IReadOnlyList<Remedy> remedies)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(remedies);
        return new Notice(severity, text, remedies);
    }
}

/// <summary>How much attention a <see cref="Notice"/> needs.</summary>
public enum Severity
{
    /// <summary>A decision that is almost certainly right.</summary>
    Information,

    /// <summary>Something that may spoil the result.</summary>
    Warning,
}
