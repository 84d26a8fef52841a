namespace Descent.Cli.Verbs;

/// <summary>Shows the columns of a table: their values, and what they would be used as.</summary>
internal static class TableInspection
{
    public static void Write(Screen screen, Table table, TableSummary summary)
    {
        Decisions.WriteTask(screen, table, summary.Schema);
        screen.Line();
        (IEnumerable<ColumnSummary> listed, string? rest) = Listing.Of(summary.Columns, KindOf);
        TextTable wide = new("column", "kind", "missing", "distinct", "min", "max", "examples") { Numbers = new HashSet<int> { 2, 3, 4, 5 }, WrapLast = true };
        TextTable narrow = new("column", "kind", "missing", "values") { Numbers = new HashSet<int> { 2 }, WrapLast = true };
        foreach (ColumnSummary column in listed)
        {
            (string missing, string distinct, string minimum, string maximum) = ($"{column.Missing:#,0}", $"{column.Distinct:#,0}", Text(column.Minimum), Text(column.Maximum));
            string examples = string.Join(", ", column.Examples.Select(example => Wrapping.Shorten(example, 24)));
            wide.Add(column.Name, KindOf(column), missing, distinct, minimum, maximum, examples);
            narrow.Add(column.Name, KindOf(column), missing, $"{distinct} different{(column.Minimum is null ? "" : $", {minimum} … {maximum}")}: {examples}");
        }

        screen.Table(wide.FitsInColumns(screen.Width) ? wide : narrow);
        screen.Line(rest);
        ColumnSummary[] explained = [.. listed.Where(column => !column.IsObvious)];
        if (explained.Length > 0)
        {
            screen.Heading("Why");
            foreach (ColumnSummary column in explained)
            {
                screen.Fact(column.Name, $"{KindOf(column)}, {column.Reason}");
            }
        }

        Decisions.WriteNotices(screen, summary.Notices, summary.Schema);
    }

    private static string KindOf(ColumnSummary column) => Words.OfColumn(column.Kind);

    private static string Text(double? number) => number is { } value ? Wording.Number(value) : "";
}
