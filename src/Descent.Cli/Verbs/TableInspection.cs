using System.Globalization;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Shows the columns of a table: what they hold and what they would be taken for.</summary>
internal static class TableInspection
{
    public static void Write(Screen screen, Table table, TableSummary summary)
    {
        Schema? schema = summary.Schema;
        screen.Line($"{table.Source}: {Wording.Count(table.Rows, "row")}, {Wording.Count(table.Columns.Count, "column")}", Ink.Bold);
        if (schema is not null)
        {
            screen.Fact("target", string.Join(", ", schema.TargetNames));
            screen.Fact("task", $"{Words.Of(schema.Task)}, {schema.TaskReason} (--task)");
        }

        screen.Line();
        (IEnumerable<ColumnSummary> listed, string? rest) = Listing.Of(summary.Columns, KindOf);
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

    private static string KindOf(ColumnSummary column) => Words.OfColumn(column.Kind);

    private static string Text(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Text(double? number) => number is { } value ? Wording.Number(value) : "";
}
