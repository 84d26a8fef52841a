using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Descent.Cli.Verbs;

/// <summary>A query on an SQLite file or a PostgreSQL database, which cannot write.</summary>
internal sealed class DatabaseQuery : IDisposable
{
    private readonly string source;
    private readonly DbConnection connection;
    private readonly DbCommand command;
    private readonly DbDataReader reader;
    private readonly CancellationTokenRegistration registration;
    private readonly CancellationToken cancellation;

    private DatabaseQuery(string source, DbConnection connection, string sql, CancellationToken cancellation)
    {
        (this.source, this.connection, this.cancellation) = (source, connection, cancellation);
        command = connection.CreateCommand();
        // A query may take hours; Ctrl-C ends it.
        command.CommandTimeout = 0;
        command.CommandText = sql;
        registration = cancellation.Register(command.Cancel);
        try
        {
            reader = command.ExecuteReader();
        }
        catch
        {
            registration.Dispose();
            command.Dispose();
            throw;
        }
    }

    /// <summary>Runs a query.</summary>
    /// <exception cref="DataException">If the database cannot be reached, or refuses the query; the message is its own.</exception>
    public static DatabaseQuery Open(string place, string sql, CancellationToken cancellation)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(sql), "--sql needs a query, such as \"SELECT * FROM visits\", but it is empty.");
        string name = NameOf(place);
        DbConnection database = DataPlace.IsServer(place) ? new NpgsqlConnection(DataPlace.ServerOf(place).ConnectionString) : Sqlite(place);
        try
        {
            database.Open();
            if (database is NpgsqlConnection)
            {
                Execute(database, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            }

            return new DatabaseQuery(name, database, sql, cancellation);
        }
        catch (Exception fault) when (fault is DbException or InvalidOperationException)
        {
            database.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new DataException($"{name}: {MessageOf(fault)}", fault);
        }
    }

    /// <summary>Runs a query and reads its rows a few thousand at a time.</summary>
    public static IEnumerable<Table> ReadParts(string place, string sql, CancellationToken cancellation)
    {
        using DatabaseQuery query = Open(place, sql, cancellation);
        using IEnumerator<Table> parts = Table.ReadChunks(query.reader, query.source).GetEnumerator();
        while (query.Cancellable(parts.MoveNext))
        {
            yield return parts.Current;
        }
    }

    /// <summary>The tables of an SQLite file as a sentence; nothing for a server, which may have thousands.</summary>
    public static string TablesHint(string place)
    {
        if (DataPlace.IsServer(place))
        {
            return "";
        }

        try
        {
            using SqliteConnection database = Sqlite(place);
            database.Open();
            using SqliteCommand listing = new("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name", database);
            using SqliteDataReader rows = listing.ExecuteReader();
            List<string> names = [];
            while (rows.Read())
            {
                names.Add(rows.GetString(0));
            }

            return names.Count == 0 ? " It has no tables." : $" Its tables are {Wording.Names(names)}.";
        }
        catch (SqliteException)
        {
            // The message is complete without the tables; with a query, the fault of the file is reported.
            return "";
        }
    }

    /// <summary>Reads all rows.</summary>
    /// <exception cref="DataException">If there are no rows, or they cannot be read.</exception>
    public Table Read(long? memoryLimit)
    {
        Table table = Cancellable(() => Table.From(reader, source, memoryLimit));
        return table.Rows > 0 ? table : throw new DataException($"{source}: the query has columns ({Wording.Names(table.Columns)}) but no rows.");
    }

    public void Dispose()
    {
        registration.Dispose();
        reader.Dispose();
        command.Dispose();
        connection.Dispose();
    }

    // A canceled query ends with an error of the database.
    private T Cancellable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DataException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    private static SqliteConnection Sqlite(string path) => new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);

    private static void Execute(DbConnection connection, string text)
    {
        using DbCommand statement = connection.CreateCommand();
        statement.CommandText = text;
        statement.ExecuteNonQuery();
    }

    private static string NameOf(string place) => DataPlace.IsServer(place) && DataPlace.ServerOf(place) is var server
        ? $"{server.Host}:{server.Port}/{DataPlace.DatabaseOf(place)}"
        : Path.GetFileName(place);

    private static string MessageOf(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } answer => $"the database says \"{answer.MessageText}\". --sql only reads; write a SELECT.",
        PostgresException answer => $"the database says \"{answer.MessageText}\"{(answer.Hint is { } hint ? $" ({hint.TrimEnd('.')})" : "")}. Check --sql and the user's rights.",
        NpgsqlException => $"no PostgreSQL server answers: {fault.InnerException?.Message ?? fault.Message}. It may be stopped, or not accept connections from this machine.",
        SqliteException { SqliteErrorCode: 8 } => "the file cannot be written here. --sql only reads; write a SELECT.",
        SqliteException => $"the database says \"{TextOf(fault.Message)}\". Check --sql.",
        _ => fault.Message,
    };

    // "SQLite Error 1: 'no such column: x'."
    private static string TextOf(string message) => message.Split('\'', 2) is [_, var text] ? text.TrimEnd('.', '\'') : message;
}
