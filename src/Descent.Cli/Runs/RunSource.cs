namespace Descent.Cli.Runs;

/// <summary>Where the rows of a run came from.</summary>
/// <param name="Data">The name of the data.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Columns">Columns in it.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="HasTestTable">Whether the rows for the scores are those of <c>--test</c>.</param>
internal sealed record RunSource(string Data, int Rows, int Columns, ulong Seed, bool HasTestTable = false)
{
    /// <summary>The file of the recorded training; null without one.</summary>
    public string? Recording { get; init; }
}
