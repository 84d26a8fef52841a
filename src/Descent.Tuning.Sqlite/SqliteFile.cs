using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Descent.Tuning.Sqlite;

/// <summary>The file of a storage: its tables, its connections, and what goes wrong in plain words.</summary>
internal sealed class SqliteFile : IDisposable
{
    public const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS studies (name TEXT PRIMARY KEY, space TEXT NOT NULL, directions TEXT NOT NULL, seed TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS study_attributes (study TEXT NOT NULL REFERENCES studies, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (study, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS trials (
            study TEXT NOT NULL REFERENCES studies, number INTEGER NOT NULL, state INTEGER NOT NULL, parameters TEXT, note TEXT, objectives TEXT NOT NULL DEFAULT '', error TEXT,
            attempt INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER, token TEXT NOT NULL, expires INTEGER, PRIMARY KEY (study, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS reports (study TEXT NOT NULL, number INTEGER NOT NULL, step INTEGER NOT NULL, value REAL, PRIMARY KEY (study, number, step)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS attributes (study TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (study, number, name)) WITHOUT ROWID;
        """;

    /// <summary>The columns of a trial, in the order in which they are read.</summary>
    public const string Columns = "number, state, parameters, note, objectives, error, attempt, start, end";

    // https://www.sqlite.org/rescode.html
    public const int Constraint = 19;
    private const int Busy = 5, Locked = 6, ReadOnly = 8, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    private const string Torn = "its pages do not fit together";

    private readonly string path;
    private string connectionString;

    /// <summary>Names a file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="keepsConnections">Whether connections stay open for the next use, until <see cref="Dispose"/>.</param>
    public SqliteFile(string path, bool keepsConnections = true) =>
        (this.path, connectionString) = (path, new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 60, ForeignKeys = false, Pooling = keepsConnections }.ToString());

    /// <summary>The path.</summary>
    public string Path => path;

    /// <summary>Whether the log of a file has anything: what was committed since the file was last written.</summary>
    public static bool HasLog(string path) => new FileInfo($"{path}-wal") is { Exists: true, Length: > 0 };

    /// <summary>Checks the pages of the file, and creates the tables that it does not have. A file of another program is refused, and nothing is changed in it.</summary>
    /// <param name="isReadOnly">Whether nothing is changed or created: the file must have the tables.</param>
    public void Prepare(bool isReadOnly = false)
    {
        // SQLite takes a file without bytes, or none, for a new one, and deletes the log that could still have all of it. Whoever creates a file has written to it before it has a log.
        if (HasLog(path) && new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            throw StudyFileException.Damaged(path, $"it {(File.Exists(path) ? "has no bytes" : "is missing")}, but the log beside it is there");
        }

        if (isReadOnly && new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            throw new StudyFileException(path, File.Exists(path) ? $"'{path}' has no bytes, and so no studies." : $"There is no file '{path}'.");
        }

        if (isReadOnly)
        {
            // Whether tables are missing can be said only of a file whose pages are whole.
            connectionString = ForReading();
            Check("SELECT 1");
            RequireTables(isWritten: false);
            return;
        }

        RequireTables(isWritten: true);
        try
        {
            Check(Schema);
        }
        catch (StudyFileException fault) when (fault.InnerException is SqliteException { SqliteErrorCode: ReadOnly or CannotOpen } && File.Exists(path) && !HasLog(path))
        {
            // On a read-only disk or in a read-only folder, SQLite cannot write the files beside it.
            connectionString = ForReading();
            Check("SELECT count(*) FROM studies");
        }
    }

    /// <summary>A connection that writes nothing. Without a log, SQLite needs no files beside the file if it takes it for one that nobody changes: https://www.sqlite.org/uri.html#uriimmutable</summary>
    private string ForReading() => new SqliteConnectionStringBuilder
    {
        DataSource = HasLog(path) ? path : $"{new Uri(System.IO.Path.GetFullPath(path)).AbsoluteUri}?immutable=1",
        Mode = SqliteOpenMode.ReadOnly,
        DefaultTimeout = 60,
        Pooling = false,
    }.ToString();

    /// <summary>Refuses a file that has tables, but none of studies. One that is only read must have those of studies.</summary>
    private void RequireTables(bool isWritten)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            return;
        }

        IReadOnlyList<string> tables;
        try
        {
            using SqliteConnection connection = new(ForReading());
            connection.Open();
            tables = connection.Rows("SELECT name FROM sqlite_master WHERE type = 'table'", row => row.GetString(0));
        }
        catch (SqliteException)
        {
            // What is wrong with the file, the check says that follows; another process may also be writing it at this moment.
            return;
        }

        if (!tables.Contains("studies", StringComparer.OrdinalIgnoreCase) && (tables.Count > 0 || !isWritten))
        {
            throw new StudyFileException(path, $"'{path}' is an SQLite file without studies{(tables.Count > 0 ? $": it has the {(tables.Count == 1 ? "table" : "tables")} {string.Join(", ", tables.Take(5))}{(tables.Count > 5 ? ", …" : "")}, and seems to belong to another program" : "")}. It was not changed.");
        }
    }

    /// <summary>Reads what the tables have at one moment.</summary>
    public T Read<T>(Func<SqliteConnection, T> read) => InTransaction(read, deferred: true);

    /// <summary>Changes the file in one transaction, which takes the lock at once: two that read first and write then would wait for each other.</summary>
    public T Write<T>(Func<SqliteConnection, T> change) => InTransaction(change, deferred: false);

    /// <summary>Closes the connections that are kept for the next use.</summary>
    public void Dispose()
    {
        using SqliteConnection connection = new(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private void Check(string schema) => Guarded(() =>
    {
        using SqliteConnection connection = Connect();
        return connection.Rows("PRAGMA quick_check(1)", row => row.GetString(0)) is ["ok"] ? connection.Execute(schema) : throw StudyFileException.Damaged(path, Torn);
    });

    private T InTransaction<T>(Func<SqliteConnection, T> work, bool deferred) => Guarded(() =>
    {
        using SqliteConnection connection = Connect();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred);
        T result = work(connection);
        transaction.Commit();
        return result;
    });

    /// <summary>Opens a connection, which may fail only when it is used.</summary>
    public SqliteConnection Connect()
    {
        SqliteConnection connection = new(connectionString);
        connection.Open();
        return connection;
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException fault)
        {
            throw fault.SqliteErrorCode switch
            {
                Corrupt => StudyFileException.Damaged(path, Torn, fault),
                NotADatabase => StudyFileException.Damaged(path, "it is not an SQLite file, or its beginning is overwritten", fault),
                int code => new StudyFileException(path, $"'{path}' cannot be used as a file of studies: {Explain(code) ?? fault.Message}", fault),
            };
        }
    }

    private string? Explain(int code) => code switch
    {
        Full => "the disk is full. What has been written before is kept.",
        ReadOnly or CannotOpen => Directory.Exists(path) ? "it is a folder." : File.Exists(path) ? "it or its folder is read-only, and SQLite also writes files beside it." : "its folder does not exist or is read-only.",
        Busy or Locked => "another process has locked it for a minute.",
        _ => null,
    };
}

/// <summary>Short forms of commands.</summary>
internal static class SqliteCommands
{
    public static int Execute(this SqliteConnection connection, string text, params (string Name, object? Value)[] values)
    {
        using SqliteCommand command = Command(connection, text, values);
        return command.ExecuteNonQuery();
    }

    public static IReadOnlyList<T> Rows<T>(this SqliteConnection connection, string text, Func<DbDataReader, T> row, params (string Name, object? Value)[] values)
    {
        using SqliteCommand command = Command(connection, text, values);
        using DbDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public static SqliteCommand Command(SqliteConnection connection, string text, (string Name, object? Value)[] values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue($"@{name}", value ?? DBNull.Value);
        }

        return command;
    }
}
