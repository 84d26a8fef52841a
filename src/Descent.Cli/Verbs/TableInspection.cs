using System.Globalization;
using System.Text.Json;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;
using Descent.Data.Preprocessing;
using Descent.Data.Schemas;
using Descent.Data.Tables;

namespace Descent.Cli.Verbs;

/// <summary>Shows the columns of a table: what they hold and what they would be taken for.</summary>
internal static class TableInspection
{
    private const int ShownExamples = 3;

    public static void Write(Call call, Table table, IReadOnlyList<string> targets, SchemaOptions options)
    {
        List<Notice> notices = [.. table.Notices];
        Schema? schema = targets.Count > 0 ? Schema.Infer(table, targets, options) : null;
        table = schema?.Read(table) ?? Schema.Read(table, options);
        IReadOnlyList<Facts> columns = [.. Enumerable.Range(0, table.Columns.Count).Select(column => Of(table, column, schema, options, notices))];
        int repeated = RepeatedRows.Count(table, schema);
        IReadOnlyList<Notice> said = [.. schema?.Notices ?? notices, .. RepeatedRows.Notices(repeated, table.Rows, schema is null ? "every column" : "every column that would be used")];
        if (call.Json)
        {
            call.WriteJson(json => WriteJson(json, table, schema, columns, repeated, said));
            return;
        }

        Screen screen = call.Answer;
        screen.Line($"{table.Source}: {Amount.Of(table.Rows, "row")}, {Amount.Of(table.Columns.Count, "column")}", Ink.Bold);
        if (schema is not null)
        {
            screen.Fact("target", string.Join(", ", targets));
            screen.Fact("task", $"{Words.Of(schema.Task)}, {schema.TaskReason} (--task)");
        }

        screen.Line();
        (IEnumerable<Facts> listed, string? rest) = Listing.Of(columns, column => column.Kind);
        TextTable wide = new("column", "kind", "missing", "distinct", "min", "max", "examples") { Numbers = new HashSet<int> { 2, 3, 4, 5 }, WrapLast = true };
        TextTable narrow = new("column", "kind", "missing", "values") { Numbers = new HashSet<int> { 2 }, WrapLast = true };
        foreach (Facts column in listed)
        {
            string examples = string.Join(", ", column.Examples.Select(example => Wrapping.Shorten(example, 24)));
            string range = column.Minimum is null ? "" : $", {Text(column.Minimum)} … {Text(column.Maximum)}";
            wide.Add(column.Name, column.Kind, Text(column.Missing), Text(column.Distinct), Text(column.Minimum), Text(column.Maximum), examples);
            narrow.Add(column.Name, column.Kind, Text(column.Missing), $"{Text(column.Distinct)} different{range}: {examples}");
        }

        screen.Table(wide.FitsInColumns(screen.Width) ? wide : narrow);
        if (rest is not null)
        {
            screen.Line(rest);
        }

        Facts[] explained = [.. listed.Where(column => column.Reason is not (FeatureInference.AllNumbers or TargetInference.NamedAsTarget))];
        if (explained.Length > 0)
        {
            screen.Heading("Why");
            foreach (Facts column in explained)
            {
                screen.Fact(column.Name, $"{column.Kind}, {column.Reason}");
            }
        }

        // The task has just been told.
        Decisions.WriteNotices(screen, [.. said.Where(notice => schema is null || !notice.Text.Contains(schema.TaskReason, StringComparison.Ordinal))]);
    }

    private static Facts Of(Table table, int column, Schema? schema, SchemaOptions options, List<Notice> notices)
    {
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        ColumnSchema? found = schema is null ? Guess(ColumnProfile.Of(table, column, rows), rows, options, notices) : schema.Columns[column];
        table = found?.MissingWords is { } words ? table.WithMissingWords(column, words) : table;
        int[] used = found is { WordsAreMissing: true } ? [.. rows.Where(row => HasValue(table, row, column, found))] : rows;
        ColumnProfile profile = ColumnProfile.Of(table, column, used);
        Dictionary<string, int> levels = ColumnProfile.Levels(table, column, used);
        bool hasRange = profile.Numbers > 0 && profile.Words == 0;
        return new Facts(
            table.Columns[column],
            found is null ? "unusable" : Words.Of(found.Kind),
            rows.Length - profile.Present,
            levels.Count,
            hasRange ? profile.Minimum : null,
            hasRange ? profile.Maximum : null,
            [.. levels.Keys.Take(ShownExamples)],
            found?.Reason ?? "see the note");
    }

    private static bool HasValue(Table table, int row, int column, ColumnSchema schema) => schema.Kind == ColumnKind.Date
        ? DateEncoder.TryRead(table, row, column, schema.DateOrder ?? DateOrder.DayFirst, wordsAreMissing: true, out _)
        : NumericEncoder.TryRead(table, row, column, wordsAreMissing: true, schema.Notation, out _);

    // A column that training would refuse is just what somebody wants to see here.
    private static ColumnSchema? Guess(ColumnProfile profile, int[] rows, SchemaOptions options, List<Notice> notices)
    {
        try
        {
            return FeatureInference.Infer(profile, rows, options, notices);
        }
        catch (DataException fault)
        {
            notices.Add(Notice.Warning(fault.Explanation, fault.Remedies));
            return null;
        }
    }

    private static void WriteJson(Utf8JsonWriter json, Table table, Schema? schema, IReadOnlyList<Facts> columns, int repeated, IReadOnlyList<Notice> notices)
    {
        json.WriteString("data", table.Source);
        json.WriteNumber("rows", table.Rows);
        json.WriteNumber("repeatedRows", repeated);
        if (schema is not null)
        {
            json.WriteString("task", Words.Of(schema.Task));
            json.WriteString("taskReason", schema.TaskReason);
            json.WriteTexts("targets", schema.TargetNames);
        }

        json.WriteStartArray("columns");
        foreach (Facts column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind);
            json.WriteNumber("missing", column.Missing);
            json.WriteNumber("distinct", column.Distinct);
            json.WriteMeasure("minimum", column.Minimum ?? double.NaN);
            json.WriteMeasure("maximum", column.Maximum ?? double.NaN);
            json.WriteTexts("examples", column.Examples);
            json.WriteString("reason", column.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        RunJson.WriteNotices(json, notices);
    }

    private static string Text(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Text(double? number) => number is { } value ? Rounded.Text(value) : "";

    private sealed record Facts(string Name, string Kind, int Missing, int Distinct, double? Minimum, double? Maximum, IReadOnlyList<string> Examples, string Reason);
}
