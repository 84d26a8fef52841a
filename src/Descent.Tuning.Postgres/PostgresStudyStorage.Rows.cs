using System.Data.Common;
using Npgsql;

namespace Descent.Tuning.Postgres;

/// <content>Reads studies and trials from their rows.</content>
public sealed partial class PostgresStudyStorage
{
    /// <inheritdoc/>
    protected override IReadOnlyList<StudyDefinition> Definitions(string? name) => server.Run((connection, _) => Read(
        connection,
        $"{Definition} WHERE @study::text IS NULL OR name = @study ORDER BY name",
        row => Readable(() => DefinitionOf(row, row.GetFieldValue<string[]>(3)) with { Attributes = Map(row, 4) }, () => $"the row of the study '{row.GetString(0)}'", Refuse),
        ("study", name)));

    // A column of names, and one of values.
    private static Dictionary<string, string> Map(DbDataReader reader, int names) =>
        reader.GetFieldValue<string[]>(names).Zip(reader.GetFieldValue<string[]>(names + 1)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    private static Trial TrialOf(SearchSpace space, DbDataReader reader) => new(reader.GetInt32(0))
    {
        State = (TrialState)reader.GetInt32(1),
        Parameters = ValuesOf(space, reader.IsDBNull(2) ? null : reader.GetFieldValue<string[]>(2)),
        Note = TextOf(reader, 3),
        Values = reader.GetFieldValue<double[]>(4),
        Error = TextOf(reader, 5),
        Attempt = reader.GetInt32(6),
        Start = reader.GetFieldValue<DateTimeOffset>(7),
        End = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
        Intermediate = new SortedDictionary<int, double>(reader.GetFieldValue<int[]>(9).Zip(reader.GetFieldValue<double[]>(10)).ToDictionary(pair => pair.First, pair => pair.Second)),
        Attributes = Map(reader, 11),
        IsWaiting = reader.GetInt32(1) == (int)TrialState.Running && IsWaiting(reader.GetBoolean(13), TextOf(reader, 14)),
    };

    /// <inheritdoc/>
    /// <remarks>One statement, so that all of it is from the same moment.</remarks>
    protected override IReadOnlyList<Trial> Read(StudyDefinition study, int first, int last) => server.Run((connection, _) => Read(
        connection,
        """
        SELECT number, state, parameters, note, objectives, error, attempt, started, ended,
            ARRAY(SELECT step FROM descent_reports r WHERE (r.study, r.number, r.attempt) = (t.study, t.number, t.attempt) ORDER BY step),
            ARRAY(SELECT value FROM descent_reports r WHERE (r.study, r.number, r.attempt) = (t.study, t.number, t.attempt) ORDER BY step),
            ARRAY(SELECT name FROM descent_attributes a WHERE (a.study, a.number, a.attempt) = (t.study, t.number, t.attempt) ORDER BY name),
            ARRAY(SELECT value FROM descent_attributes a WHERE (a.study, a.number, a.attempt) = (t.study, t.number, t.attempt) ORDER BY name),
            coalesce(expires <= @now, false), token
        FROM descent_trials t WHERE study = @study AND number BETWEEN @first AND @last ORDER BY number
        """,
        reader => Readable(() => Checked(study, TrialOf(study.Space, reader)), () => RowOf(reader.GetInt32(0), study.Name), Refuse),
        ("study", study.Name), ("first", first), ("last", last)));

    private StudyStorageException Refuse(string reason, Exception fault) => new($"In the database {Place}, {reason}. A trial whose row is deleted is computed again.", fault);

    // Of several statements, the rows of the last one.
    private List<T> Read<T>(NpgsqlConnection connection, string text, Func<DbDataReader, T> row, params (string Name, object? Value)[] values)
    {
        using NpgsqlCommand command = PostgresServer.Command(connection, text, clock?.GetUtcNow(), values);
        using NpgsqlDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        do
        {
            rows.Clear();
            while (reader.Read())
            {
                rows.Add(row(reader));
            }
        }
        while (reader.NextResult());
        return rows;
    }
}
