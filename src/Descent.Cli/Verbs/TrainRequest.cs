using Descent.Cli.Runs;
using Descent.Data.Tables;
using Descent.Training;

namespace Descent.Cli.Verbs;

/// <summary>What to train on, how, and where to put the result.</summary>
internal sealed record TrainRequest(Table Table, IReadOnlyList<string> Targets, TableOptions Options, RunSource Source, string? Place, bool Force)
{
    /// <summary>Takes the folder for the result, before any time is spent.</summary>
    public RunFolder TakeFolder() => Place is { } place
        ? RunFolder.Take(place, Force)
        : RunFolder.TakeNext($"{NameOf(Source.Data)}-{string.Join('-', Targets)}");

    // iris.csv.gz is called iris.
    private static string NameOf(string data) => data.Split('.', StringSplitOptions.RemoveEmptyEntries) is [var name, ..] ? name : "data";
}
