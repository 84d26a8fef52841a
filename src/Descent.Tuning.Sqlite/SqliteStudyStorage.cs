using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Descent.Tuning.Sqlite;

/// <summary>Keeps studies in an SQLite file, which several processes on one machine use at the same time.</summary>
/// <remarks>
/// The file is in WAL mode, so that reading does not wait for writing. Every change is one transaction that takes the lock for writing
/// first and is on the disk when the method returns. The file must be on a local disk. Methods throw a <see cref="StudyFileException"/> if
/// the file cannot be used, such as on a full disk.
/// </remarks>
public sealed class SqliteStudyStorage : DatabaseStudyStorage
{
    /// <summary>Reads definitions without their attributes: that of a name, or all.</summary>
    internal const string DefinitionQuery = "SELECT name, space, seed, directions FROM studies WHERE @name IS NULL OR name = @name ORDER BY name";

    private const string ByToken = "WHERE study = @study AND number = @number AND token = @token";

    private readonly SqliteFile file;
    private readonly TimeProvider clock;

    /// <summary>Opens a file, or creates it. One that cannot be written, such as on a read-only disk, can be read if no process was killed while it used the file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="clock">The clock; null, the default, for that of the system.</param>
    /// <param name="isReadOnly">Whether studies are only read: the file must exist and have studies, and neither it nor its folder is changed. Methods that write then throw a <see cref="StudyFileException"/>. Default no.</param>
    /// <exception cref="StudyFileException">If the file cannot be opened or written, is damaged (<see cref="StudyFileException.IsDamaged"/>), or belongs to another program. Such a file is not changed; see <see cref="Repair"/>.</exception>
    public SqliteStudyStorage(string path, TimeProvider? clock = null, bool isReadOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.clock = clock ?? TimeProvider.System;
        file = new SqliteFile(path);
        try
        {
            file.Prepare(isReadOnly);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Saves what can be read of a damaged file in a new file of the same name. The damaged file is kept under another name. Trials that are lost are computed again by
    /// whoever continues their study. A file that is whole is not changed.
    /// </summary>
    /// <param name="path">The path of the file. No process may use it.</param>
    /// <returns>What was saved, and what was lost.</returns>
    /// <exception cref="FileNotFoundException">If there is no such file.</exception>
    /// <exception cref="StudyFileException">If no study can be read from the file, or another process uses it. Then it is not changed.</exception>
    /// <exception cref="IOException">If the new file cannot be written. Then nothing is changed.</exception>
    public static StudyRepair Repair(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new SqliteRepair(path).Run();
    }

    /// <summary>The number of trials that have ended of each study whose settings are missing, as <see cref="Repair"/> leaves it if they are lost (<see cref="RepairedStudy.HasDefinition"/>), by name.</summary>
    /// <returns>The numbers; usually none.</returns>
    public IReadOnlyDictionary<string, int> TrialsWithoutDefinition() => file.Read(connection => connection.Rows(
        "SELECT study, count(*) FROM trials WHERE state <> 0 AND study NOT IN (SELECT name FROM studies) GROUP BY study", row => (Study: row.GetString(0), Trials: row.GetInt32(1))))
        .ToDictionary(row => row.Study, row => row.Trials, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void Begin(TrialLease lease, Suggestion suggestion)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(suggestion);
        Change(lease, $"UPDATE trials SET parameters = @parameters, note = @note {ByToken}", ("parameters", string.Join('\n', TextsOf(suggestion.Values))), ("note", suggestion.Note));
    }

    /// <inheritdoc/>
    public override void Report(TrialLease lease, int step, double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);

        // NaN is NULL.
        Change(
            lease, $"INSERT INTO reports SELECT study, number, @step, @value FROM trials {ByToken}",
            fault => fault.SqliteErrorCode == SqliteFile.Constraint ? new ArgumentException($"Step {step} of trial {lease.Number} has been reported already.", nameof(step), fault) : null,
            ("step", step), ("value", double.IsNaN(value) ? null : value));
    }

    /// <inheritdoc/>
    public override void SetAttribute(TrialLease lease, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Change(lease, $"INSERT OR REPLACE INTO attributes SELECT study, number, @name, @value FROM trials {ByToken}", ("name", name), ("value", value));
    }

    /// <inheritdoc/>
    public override void Extend(TrialLease lease, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(lease);
        Change(lease, $"UPDATE trials SET expires = @expires {ByToken}", ("expires", Now() + lifetime.Ticks));
    }

    /// <inheritdoc/>
    public override void Release(TrialLease lease) => Change(lease, $"UPDATE trials SET expires = 0, token = '' {ByToken}");

    /// <inheritdoc/>
    public override void Finish(TrialLease lease, TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(result);
        Change(lease, $"UPDATE trials SET state = @state, objectives = @objectives, error = @error, end = @end, token = '', expires = NULL {ByToken}",
            ("state", (int)result.State), ("objectives", string.Join(' ', result.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))), ("error", result.Error), ("end", Now()));
    }

