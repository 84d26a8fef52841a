using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Descent.Cli.Verbs;

/// <summary>Queries on an SQLite file or a PostgreSQL database, which cannot write.</summary>
internal static class DatabaseQuery
{
    /// <summary>Runs a query and reads all rows.</summary>
    /// <exception cref="DataException">If the database cannot be reached, or refuses the query, whose message is its own; or if there are no rows, or they cannot be read.</exception>
    public static Table Read(string place, string sql, long? memoryLimit, CancellationToken cancellation)
    {
        Table table = Read(place, sql, Whole, cancellation).Single();
        return table.Rows > 0 ? table : throw new DataException($"{NameOf(place)}: the query has columns ({Wording.Names(table.Columns)}) but no rows.");

        IEnumerable<Table> Whole(DbDataReader reader, string source)
        {
            yield return Table.From(reader, source, memoryLimit);
        }
    }

    /// <summary>Runs a query and reads its rows a few thousand at a time.</summary>
    public static IEnumerable<Table> ReadParts(string place, string sql, CancellationToken cancellation) => Read(place, sql, (reader, source) => Table.ReadChunks(reader, source), cancellation);

    private static IEnumerable<Table> Read(string place, string sql, Func<DbDataReader, string, IEnumerable<Table>> read, CancellationToken cancellation)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(sql), "--sql needs a query, such as \"SELECT * FROM visits\", but it is empty.");
        string name = NameOf(place);
        using DbConnection database = DataPlace.IsServer(place) ? new NpgsqlConnection(DataPlace.ServerOf(place).ConnectionString) : Sqlite(place);
        using DbCommand command = database.CreateCommand();
        // A query may take hours; Ctrl-C ends it.
        command.CommandTimeout = 0;
        command.CommandText = sql;
        using CancellationTokenRegistration registration = cancellation.Register(command.Cancel);
        using DbDataReader reader = Answer(command, name, cancellation);
        using IEnumerator<Table> parts = read(reader, name).GetEnumerator();
        while (Cancellable(parts.MoveNext, cancellation))
        {
            yield return parts.Current;
        }
    }

    private static DbDataReader Answer(DbCommand command, string name, CancellationToken cancellation)
    {
        try
        {
            command.Connection!.Open();
            if (command.Connection is NpgsqlConnection)
            {
                Execute(command.Connection, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            }

            return command.ExecuteReader();
        }
        catch (Exception fault) when (fault is DbException or InvalidOperationException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new DataException($"{name}: {MessageOf(fault)}", fault);
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

    // A canceled query ends with an error of the database.
    private static T Cancellable<T>(Func<T> read, CancellationToken cancellation)
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
