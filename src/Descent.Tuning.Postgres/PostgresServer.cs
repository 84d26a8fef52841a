using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace Descent.Tuning.Postgres;

/// <summary>The connections to a server: what is sent again when one breaks, and what goes wrong in plain words.</summary>
internal sealed class PostgresServer : IDisposable
{
    // The same for all processes: "descent" in ASCII.
    private const long SchemaLock = 0x64657363656E74;

    // A restart that is shorter is not worth a word.
    private static readonly TimeSpan s_restart = TimeSpan.FromSeconds(1), s_lastWait = TimeSpan.FromSeconds(0.5);

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnectionStringBuilder place;
    private readonly TimeSpan retryTime;
    private readonly bool isReadOnly;
    private readonly Lock gate = new();
    private long? awaySince;
    private bool isSaid;

    public PostgresServer(string connectionString, TimeSpan retryTime, bool isReadOnly)
    {
        this.retryTime = retryTime;
        this.isReadOnly = isReadOnly;
        try
        {
            place = ConnectionText.Parse(connectionString);
            if (string.IsNullOrWhiteSpace(place.Host))
            {
                throw new ArgumentException("It names no server.");
            }

            source = NpgsqlDataSource.Create(place);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Without the text itself, which may contain a password.
            throw new ArgumentException($"This is not a connection string, such as 'Host=db.example.org;Database=tuning;Username=me;Password=…' or 'postgresql://me@db.example.org/tuning': {fault.Message}", nameof(connectionString), fault);
        }
    }

    /// <summary>The server and the database.</summary>
    public string Place => $"{Host}/{place.Database ?? place.Username}";

    private string Host => $"{place.Host}:{place.Port}";

    /// <summary>Ends waiting.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>Receives why the server does not answer, once for every time that it is away.</summary>
    public Action<string>? Waiting { get; set; }

    /// <summary>A command. In its text, <c>@now</c> is the time of the clock that is given, or else of the server.</summary>
    public static NpgsqlCommand Command(NpgsqlConnection connection, string text, DateTimeOffset? now, (string Name, object? Value)[] values)
    {
        NpgsqlCommand command = new(text.Replace("@now", now is null ? "clock_timestamp()" : "@time", StringComparison.Ordinal), connection);
        if (now is { } time)
        {
            command.Parameters.AddWithValue("time", time);
        }

        foreach ((string name, object? value) in values)
        {
            if (value is string written && written.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"PostgreSQL cannot keep a text with the character U+0000, such as this {name}.");
            }

            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>Creates tables, unless the last of them is there. Of several processes, one does. If nothing may be written, they must be there.</summary>
    public void Prepare(string schema, string last) => Run(
        (connection, _) =>
        {
            using NpgsqlCommand command = new($"SELECT to_regclass('{last}') IS NOT NULL", connection);
            if (command.ExecuteScalar() is not true)
            {
                if (isReadOnly)
                {
                    throw new StudyStorageException($"The database {Place} has no tables of studies. Nothing was changed in it.");
                }

                // Several statements in one message are one transaction, which ends the lock.
                command.CommandText = $"SELECT pg_advisory_xact_lock({SchemaLock}); {schema}";
                command.ExecuteNonQuery();
            }

            return true;
        },
        waits: false);

    /// <summary>Does something with a connection. If the connection breaks, it does it again.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="work">Its argument is true if an earlier attempt may have had its effect.</param>
    /// <param name="waits">Whether to wait for a server that does not answer.</param>
    /// <returns>The result.</returns>
    public T Run<T>(Func<NpgsqlConnection, bool, T> work, bool waits = true)
    {
        bool again = false;
        for (int pause = 50; ; pause = Math.Min(2 * pause, 2000))
        {
            bool isOpen = false;
            try
            {
                using NpgsqlConnection connection = Open();
                isOpen = true;
                Restrict(connection);
                T result = work(connection, again);
                lock (gate)
                {
                    (awaySince, isSaid) = (null, false);
                }

                return result;
            }
            catch (NpgsqlException fault)
            {
                bool isAway = !isOpen && fault is not PostgresException;
                if (!IsPassing(fault) || (isAway && !waits) || Away(fault) >= retryTime)
                {
                    throw new StudyStorageException(Explain(fault), fault);
                }

                again |= isOpen;

                // The other connections broke, too, if the server was restarted.
                source.Clear();
                Cancellation.WaitHandle.WaitOne(pause);
                Cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose() => source.Dispose();

    // A machine that is off does not refuse a connection, which ends only after a while. After a cancellation, a server that answers still hears which trials were given up.
    private NpgsqlConnection Open()
    {
        if (!Cancellation.CanBeCanceled)
        {
            return source.OpenConnection();
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation.IsCancellationRequested ? CancellationToken.None : Cancellation);
        if (Cancellation.IsCancellationRequested)
        {
            end.CancelAfter(s_lastWait);
        }

        try
        {
            return source.OpenConnectionAsync(end.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            Cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    private void Restrict(NpgsqlConnection connection)
    {
        if (isReadOnly)
        {
            using NpgsqlCommand command = new("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", connection);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>How long the server has been away, for all threads together: a call after the time gives up at once.</summary>
    private TimeSpan Away(NpgsqlException fault)
    {
        lock (gate)
        {
            TimeSpan away = Stopwatch.GetElapsedTime(awaySince ??= Stopwatch.GetTimestamp());
            if (!isSaid && away >= s_restart)
            {
                isSaid = true;
                Waiting?.Invoke(Explain(fault));
            }

            return away;
        }
    }

    private static bool IsPassing(NpgsqlException fault) => fault is not PostgresException answer
        ? fault.IsTransient
        : answer.IsTransient || answer.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow ||
            // Two claims at once, at an isolation level above that of PostgreSQL's default.
            (answer.SqlState == PostgresErrorCodes.UniqueViolation && answer.TableName == "descent_trials");

    private string Explain(NpgsqlException fault)
    {
        string where = Host;
        return fault switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => $"The PostgreSQL server at {where} has no database '{place.Database ?? place.Username}'. Create it, or name another one.",
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } answer =>
                $"The PostgreSQL server at {where} refuses the user '{place.Username}': {answer.MessageText}.",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } answer =>
                $"The user '{place.Username}' may not create or use the tables of studies in the database '{place.Database}' at {where}: {answer.MessageText}.",
            { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } => $"There is no machine '{place.Host}' on the network.",
            PostgresException answer => $"The PostgreSQL server at {where} failed: {answer.MessageText}.",
            _ => $"No PostgreSQL server answers at {where}: {fault.InnerException?.Message ?? fault.Message}. It may be stopped, or not accept connections from this machine.",
        };
    }
}