    /// <summary>Reads a definition from a row of <see cref="DefinitionQuery"/>.</summary>
    internal static StudyDefinition DefinitionOf(DbDataReader row) => DefinitionOf(row, row.GetString(3).Split(' '));

    /// <summary>The names and values in the text of the parameters of a trial.</summary>
    internal static IReadOnlyDictionary<string, string> NamesAndValues(string text) => PairsOf(text.Split('\n'));

    /// <summary>Checks a trial, of which less is known without the definition of its study.</summary>
    internal static Trial Check(StudyDefinition? study, Trial trial) => study is null ? trial : Checked(study, trial);

    /// <summary>Reads a trial from a row of the table of trials. What its other tables have is added later.</summary>
    internal static Trial TrialOf(SearchSpace space, DbDataReader row) => new(row.GetInt32(0))
    {
        State = (TrialState)row.GetInt32(1),
        Parameters = ValuesOf(space, TextOf(row, 2)?.Split('\n')),
        Note = TextOf(row, 3),
        Values = [.. row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NumberOf)],
        Error = TextOf(row, 5),
        Attempt = row.GetInt32(6),
        Start = Time(row.GetInt64(7)),
        End = row.IsDBNull(8) ? null : Time(row.GetInt64(8)),
    };

    /// <inheritdoc/>
    protected override bool IsLocal => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<TrialLease> Held(string study) => file.Read(connection => connection.Rows(
        "SELECT number, token FROM trials WHERE study = @study AND state = 0 AND token <> '' AND expires IS NOT NULL", row => new TrialLease(study, row.GetInt32(0), row.GetString(1)), ("study", study)));

    /// <inheritdoc/>
    protected override void Create(StudyDefinition study)
    {
        // A study that is there needs no right to write.
        if (file.Read(connection => connection.Rows("SELECT 1 FROM studies WHERE name = @name", row => row.GetInt32(0), ("name", study.Name))).Count == 0)
        {
            file.Write(connection => Insert(connection, study));
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<StudyDefinition> Definitions(string? name) => file.Read(connection =>
    {
        ILookup<string, (string Study, string Name, string Value)> attributes = connection.Rows("SELECT study, name, value FROM study_attributes", row => (Study: row.GetString(0), Name: row.GetString(1), Value: row.GetString(2)))
            .ToLookup(row => row.Study, StringComparer.Ordinal);
        return connection.Rows(DefinitionQuery, row => Readable(() => DefinitionOf(row), () => $"the row of the study '{row.GetString(0)}'", Refuse), ("name", name))
            .Select(study => study with { Attributes = attributes[study.Name].ToDictionary(row => row.Name, row => row.Value, StringComparer.Ordinal) })
            .ToArray();
    });

    /// <inheritdoc/>
    protected override int? Claim(string study, int limit, TimeSpan? lifetime, string token) => file.Write<int?>(connection =>
    {
        long now = Now();
        (string, object?)[] values = [("study", study), ("now", now), ("token", token), ("expires", now + lifetime?.Ticks), ("limit", limit)];
        IReadOnlyList<int> taken = connection.Rows(
            """
            UPDATE trials SET attempt = attempt + 1, start = @now, token = @token, expires = @expires
                WHERE study = @study AND number = (SELECT min(number) FROM trials WHERE study = @study AND state = 0 AND expires <= @now) RETURNING number
            """, row => row.GetInt32(0), values);
        if (taken.Count == 0)
        {
            // The lowest number without a row: one that somebody has deleted, or the next one.
            taken = connection.Rows(
                """
                INSERT INTO trials (study, number, state, attempt, start, token, expires)
                    SELECT @study, min(free), 0, 1, @now, @token, @expires
                    FROM (SELECT 0 AS free UNION ALL SELECT number + 1 FROM trials WHERE study = @study)
                    WHERE NOT EXISTS (SELECT 1 FROM trials WHERE study = @study AND number = free) HAVING min(free) < @limit RETURNING number
                """, row => row.GetInt32(0), values);
        }

        if (taken is not [int claimed])
        {
            return null;
        }

        (string, object?)[] trial = [("study", study), ("number", claimed)];
        connection.Execute("DELETE FROM reports WHERE study = @study AND number = @number", trial);
        connection.Execute("DELETE FROM attributes WHERE study = @study AND number = @number", trial);
        return claimed;
    });

    /// <inheritdoc/>
    /// <remarks>All three tables as they are at one moment.</remarks>
    protected override IReadOnlyList<Trial> Read(StudyDefinition study, int first, int last) => file.Read(connection => Read(connection, study, first, last, Refuse, Now()));

    /// <summary>Reads trials.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="study">The study.</param>
    /// <param name="first">The first number.</param>
    /// <param name="last">The last number.</param>
    /// <param name="refuse">Makes the exception for a trial that cannot be read.</param>
    /// <param name="now">The time by which leases end.</param>
    internal static IReadOnlyList<Trial> Read(SqliteConnection connection, StudyDefinition study, int first, int last, Func<string, Exception, StudyStorageException> refuse, long now)
    {
        const string Range = "WHERE study = @study AND number BETWEEN @first AND @last ORDER BY number";
        (string, object?)[] range = [("study", study.Name), ("first", first), ("last", last)];
        ILookup<int, (int Number, int Step, double Value)> reports = connection.Rows($"SELECT number, step, value FROM reports {Range}", row => (Number: row.GetInt32(0), Step: row.GetInt32(1), Value: row.IsDBNull(2) ? double.NaN : row.GetDouble(2)), range)
            .ToLookup(row => row.Number);
        ILookup<int, (int Number, string Name, string Value)> attributes = connection.Rows($"SELECT number, name, value FROM attributes {Range}", row => (Number: row.GetInt32(0), Name: row.GetString(1), Value: row.GetString(2)), range)
            .ToLookup(row => row.Number);
        return connection.Rows($"SELECT {SqliteFile.Columns}, expires, token FROM trials {Range}", row => Readable(() => With(TrialOf(study.Space, row), row), () => RowOf(row.GetInt32(0), study.Name), refuse), range);

        Trial With(Trial trial, DbDataReader row) => Checked(study, trial with
        {
            IsWaiting = trial.State == TrialState.Running && IsWaiting(!row.IsDBNull(9) && row.GetInt64(9) <= now, TextOf(row, 10)),
            Intermediate = new SortedDictionary<int, double>(reports[trial.Number].ToDictionary(row => row.Step, row => row.Value)),
            Attributes = attributes[trial.Number].ToDictionary(row => row.Name, row => row.Value, StringComparer.Ordinal),
        });
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => file.Dispose();

    private StudyFileException Refuse(string reason, Exception fault) => StudyFileException.Unreadable(file.Path, reason, fault);

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private int Insert(SqliteConnection connection, StudyDefinition study)
    {
        int added = connection.Execute(
            "INSERT INTO studies VALUES (@name, @space, @directions, @seed) ON CONFLICT DO NOTHING",
            ("name", study.Name), ("space", study.Space.ToString()), ("directions", string.Join(' ', study.Directions)), ("seed", study.Seed.ToString(CultureInfo.InvariantCulture)));

        // Whoever creates the study says what it is.
        foreach ((string name, string value) in study.Attributes.Where(_ => added > 0))
        {
            connection.Execute("INSERT INTO study_attributes VALUES (@study, @name, @value)", ("study", study.Name), ("name", name), ("value", value));
        }

        // Without its settings, a repair could not check all that trials have. What does not fit is computed again.
        foreach (int number in added == 0 ? [] : connection.Rows("SELECT number FROM trials WHERE study = @study AND state <> 0", row => row.GetInt32(0), ("study", study.Name)).Where(number => !IsReadable(connection, study, number)))
        {
            connection.Execute(
                "UPDATE trials SET state = 0, parameters = NULL, note = NULL, objectives = '', error = NULL, end = NULL, token = '', expires = 0 WHERE study = @study AND number = @number", ("study", study.Name), ("number", number));
        }

        return added;
    }

    private bool IsReadable(SqliteConnection connection, StudyDefinition study, int number)
    {
        try
        {
            return Read(connection, study, number, number, Refuse, Now()).Count == 1;
        }
        catch (StudyFileException)
        {
            return false;
        }
    }

    private void Change(TrialLease lease, string text, params (string Name, object? Value)[] values) => Change(lease, text, _ => null, values);

    private void Change(TrialLease lease, string text, Func<SqliteException, Exception?> explain, params (string Name, object? Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(lease);
        file.Write(connection =>
        {
            try
            {
                return Require(lease, connection.Execute(text, [("study", lease.Study), ("number", lease.Number), ("token", lease.Token), .. values]));
            }
            catch (SqliteException fault) when (explain(fault) is not null)
            {
                throw explain(fault)!;
            }
        });
    }

    private long Now() => clock.GetUtcNow().UtcTicks;
}
