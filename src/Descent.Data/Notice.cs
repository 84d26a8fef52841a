namespace Descent.Data;

/// <summary>A decision that was taken for the user, or a doubt about the data, in words.</summary>
/// <param name="Severity">Whether it is only good to know or deserves a look.</param>
/// <param name="Text">What was decided or found, with names and numbers.</param>
/// <param name="HowToOverride">How to decide otherwise, or null when there is nothing to decide.</param>
public sealed record Notice(Severity Severity, string Text, string? HowToOverride = null)
{
    internal static Notice Information(string text, string? howToOverride = null) => new(Severity.Information, text, howToOverride);

    internal static Notice Warning(string text, string? howToOverride = null) => new(Severity.Warning, text, howToOverride);

    /// <summary>The notice as one line of text.</summary>
    /// <returns>"warning: text (how to override)".</returns>
    public override string ToString() =>
        (Severity == Severity.Warning ? "warning: " : "") + Text + (HowToOverride is null ? "" : $" ({HowToOverride})");
}

/// <summary>How much attention a <see cref="Notice"/> deserves.</summary>
public enum Severity
{
    /// <summary>A decision that is almost certainly right.</summary>
    Information,

    /// <summary>Something that may spoil the result.</summary>
    Warning,
}
