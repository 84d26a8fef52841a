namespace Descent.Cli.Pages;

/// <summary>Converts texts to Markdown that shows them unchanged.</summary>
internal static class Markdown
{
    /// <summary>A text in which Markdown's markup characters are escaped.</summary>
    public static string Text(string text) => string.Concat(text.Select(character => character is '|' or '<' or '*' or '[' or ']' or '\\' or '`' ? $"\\{character}" : $"{character}"));

    /// <summary>Code in a table, where even code must not contain an unescaped bar.</summary>
    public static string Code(string code) => $"`{code.Replace("|", "\\|", StringComparison.Ordinal)}`";

    /// <summary>Appends a table whose cells are Markdown.</summary>
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
