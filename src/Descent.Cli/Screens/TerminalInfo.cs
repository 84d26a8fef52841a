namespace Descent.Cli.Screens;

/// <summary>What an output can show.</summary>
/// <param name="Width">Characters per line; null for a file or a pipe, where lines are never broken.</param>
/// <param name="Color">Whether colors are understood and wanted.</param>
/// <param name="Unicode">Whether more than ASCII is shown as it should be; drawings ask for it.</param>
internal sealed record TerminalInfo(int? Width, bool Color, bool Unicode = true)
{
    /// <summary>No terminal.</summary>
    public static TerminalInfo None { get; } = new(null, false);

    /// <summary>Whether a line can be written over.</summary>
    public bool IsTerminal { get; init; } = Width is not null;
}
