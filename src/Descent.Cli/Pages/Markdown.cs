using System.Text;

namespace Descent.Cli.Pages;

/// <summary>Turns texts into Markdown that shows them as they are.</summary>
internal static class Markdown
{
    /// <summary>A text between others: what Markdown would read as markup is escaped.</summary>
    public static string Text(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char character in text)
        {
            escaped.Append(character is '|' or '<' or '*' or '[' or ']' or '\\' or '`' ? "\\" : "").Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Code within a row of a table, where even code must not contain a bare bar.</summary>
    public static string Code(string code) => $"`{code.Replace("|", "\\|", StringComparison.Ordinal)}`";

    /// <summary>A table whose cells are Markdown already.</summary>
    public static void AppendTable(this StringBuilder page, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        page.AppendRow(headers).AppendRow([.. headers.Select(_ => "---")]);
        foreach (IReadOnlyList<string> row in rows)
        {
            page.AppendRow(row);
        }

        page.Append('\n');
    }

    private static StringBuilder AppendRow(this StringBuilder page, IReadOnlyList<string> cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
