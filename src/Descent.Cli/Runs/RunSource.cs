namespace Descent.Cli.Runs;

/// <summary>Where the rows of a run came from.</summary>
internal sealed record RunSource(string Data, int Rows, int Columns, ulong Seed, bool HasTestTable = false);
