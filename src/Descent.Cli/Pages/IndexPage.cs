namespace Descent.Cli.Pages;

internal static class IndexPage
{
    /// <summary>The page, without its title.</summary>
    public static StringBuilder Of(IReadOnlyList<(string Path, string Title)> written)
    {
        StringBuilder page = new();
        AppendLinks(page, written.Where(link => link.Path.StartsWith("getting-started", StringComparison.Ordinal)));
        page.Append($"- [Lessons, concepts and forty questions]({LearnPage.Path})\n");
        page.Append("- [What to choose](choosing.md)\n");
        AppendLinks(page, written.Where(link => !link.Path.Contains('/', StringComparison.Ordinal) && !link.Path.StartsWith("getting-started", StringComparison.Ordinal)));
        page.Append("\n## Everything with a name\n\n");
        foreach (CatalogueKind kind in Kinds.All.Where(kind => Catalogue.Of(kind).Any()))
        {
            page.Append($"- **[{Kinds.Title(kind)}]({ComponentPage.Path(kind)})**: {string.Join(", ", Catalogue.Of(kind).Select(entry => ComponentPage.Link(entry)))}\n");
        }

        page.Append($"- {RecipesPage.Links}\n");
        page.Append("\n## Decisions\n\n");
        AppendLinks(page, written.Where(link => link.Path.Contains('/', StringComparison.Ordinal)));
        return page;
    }

    private static void AppendLinks(StringBuilder page, IEnumerable<(string Path, string Title)> links)
    {
        foreach ((string path, string title) in links)
        {
            page.Append($"- [{Markdown.Text(title)}]({path})\n");
        }
    }
}
