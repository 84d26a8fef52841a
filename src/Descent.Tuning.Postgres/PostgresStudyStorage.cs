using System.Globalization;
using System.Text;
using Npgsql;

namespace Descent.Tuning.Postgres;

/// <summary>Keeps studies in a PostgreSQL database, which processes on several machines use at the same time.</summary>
/// <remarks>
/// Every change is one transaction, sent in one message, so that no process holds a lock while it computes or when its machine is lost.
/// If the connection breaks, for example because the server restarts, the change is sent again, and the server makes it once. Leases end
/// by the clock of the server. If the server cannot be used, methods throw a <see cref="StudyStorageException"/>.
/// </remarks>
public sealed partial class PostgresStudyStorage : DatabaseStudyStorage
{
    // Values that an earlier attempt reported stay in their tables, but belong to that attempt: a takeover changes one row.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS descent_studies (name text COLLATE "C" PRIMARY KEY, space text NOT NULL, directions text[] NOT NULL, seed text NOT NULL);
        CREATE TABLE IF NOT EXISTS descent_trials (
            study text COLLATE "C" NOT NULL REFERENCES descent_studies, number integer NOT NULL, state integer NOT NULL DEFAULT 0, parameters text[], note text,
            objectives double precision[] NOT NULL DEFAULT '{}', error text, attempt integer NOT NULL DEFAULT 1, started timestamptz NOT NULL, ended timestamptz,
            token text UNIQUE, expires timestamptz, PRIMARY KEY (study, number));
        CREATE TABLE IF NOT EXISTS descent_reports (
            study text COLLATE "C" NOT NULL, number integer NOT NULL, attempt integer NOT NULL, step integer NOT NULL, value double precision NOT NULL,
            PRIMARY KEY (study, number, attempt, step));
        CREATE TABLE IF NOT EXISTS descent_attributes (
            study text COLLATE "C" NOT NULL, number integer NOT NULL, attempt integer NOT NULL, name text COLLATE "C" NOT NULL, value text NOT NULL,
            PRIMARY KEY (study, number, attempt, name));
        CREATE TABLE IF NOT EXISTS descent_study_attributes (study text COLLATE "C" NOT NULL REFERENCES descent_studies, name text COLLATE "C" NOT NULL, value text NOT NULL, PRIMARY KEY (study, name));
        """;

    private const string Definition = """
        SELECT name, space, seed, directions, ARRAY(SELECT a.name FROM descent_study_attributes a WHERE a.study = s.name ORDER BY a.name),
            ARRAY(SELECT a.value FROM descent_study_attributes a WHERE a.study = s.name ORDER BY a.name) FROM descent_studies s
        """;

    // The trial of a lease, as long as it is held. The lock makes a takeover wait for the change, or the change see the takeover.
    private const string FromHeld = "FROM descent_trials WHERE study = @study AND number = @number AND token = @token AND state = 0 FOR UPDATE";

    private const string ChangeHeld = "WHERE study = @study AND number = @number AND token = @token AND state = 0";

    private readonly PostgresServer server;
    private readonly TimeProvider? clock;

    /// <summary>Connects to a database, and creates the tables if it has none.</summary>
    /// <param name="connectionString">
    /// The connection string of Npgsql, such as <c>Host=db.example.org;Database=tuning;Username=me;Password=…</c>, or a URI such as <c>postgresql://me@db.example.org/tuning</c>.
    /// A password that is not in it is taken from the environment variable <c>PGPASSWORD</c> or the password file of PostgreSQL.
    /// </param>
    /// <param name="retryTime">How long methods try again if the server cannot be reached, such as while it restarts, counted from the first one that could not; null, the default, for five minutes. The constructor does not wait for a server.</param>
    /// <param name="clock">The clock; null, the default, for that of the server, which is the same for all machines.</param>
    /// <param name="isReadOnly">Whether studies are only read: the database must have the tables, and nothing in it is changed. Methods that write then throw a <see cref="StudyStorageException"/>. Default no.</param>
    /// <exception cref="ArgumentException">If the connection string is none.</exception>
    /// <exception cref="StudyStorageException">If the server cannot be reached, or refuses the user or the database, or if it has no tables of studies and may only be read.</exception>
    public PostgresStudyStorage(string connectionString, TimeSpan? retryTime = null, TimeProvider? clock = null, bool isReadOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        this.clock = clock;
        server = new PostgresServer(connectionString, retryTime ?? TimeSpan.FromMinutes(5), isReadOnly);
        try
        {
            server.Prepare(Schema, last: "descent_study_attributes");
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The server and the database, without the user and the password, such as <c>db.example.org:5432/tuning</c>.</summary>
    public string Place => server.Place;

    /// <summary>The <see cref="Place"/> of a connection, without connecting.</summary>
    /// <param name="connectionString">A connection string or a URI.</param>
    /// <returns>The server and the database.</returns>
    /// <exception cref="ArgumentException">If the text is none.</exception>
    public static string PlaceOf(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        using PostgresServer named = new(connectionString, TimeSpan.Zero, isReadOnly: true);
        return named.Place;
    }

    /// <summary>Ends waiting for a server that does not answer, with an <see cref="OperationCanceledException"/>; default never.</summary>
    public CancellationToken Cancellation
    {
        get => server.Cancellation;
        init => server.Cancellation = value;
    }

    /// <summary>Is called when a method begins to wait for a server that has not answered for a second, with the reason, once until it answers again; null, the default, for no call. The call may come from any thread.</summary>
    public Action<string>? Waiting
    {
        get => server.Waiting;
        init => server.Waiting = value;
    }

    /// <inheritdoc/>
    protected override bool IsLocal => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<TrialLease> Held(string study) => server.Run((connection, _) => Read(connection, "SELECT number, token FROM descent_trials WHERE study = @study AND state = 0 AND token IS NOT NULL AND expires IS NOT NULL", row => new TrialLease(study, row.GetInt32(0), row.GetString(1)), ("study", study)));

    /// <inheritdoc/>
    protected override void Create(StudyDefinition study) => server.Run((connection, _) =>
    {
        // A study that is there needs no right to write.
        if (Read(connection, "SELECT 1 FROM descent_studies WHERE name = @study", row => row.GetInt32(0), ("study", study.Name)).Count > 0)
        {
            return 0;
        }

        return Execute(
            connection,
            """
            WITH created AS (INSERT INTO descent_studies VALUES (@study, @space, @directions, @seed) ON CONFLICT DO NOTHING RETURNING name)
                INSERT INTO descent_study_attributes SELECT created.name, pair.name, pair.value FROM created, unnest(@names, @values) AS pair(name, value)
            """,
            ("study", study.Name),
            ("space", study.Space.ToString()),
            ("directions", study.Directions.Select(direction => direction.ToString()).ToArray()),
            ("seed", study.Seed.ToString(CultureInfo.InvariantCulture)),
            ("names", study.Attributes.Keys.ToArray()),
            ("values", study.Attributes.Values.ToArray()));
    });

    /// <inheritdoc/>
    protected override int? Claim(string study, int limit, TimeSpan? lifetime, string token)
    {
        // If an earlier message was lost, but not its effect, the trial with the token is there, and it is this one. A new trial has the lowest number without a row: one that somebody has deleted, whose
        // reports belong to earlier attempts, or the next one.
        List<int> claimed = server.Run((connection, _) => Read(
            connection,
            """
            SELECT 0 FROM descent_studies WHERE name = @study FOR NO KEY UPDATE;
            UPDATE descent_trials SET attempt = attempt + 1, started = @now, token = @token, expires = @now + @lifetime::interval
                WHERE study = @study AND NOT EXISTS (SELECT FROM descent_trials WHERE token = @token)
                AND number = (SELECT number FROM descent_trials WHERE study = @study AND state = 0 AND expires <= @now ORDER BY number LIMIT 1 FOR UPDATE);
            INSERT INTO descent_trials (study, number, attempt, started, token, expires)
                SELECT @study, number, 1 + coalesce(greatest(
                    (SELECT max(attempt) FROM descent_reports r WHERE r.study = @study AND r.number = next.number),
                    (SELECT max(attempt) FROM descent_attributes a WHERE a.study = @study AND a.number = next.number)), 0), @now, @token, @now + @lifetime::interval
                FROM (SELECT min(free) AS number FROM (SELECT 0 AS free UNION ALL SELECT number + 1 FROM descent_trials WHERE study = @study) AS candidates
                    WHERE NOT EXISTS (SELECT FROM descent_trials t WHERE t.study = @study AND t.number = free)) AS next
                WHERE number < @limit AND NOT EXISTS (SELECT FROM descent_trials WHERE token = @token);
            SELECT number FROM descent_trials WHERE token = @token
            """,
            reader => reader.GetInt32(0),
            ("study", study), ("limit", limit), ("lifetime", lifetime), ("token", token)));
        return claimed is [int number] ? number : null;
    }

    /// <inheritdoc/>
    public override void Begin(TrialLease lease, Suggestion suggestion)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(suggestion);
        Change(lease, $"UPDATE descent_trials SET parameters = @parameters, note = @note {ChangeHeld}",
            ("parameters", TextsOf(suggestion.Values)), ("note", suggestion.Note));
    }

    /// <inheritdoc/>
    public override void Report(TrialLease lease, int step, double value)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        server.Run((connection, again) =>
        {
            try
            {
                Require(lease, Execute(connection, $"INSERT INTO descent_reports SELECT study, number, attempt, @step, @value {FromHeld}", [.. Of(lease), ("step", step), ("value", value)]));
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // Not if it was this call that reported it, and only the answer was lost.
                if (!again || !Trial(lease.Study, lease.Number).Intermediate.Contains(KeyValuePair.Create(step, value)))
                {
                    throw new ArgumentException($"Step {step} of trial {lease.Number} has been reported already.", nameof(step), fault);
                }
            }

            return true;
        });
    }

    /// <inheritdoc/>
    public override void SetAttribute(TrialLease lease, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Change(lease, $"INSERT INTO descent_attributes SELECT study, number, attempt, @name, @value {FromHeld} ON CONFLICT (study, number, attempt, name) DO UPDATE SET value = excluded.value",
            ("name", name), ("value", value));
    }

    /// <inheritdoc/>
    public override void Extend(TrialLease lease, TimeSpan lifetime) => Change(lease, $"UPDATE descent_trials SET expires = @now + @lifetime::interval {ChangeHeld}", ("lifetime", lifetime));

    /// <inheritdoc/>
    public override void Release(TrialLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        server.Run((connection, again) =>
        {
            // If the answer to the first message was lost, the lease has ended, which is what was asked for.
            int rows = Execute(connection, $"UPDATE descent_trials SET expires = '-infinity', token = NULL {ChangeHeld}", Of(lease));
            return again ? rows : Require(lease, rows);
        });
    }

    /// <inheritdoc/>
    public override void Finish(TrialLease lease, TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(result);
        server.Run((connection, again) =>
        {
            int rows = Execute(
                connection,
                $"UPDATE descent_trials SET state = @state, objectives = @objectives, error = @error, ended = @now, expires = NULL {ChangeHeld}",
                [.. Of(lease), ("state", (int)result.State), ("objectives", result.Values.ToArray()), ("error", Storable(result.Error))]);

            // The token stays in the row, so that a repeated message finds the result that the first one left.
            return rows == 0 && again
                ? Require(lease, Read(connection, "SELECT 0 FROM descent_trials WHERE study = @study AND number = @number AND token = @token", _ => 0, Of(lease)).Count)
                : Require(lease, rows);
        });
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => server.Dispose();

    private static (string Name, object? Value)[] Of(TrialLease lease) => [("study", lease.Study), ("number", lease.Number), ("token", lease.Token)];

    // The text of an exception may have characters that PostgreSQL cannot keep: U+0000, and halves of surrogate pairs.
    private static string? Storable(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\u2400')));

    private void Change(TrialLease lease, string text, params (string Name, object? Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(lease);
        server.Run((connection, _) => Require(lease, Execute(connection, text, [.. Of(lease), .. values])));
    }

    private int Execute(NpgsqlConnection connection, string text, params (string Name, object? Value)[] values)
    {
        using NpgsqlCommand command = PostgresServer.Command(connection, text, clock?.GetUtcNow(), values);
        return command.ExecuteNonQuery();
    }
}
