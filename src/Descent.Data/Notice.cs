using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>A decision that was taken for the user, or a doubt about the data, in words.</summary>
/// <param name="Severity">Whether it is only good to know or deserves a look.</param>
/// <param name="Text">What was decided or found, with names and numbers.</param>
/// <param name="Remedies">Ways to decide otherwise, the best first; none where there is nothing to decide.</param>
[JsonConverter(typeof(NoticeJson))]
public sealed record Notice(Severity Severity, string Text, params IReadOnlyList<Remedy> Remedies)
{
    /// <summary>A decision that is almost certainly right.</summary>
    /// <param name="text">What was decided, with names and numbers.</param>
    /// <param name="remedies">Ways to decide otherwise.</param>
    /// <returns>The notice.</returns>
    public static Notice Information(string text, params IReadOnlyList<Remedy> remedies) => Made(Severity.Information, text, remedies);

    /// <summary>Something that may spoil the result.</summary>
    /// <param name="text">What was found, with names and numbers.</param>
    /// <param name="remedies">Ways to mend it.</param>
    /// <returns>The notice.</returns>
    public static Notice Warning(string text, params IReadOnlyList<Remedy> remedies) => Made(Severity.Warning, text, remedies);

    /// <summary>How the notice is said of several tables together; null where it is not about a number of rows.</summary>
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

/// <summary>How much attention a <see cref="Notice"/> deserves.</summary>
public enum Severity
{
    /// <summary>A decision that is almost certainly right.</summary>
    Information,

    /// <summary>Something that may spoil the result.</summary>
    Warning,
}
