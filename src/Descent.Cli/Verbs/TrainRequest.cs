using Descent.Cli.Runs;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>What to train on, how, and where to put the result.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Targets">The columns to predict.</param>
/// <param name="Options">How.</param>
/// <param name="Source">Where the rows came from.</param>
/// <param name="Folder">For the result; null if none is kept.</param>
internal sealed record TrainRequest(Table Table, IReadOnlyList<string> Targets, TableOptions Options, RunSource Source, RunFolder? Folder);
