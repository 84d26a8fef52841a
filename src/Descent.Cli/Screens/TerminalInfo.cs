namespace Descent.Cli.Screens;

/// <summary>What an output can show.</summary>
/// <param name="Width">Characters per line; null for a file, a pipe or a dumb terminal, where lines are never broken.</param>
/// <param name="Color">Whether colors are understood and wanted.</param>
internal sealed record TerminalInfo(int? Width, bool Color)
{
    /// <summary>No terminal.</summary>
    public static TerminalInfo None { get; } = new(null, false);

    /// <summary>Whether a line can be written over.</summary>
    public bool IsTerminal => Width is not null;
}
