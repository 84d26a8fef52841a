using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Descent.Tuning.Sqlite;

/// <summary>Keeps studies in an SQLite file, which several processes on one machine use at the same time.</summary>
/// <remarks>
/// The file is in WAL mode, so that reading does not wait for writing. Every change is one transaction that takes the lock for writing
/// first and is on the disk when the method returns. The file must be on a local disk.
/// </remarks>
public sealed class SqliteStudyStorage : IStudyStorage, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS studies (name TEXT PRIMARY KEY, space TEXT NOT NULL, directions TEXT NOT NULL, seed TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS study_attributes (study TEXT NOT NULL REFERENCES studies, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (study, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS trials (
            study TEXT NOT NULL REFERENCES studies, number INTEGER NOT NULL, state INTEGER NOT NULL, parameters TEXT, note TEXT, objectives TEXT NOT NULL DEFAULT '', error TEXT,
            attempt INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER, token TEXT NOT NULL, expires INTEGER, PRIMARY KEY (study, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS reports (study TEXT NOT NULL, number INTEGER NOT NULL, step INTEGER NOT NULL, value REAL, PRIMARY KEY (study, number, step)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS attributes (study TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (study, number, name)) WITHOUT ROWID;
        """;

    private const string Columns = "number, state, parameters, note, objectives, error, attempt, start, end";

    private readonly string connectionString;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, (StudyDefinition Study, List<Trial> Ended)> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Opens a file, or creates it.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="clock">The clock; null, the default, for that of the system.</param>
    /// <exception cref="IOException">If the file cannot be opened, or is not an SQLite file.</exception>
    public SqliteStudyStorage(string path, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.clock = clock ?? TimeProvider.System;
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 60 }.ToString();
        try
        {
            using SqliteConnection connection = Connect();
            Execute(connection, Schema);
        }
        catch (SqliteException fault)
        {
            throw new IOException($"'{path}' cannot be used as a file of studies: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public StudyDefinition Open(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        Write(connection =>
        {
            int added = Execute(
                connection,
                "INSERT INTO studies VALUES ($name, $space, $directions, $seed) ON CONFLICT DO NOTHING",
                ("$name", study.Name),
                ("$space", study.Space.ToString()),
                ("$directions", string.Join(' ', study.Directions)),
                ("$seed", study.Seed.ToString(CultureInfo.InvariantCulture)));

            // Whoever creates the study says what it is.
            foreach ((string name, string value) in study.Attributes.Where(_ => added > 0))
            {
                Execute(connection, "INSERT INTO study_attributes VALUES ($study, $name, $value)", ("$study", study.Name), ("$name", name), ("$value", value));
            }
        });
        return Known(study.Name).Study;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StudyDefinition> Studies()
    {
        using SqliteConnection connection = Connect();
        return Definitions(connection, "ORDER BY name");
    }

    /// <inheritdoc/>
    public TrialLease? Claim(string study, int limit, TimeSpan? lifetime)
    {
        Known(study);
        return Write(connection =>
        {
            long now = Now();
            object? expired = Scalar(connection, "SELECT min(number) FROM trials WHERE study = $study AND state = 0 AND expires <= $now", ("$study", study), ("$now", now));
            string token = Guid.NewGuid().ToString("N");
            object expires = lifetime is { } time ? now + time.Ticks : DBNull.Value;
            if (expired is long old)
            {
                Execute(connection, "UPDATE trials SET attempt = attempt + 1, start = $now, token = $token, expires = $expires WHERE study = $study AND number = $number", ("$study", study), ("$number", old), ("$now", now), ("$token", token), ("$expires", expires));
                Execute(connection, "DELETE FROM reports WHERE study = $study AND number = $number", ("$study", study), ("$number", old));
                Execute(connection, "DELETE FROM attributes WHERE study = $study AND number = $number", ("$study", study), ("$number", old));
                return new TrialLease(study, (int)old, token);
            }

            long count = (long)Scalar(connection, "SELECT count(*) FROM trials WHERE study = $study", ("$study", study))!;
            if (count >= limit)
            {
                return null;
            }

            Execute(connection, "INSERT INTO trials (study, number, state, attempt, start, token, expires) VALUES ($study, $number, 0, 1, $now, $token, $expires)", ("$study", study), ("$number", count), ("$now", now), ("$token", token), ("$expires", expires));
            return new TrialLease(study, (int)count, token);
        });
    }

    /// <inheritdoc/>
    public void Begin(TrialLease lease, Suggestion suggestion)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(suggestion);
        Change(lease, "UPDATE trials SET parameters = $parameters, note = $note WHERE study = $study AND number = $number",
            ("$parameters", string.Join('\n', suggestion.Values.ToTexts().Select(pair => $"{pair.Key}={pair.Value}"))), ("$note", (object?)suggestion.Note ?? DBNull.Value));
    }

    /// <inheritdoc/>
    public void Report(TrialLease lease, int step, double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        try
        {
            // NaN is NULL.
            Change(lease, "INSERT INTO reports VALUES ($study, $number, $step, $value)", ("$step", step), ("$value", double.IsNaN(value) ? DBNull.Value : value));
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == 19)
        {
            throw new ArgumentException($"Step {step} of trial {lease.Number} has been reported already.", nameof(step), fault);
        }
    }

    /// <inheritdoc/>
    public void SetAttribute(TrialLease lease, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Change(lease, "INSERT OR REPLACE INTO attributes VALUES ($study, $number, $name, $value)", ("$name", name), ("$value", value));
    }

    /// <inheritdoc/>
    public void Extend(TrialLease lease, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(lease);
        Change(lease, "UPDATE trials SET expires = $expires WHERE study = $study AND number = $number", ("$expires", Now() + lifetime.Ticks));
    }

    /// <inheritdoc/>
    public void Release(TrialLease lease) => Change(lease, "UPDATE trials SET expires = 0, token = '' WHERE study = $study AND number = $number");

    /// <inheritdoc/>
    public void Finish(TrialLease lease, TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(result);
        Change(lease, "UPDATE trials SET state = $state, objectives = $objectives, error = $error, end = $end, token = '', expires = NULL WHERE study = $study AND number = $number",
            ("$state", (int)result.State), ("$objectives", string.Join(' ', result.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))), ("$error", (object?)result.Error ?? DBNull.Value), ("$end", Now()));
    }

    /// <inheritdoc/>
    public Trial Trial(string study, int number)
    {
        StudyDefinition definition = Known(study).Study;
        return Read(definition, number, number) is [Trial trial] ? trial : throw new ArgumentException($"The study '{study}' has no trial {number}.", nameof(number));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Trials(string study)
    {
        (StudyDefinition definition, List<Trial> ended) = Known(study);
        lock (ended)
        {
            // What has ended does not change: only the trials from the first one that had not are read again.
            List<Trial> others = Read(definition, ended.Count, int.MaxValue);
            Trial[] all = [.. ended, .. others];
            ended.AddRange(others.TakeWhile(trial => trial.State != TrialState.Running));
            return all;
        }
    }

    /// <summary>Closes the connections to the file.</summary>
    public void Dispose()
    {
        using SqliteConnection connection = new(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static int Execute(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(connection, text, values);
        return command.ExecuteNonQuery();
    }

    // Null for NULL.
    private static object? Scalar(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(connection, text, values);
        return command.ExecuteScalar() is var value and not DBNull ? value : null;
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, ReadOnlySpan<(string Name, object Value)> values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static StudyDefinition[] Definitions(SqliteConnection connection, string rest, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(connection, $"SELECT name, space, directions, seed FROM studies {rest}", values);
        using SqliteDataReader reader = command.ExecuteReader();
        List<StudyDefinition> definitions = [];
        while (reader.Read())
        {
            definitions.Add(new StudyDefinition(
                reader.GetString(0), SearchSpace.Parse(reader.GetString(1)), [.. reader.GetString(2).Split(' ').Select(Enum.Parse<StudyDirection>)], ulong.Parse(reader.GetString(3), CultureInfo.InvariantCulture)));
        }

        return [.. definitions.Select(study => study with { Attributes = Attributes(connection, study.Name) })];
    }

    private static Dictionary<string, string> Attributes(SqliteConnection connection, string study)
    {
        using SqliteCommand command = Command(connection, "SELECT name, value FROM study_attributes WHERE study = $study", [("$study", study)]);
        using SqliteDataReader reader = command.ExecuteReader();
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            attributes.Add(reader.GetString(0), reader.GetString(1));
        }

        return attributes;
    }

    private static ParameterValues Parameters(SearchSpace space, string text) =>
        ParameterValues.Parse(space, text.Split('\n').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal));

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private List<Trial> Read(StudyDefinition study, int first, int last)
    {
        using SqliteConnection connection = Connect();

        // All three tables as they are at one moment.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        (string, object)[] range = [("$study", study.Name), ("$first", first), ("$last", last)];
        Dictionary<int, SortedDictionary<int, double>> reports = [];
        using (SqliteCommand command = Command(connection, "SELECT number, step, value FROM reports WHERE study = $study AND number BETWEEN $first AND $last", range))
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                Of(reports, reader.GetInt32(0))[reader.GetInt32(1)] = reader.IsDBNull(2) ? double.NaN : reader.GetDouble(2);
            }
        }

        Dictionary<int, SortedDictionary<string, string>> attributes = [];
        using (SqliteCommand command = Command(connection, "SELECT number, name, value FROM attributes WHERE study = $study AND number BETWEEN $first AND $last", range))
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                Of(attributes, reader.GetInt32(0))[reader.GetString(1)] = reader.GetString(2);
            }
        }

        List<Trial> trials = [];
        using (SqliteCommand command = Command(connection, $"SELECT {Columns} FROM trials WHERE study = $study AND number BETWEEN $first AND $last ORDER BY number", range))
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                int number = reader.GetInt32(0);
                trials.Add(new Trial(number)
                {
                    State = (TrialState)reader.GetInt32(1),
                    Parameters = reader.IsDBNull(2) ? null : Parameters(study.Space, reader.GetString(2)),
                    Note = reader.IsDBNull(3) ? null : reader.GetString(3),
                    Values = [.. reader.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => double.Parse(value, CultureInfo.InvariantCulture))],
                    Error = reader.IsDBNull(5) ? null : reader.GetString(5),
                    Attempt = reader.GetInt32(6),
                    Start = Time(reader.GetInt64(7)),
                    End = reader.IsDBNull(8) ? null : Time(reader.GetInt64(8)),
                    Intermediate = Of(reports, number),
                    Attributes = Of(attributes, number),
                });
            }
        }

        return trials;
    }

    private static SortedDictionary<TKey, TValue> Of<TKey, TValue>(Dictionary<int, SortedDictionary<TKey, TValue>> all, int number)
        where TKey : notnull
    {
        if (!all.TryGetValue(number, out SortedDictionary<TKey, TValue>? own))
        {
            all[number] = own = [];
        }

        return own;
    }

    private void Change(TrialLease lease, string text, params (string Name, object Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(lease);
        Known(lease.Study);
        Write(connection =>
        {
            (string, object)[] trial = [("$study", lease.Study), ("$number", lease.Number)];
            if (!lease.Token.Equals(Scalar(connection, "SELECT token FROM trials WHERE study = $study AND number = $number", trial)))
            {
                throw new TrialLostException($"Trial {lease.Number} of the study '{lease.Study}' has ended or has been taken over.");
            }

            Execute(connection, text, [.. trial, .. values]);
            return true;
        });
    }

    // A transaction that will write takes the lock at once: two that read first and write then would wait for each other.
    private TResult Write<TResult>(Func<SqliteConnection, TResult> change)
    {
        using SqliteConnection connection = Connect();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        TResult result = change(connection);
        transaction.Commit();
        return result;
    }

    private void Write(Action<SqliteConnection> change) => Write(connection =>
    {
        change(connection);
        return true;
    });

    private (StudyDefinition Study, List<Trial> Ended) Known(string study)
    {
        ArgumentNullException.ThrowIfNull(study);
        lock (gate)
        {
            if (!known.TryGetValue(study, out (StudyDefinition, List<Trial>) found))
            {
                using SqliteConnection connection = Connect();
                found = Definitions(connection, "WHERE name = $name", ("$name", study)) is [StudyDefinition definition]
                    ? (definition, [])
                    : throw new ArgumentException($"The storage has no study '{study}'.", nameof(study));
                known[study] = found;
            }

            return found;
        }
    }

    private long Now() => clock.GetUtcNow().UtcTicks;

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new(connectionString);
        connection.Open();
        return connection;
    }
}
