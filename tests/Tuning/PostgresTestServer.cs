using System.Diagnostics;
using Npgsql;

namespace Descent.Tests.Tuning;

/// <summary>A PostgreSQL server of its own in a temporary folder, which only this machine reaches, through a socket in that folder.</summary>
public sealed class PostgresTestServer : IDisposable
{
    public const string Missing = "These tests start a PostgreSQL server, and there is none on this machine. On Debian, apt-get install postgresql brings it.";

    private readonly string? programs = Find();
    private readonly Lock restarting = new();
    private readonly Process? watch;
    private int schemas;

    public PostgresTestServer()
    {
        if (!IsThere)
        {
            return;
        }

        // The server refuses to run as root.
        if (Environment.UserName == "root")
        {
            Run("chown", "postgres", Folder);
        }

        watch = Watch();
        RunProgram("initdb", "-D", Data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        File.WriteAllText(Path.Combine(Data, "pg_hba.conf"), "local all guarded scram-sha-256\nlocal all all trust\n");

        // What is killed here is the server, not the machine: without fsync, nothing less would be left.
        File.AppendAllText(Path.Combine(Data, "postgresql.conf"), $"listen_addresses = ''\nunix_socket_directories = '{Folder}'\nfsync = off\n");
        Start();
    }

    public bool IsThere => programs is not null;

    public string Folder { get; } = Directory.CreateTempSubdirectory().FullName;

    public string Socket => Path.Combine(Folder, ".s.PGSQL.5432");

    private string Data => Path.Combine(Folder, "data");

    /// <summary>A connection string with a schema of its own.</summary>
    public string Create()
    {
        string schema = $"s{Interlocked.Increment(ref schemas)}";
        Execute($"CREATE SCHEMA {schema}");
        return $"{ConnectionString};Search Path={schema}";
    }

    public string ConnectionString => $"Host={Folder};Database=postgres;Username=owner";

    public void Execute(string text)
    {
        using NpgsqlConnection connection = new($"{ConnectionString};Pooling=false");
        connection.Open();
        using NpgsqlCommand command = new(text, connection);
        command.ExecuteNonQuery();
    }

    public void Start() => RunProgram("pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(Data, "log"));

    /// <summary>Stops the server.</summary>
    /// <param name="mode"><c>fast</c> ends connections in order; <c>immediate</c> ends the processes, and the next start recovers what was committed.</param>
    public void Stop(string mode) => RunProgram("pg_ctl", "stop", "-w", "-D", Data, "-m", mode);

    public void Restart(string mode)
    {
        // pg_ctl still waits for a server that has begun to answer, and would report one that stops again.
        lock (restarting)
        {
            Stop(mode);
            Start();
        }
    }

    public void Dispose()
    {
        if (IsThere)
        {
            Stop("immediate");
            watch!.StandardInput.Close();
            watch.WaitForExit();
            watch.Dispose();
        }
        else
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    // Debian keeps the programs of each version in a folder that is not on the path.
    private static string? Find()
    {
        const string Debian = "/usr/lib/postgresql";
        IEnumerable<string> versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).OrderByDescending(folder => folder.Length).ThenByDescending(folder => folder, StringComparer.Ordinal) : [];
        return versions.Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    // The end of its input is the end of this process, also by kill −9: then nobody else would stop the server.
    private Process Watch()
    {
        const string Script = """
            trap '' INT TERM HUP
            cat
            if server=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null); then
                kill -QUIT "$server"
                while kill -0 "$server" 2>/dev/null; do sleep 0.1; done
            fi
            rm -rf "$0"
            """;
        return Process.Start(new ProcessStartInfo("sh", ["-c", Script, Folder]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private void RunProgram(string name, params string[] arguments)
    {
        string program = Path.Combine(programs!, name);
        if (Environment.UserName == "root")
        {
            Run("runuser", ["-u", "postgres", "--", program, .. arguments]);
        }
        else
        {
            Run(program, arguments);
        }
    }

    private void Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{errors.Result}");
    }
}
