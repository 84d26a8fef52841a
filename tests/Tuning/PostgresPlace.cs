using Descent.Tuning;
using Descent.Tuning.Postgres;

namespace Descent.Tests.Tuning;

/// <summary>A place for studies on a server, with what its tests have in common: an example of a study, and storages that are closed at the end.</summary>
internal sealed class PostgresPlace : IDisposable
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    public static readonly StudyDefinition Definition = new("study", WorkerProcesses.Space, [StudyDirection.Minimize], 1);
    public static readonly Suggestion Suggestion = new(WorkerProcesses.Space.Assign(_ => 0.5));
    public static readonly TrialResult Result = new(TrialState.Completed, [0.25]);

    private readonly List<PostgresStudyStorage> opened = [];

    public PostgresPlace(PostgresTestServer server)
    {
        Assert.SkipUnless(server.IsThere, PostgresTestServer.Missing);
        Text = server.Create();
    }

    /// <summary>The connection string.</summary>
    public string Text { get; }

    /// <summary>Closes a storage at the end.</summary>
    public PostgresStudyStorage Closed(PostgresStudyStorage storage)
    {
        opened.Add(storage);
        return storage;
    }

    public void Dispose() => opened.ForEach(storage => storage.Dispose());
}
