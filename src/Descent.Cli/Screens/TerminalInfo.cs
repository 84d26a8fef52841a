namespace Descent.Cli.Screens;

/// <summary>What an output can show.</summary>
/// <param name="Width">Columns per line; null for a file or a pipe, where lines are never broken.</param>
/// <param name="Color">Whether colors are supported and wanted.</param>
/// <param name="Unicode">Whether drawings may use more than ASCII.</param>
internal sealed record TerminalInfo(int? Width, bool Color, bool Unicode = true)
{
    /// <summary>No terminal.</summary>
    public static TerminalInfo None { get; } = new(null, false);

    /// <summary>Whether a line can be overwritten.</summary>
    public bool IsTerminal { get; init; } = Width is not null;
}

/// <summary>How text is emphasized; the values are ANSI codes.</summary>
internal enum Ink
{
    Plain = 0,
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}
