using static Descent.Cli.Pages.Markdown;

namespace Descent.Cli.Pages;

internal static class ChoosingPage
{
    public static StringBuilder Of()
    {
        StringBuilder page = new("Rules of thumb, for a beginning: what suits your data shows on rows that training never saw. `descent explain choosing-an-optimizer` and its like print the same tables.\n\n");
        foreach (DecisionTable table in DecisionTables.All)
        {
            page.Append($"- [{table.Title}](#{table.Name})\n");
        }

        page.Append('\n');
        foreach (DecisionTable table in DecisionTables.All)
        {
            // The name is that of descent explain, so a link to it is valid even if the title changes.
            page.Append($"<a id=\"{table.Name}\"></a>\n\n## {table.Title}\n\n{Text(table.Beginning)}\n\n");
            page.AppendTable(["When", "Choose", "Why"], table.Rows.Select(row => (string[])[Text(row.When), string.Join(", ", row.Choose.Select(Linked)), Text(row.Why)]));
        }

        return page;
    }

    private static string Linked(string form)
    {
        CatalogueEntry entry = Catalogue.Find(form.Split(':')[0])!;
        return form == entry.Name ? ComponentPage.Link(entry) : $"[{form}]({ComponentPage.Path(entry.Kind)}#{entry.Name})";
    }
}
