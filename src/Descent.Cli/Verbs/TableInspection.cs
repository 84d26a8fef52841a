using System.Globalization;
using System.Text.Json;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Shows the columns of a table: what they hold and what they would be taken for.</summary>
internal static class TableInspection
{
    public static void Write(Call call, Table table, IReadOnlyList<string> targets, SchemaOptions options)
    {
        TableSummary summary = TableSummary.Of(table, targets, options);
        Schema? schema = summary.Schema;
        IReadOnlyList<ColumnSummary> columns = summary.Columns;
        if (call.Json)
        {
            call.WriteJson(json => WriteJson(json, table, summary));
            return;
        }

        Screen screen = call.Answer;
        screen.Line($"{table.Source}: {Wording.Count(table.Rows, "row")}, {Wording.Count(table.Columns.Count, "column")}", Ink.Bold);
        if (schema is not null)
        {
            screen.Fact("target", string.Join(", ", targets));
            screen.Fact("task", $"{Words.Of(schema.Task)}, {schema.TaskReason} (--task)");
        }

        screen.Line();
        (IEnumerable<ColumnSummary> listed, string? rest) = Listing.Of(columns, KindOf);
        TextTable wide = new("column", "kind", "missing", "distinct", "min", "max", "examples") { Numbers = new HashSet<int> { 2, 3, 4, 5 }, WrapLast = true };
        TextTable narrow = new("column", "kind", "missing", "values") { Numbers = new HashSet<int> { 2 }, WrapLast = true };
        foreach (ColumnSummary column in listed)
        {
            string examples = string.Join(", ", column.Examples.Select(example => Wrapping.Shorten(example, 24)));
            string range = column.Minimum is null ? "" : $", {Text(column.Minimum)} … {Text(column.Maximum)}";
            wide.Add(column.Name, KindOf(column), Text(column.Missing), Text(column.Distinct), Text(column.Minimum), Text(column.Maximum), examples);
            narrow.Add(column.Name, KindOf(column), Text(column.Missing), $"{Text(column.Distinct)} different{range}: {examples}");
        }

        screen.Table(wide.FitsInColumns(screen.Width) ? wide : narrow);
        if (rest is not null)
        {
            screen.Line(rest);
        }

        ColumnSummary[] explained = [.. listed.Where(column => !column.IsObvious)];
        if (explained.Length > 0)
        {
            screen.Heading("Why");
            foreach (ColumnSummary column in explained)
            {
                screen.Fact(column.Name, $"{KindOf(column)}, {column.Reason}");
            }
        }

        // The task has just been told.
        Decisions.WriteNotices(screen, [.. summary.Notices.Where(notice => schema is null || !notice.Text.Contains(schema.TaskReason, StringComparison.Ordinal))]);
    }

    private static string KindOf(ColumnSummary column) => column.Kind is { } kind ? Words.Of(kind) : "unusable";

    private static void WriteJson(Utf8JsonWriter json, Table table, TableSummary summary)
    {
        json.WriteString("data", table.Source);
        json.WriteNumber("rows", table.Rows);
        json.WriteNumber("repeatedRows", summary.RepeatedRows);
        if (summary.Schema is { } schema)
        {
            json.WriteString("task", Words.Of(schema.Task));
            json.WriteString("taskReason", schema.TaskReason);
            json.WriteTexts("targets", schema.TargetNames);
        }

        json.WriteStartArray("columns");
        foreach (ColumnSummary column in summary.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", KindOf(column));
            json.WriteNumber("missing", column.Missing);
            json.WriteNumber("distinct", column.Distinct);
            json.WriteMeasure("minimum", column.Minimum ?? double.NaN);
            json.WriteMeasure("maximum", column.Maximum ?? double.NaN);
            json.WriteTexts("examples", column.Examples);
            json.WriteString("reason", column.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        RunJson.WriteNotices(json, summary.Notices);
    }

    private static string Text(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Text(double? number) => number is { } value ? Wording.Number(value) : "";
}
