using Descent.Tuning.Postgres;
using Npgsql;

namespace Descent.Cluster;

/// <summary>The PostgreSQL database of a cluster: its silos, results of jobs and studies.</summary>
public static class ClusterDatabase
{
    /// <summary>The number of an advisory lock, under which one process at a time changes tables.</summary>
    private const long SchemaLock = 0x44657363656E74;

    /// <summary>Creates the tables, or changes them to those of this version; every worker does so when it starts.</summary>
    /// <param name="options">Where the cluster is.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <exception cref="ClusterException">If the database cannot be used; the message gives the reason.</exception>
    public static async Task CreateAsync(ClusterOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.IsLocal)
        {
            return;
        }

        await Using(options, async connection =>
        {
            using Stream stream = typeof(ClusterDatabase).Assembly.GetManifestResourceStream("Descent.Cluster.Storage.Schema.sql")!;
            using StreamReader reader = new(stream);
            string schema = await reader.ReadToEndAsync(cancellation);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
            await Execute(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})", cancellation);
            await Execute(connection, schema, cancellation);
            await transaction.CommitAsync(cancellation);
        });
    }

    /// <summary>Removes results of jobs that no client has taken for a time, such as those of a command that was killed, and what is left of removed ones.</summary>
    /// <param name="options">Where the cluster is.</param>
    /// <param name="age">The time since they were written; default 3 days.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The number of removed results.</returns>
    /// <exception cref="ClusterException">If the database cannot be used.</exception>
    public static async Task<int> CleanAsync(ClusterOptions options, TimeSpan? age = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        int removed = 0;
        if (!options.IsLocal)
        {
            await Using(options, async connection =>
            {
                await using NpgsqlCommand command = new("DELETE FROM descent_grain WHERE service = @service AND ((payload IS NULL AND changed < now() - interval '5 minutes') OR (typename LIKE '%result%' AND changed < now() - @age))", connection);
                command.Parameters.AddWithValue("service", options.Name);
                command.Parameters.AddWithValue("age", age ?? TimeSpan.FromDays(3));
                removed = await command.ExecuteNonQueryAsync(cancellation);
            });
        }

        return removed;
    }

    /// <summary>The connection string, without the words of a URI.</summary>
    internal static string ConnectionString(ClusterOptions options)
    {
        try
        {
            return ConnectionText.Parse(options.Connection).ConnectionString;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ClusterException($"The cluster is neither 'local' nor a connection string, such as 'Host=db.example.org;Database=descent;Username=me', nor a URI, such as 'postgresql://me@db.example.org/descent': {fault.Message}", fault);
        }
    }

    /// <summary>Where the database is, without user and password.</summary>
    internal static string Place(ClusterOptions options) => options.IsLocal ? options.Connection : new NpgsqlConnectionStringBuilder(ConnectionString(options)) is var place ? $"{place.Host}, database {place.Database ?? place.Username}" : "";

    private static async Task Using(ClusterOptions options, Func<NpgsqlConnection, Task> use)
    {
        try
        {
            await using NpgsqlConnection connection = new(ConnectionString(options));
            await connection.OpenAsync();
            await use(connection);
        }
        catch (NpgsqlException fault)
        {
            throw new ClusterException($"The database of the cluster ({Place(options)}) cannot be used: {fault.InnerException?.Message ?? fault.Message}", fault);
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = new(text, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
