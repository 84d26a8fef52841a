using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>A name and what belongs to it.</summary>
internal sealed record LabelValue(string Label, string Value);

/// <summary>An HTML page that needs nothing else: no script, no font, no picture. It forbids scripts itself.</summary>
internal sealed class Page
{
    private readonly StringBuilder html = new();

    /// <summary>Begins a page.</summary>
    /// <param name="kind">What kind of page it is.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="created">When it was made, if it says so.</param>
    /// <param name="refresh">The seconds after which a browser asks for it again; null, the default, for never.</param>
    public Page(string kind, string title, DateTimeOffset? created = null, int? refresh = null)
    {
        string time = created is not { } made ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"""<p class="eyebrow"><time datetime="{made:yyyy-MM-dd'T'HH:mm:sszzz}">{made:d MMMM yyyy, HH:mm}</time></p>{"\n"}""");
        string again = refresh is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"""{"\n"}<meta http-equiv="refresh" content="{seconds}">""") : "";
        html.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">{again}
            <title>{Escape(title)}</title>
            <style>
            {ReportStyle.Sheet}
            </style>
            </head>
            <body>
            <main>
            <header>
            <p class="eyebrow">{Escape(kind)}</p>
            <h1>{Escape(title)}</h1>
            {time}</header>

            """);
    }

    /// <summary>Appends markup between two sections.</summary>
    public void Append(string markup) => html.Append(markup);

    /// <summary>Appends a section; nothing where there is no content.</summary>
    /// <param name="title">Its heading, not escaped yet.</param>
    /// <param name="content">Markup.</param>
    public void Section(string title, string content) =>
        html.Append(content.Length > 0 ? $"<section>\n<h2>{Escape(title)}</h2>\n{content}\n</section>\n" : "");

    /// <summary>Appends notices in the words of the command line, each in a box of its own.</summary>
    public void Notices(IEnumerable<Notice> notices)
    {
        foreach (Notice notice in notices)
        {
            (string kind, string word) = notice.Severity == Severity.Warning ? ("warning", "Warning") : ("information", "Note");
            string hint = RemedyText.Of(notice.Remedies) is { } way ? $"""<p class="hint">{Escape(way)}</p>""" : "";
            html.Append($"""<div class="notice {kind}" role="note"><p><b>{word}</b>{Escape(ToolWords.Of(notice.Text))}</p>{hint}</div>{"\n"}""");
        }
    }

    public override string ToString() => $"{html}<footer>Made by Descent.</footer>\n</main>\n</body>\n</html>\n";

    /// <summary>Names and values as markup; nothing where there are none.</summary>
    public static string List(IReadOnlyList<LabelValue> items) => items.Count == 0
        ? ""
        : $"""<dl class="facts">{string.Concat(items.Select(item => $"<dt>{Escape(item.Label)}</dt><dd>{Escape(item.Value)}</dd>\n"))}</dl>""";

    /// <summary>A paragraph in small print.</summary>
    public static string Remark(string text) => $"""<p class="remark">{Escape(text)}</p>""";

    /// <summary>Drawings with their headings, side by side where there is room; nothing where there are none.</summary>
    public static string Figures(IEnumerable<(string Title, string Content)> figures)
    {
        string all = string.Concat(figures.Select(figure => $"<figure><h3>{Escape(figure.Title)}</h3>{figure.Content}</figure>\n"));
        return all.Length > 0 ? $"""<div class="pair">{all}</div>""" : "";
    }

    /// <summary>A table; nothing where it has no rows.</summary>
    /// <param name="columns">The headings of the columns.</param>
    /// <param name="rows">A text for every column.</param>
    /// <param name="texts">How many of the first columns hold texts; the others hold numbers.</param>
    /// <param name="hasTotals">Whether the last row has the totals.</param>
    public static string Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, int texts = 1, bool hasTotals = false)
    {
        string[] lines = [.. rows.Select(row => Row(row, "td"))];
        if (lines.Length == 0)
        {
            return "";
        }

        string body = string.Concat(hasTotals ? lines[..^1] : lines), foot = hasTotals ? $"<tfoot>{lines[^1]}</tfoot>" : "";
        return $"""<div class="scroll" tabindex="0"><table><thead>{Row(columns, "th scope=\"col\"")}</thead><tbody>{"\n"}{body}</tbody>{foot}</table></div>""";

        string Row(IReadOnlyList<string> cells, string tag) =>
            $"<tr>{string.Concat(cells.Select((text, i) => $"<{tag}{(i < texts ? "" : " class=\"number\"")}>{Escape(text)}</{tag[..2]}>"))}</tr>\n";
    }
}
