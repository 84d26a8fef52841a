namespace Descent.Cli.Screens;

/// <summary>Text for people: lines are broken at the width of the terminal, and colored if it supports colors.</summary>
/// <param name="writer">The output.</param>
/// <param name="terminal">What the output can show.</param>
/// <param name="isQuiet">Whether only warnings and errors are written.</param>
internal sealed class Screen(TextWriter writer, TerminalInfo terminal, bool isQuiet = false)
{
    public TextWriter Writer { get; } = isQuiet ? TextWriter.Null : writer;

    /// <summary>The same screen for warnings and errors only.</summary>
    public Screen Quiet => new(writer, terminal, isQuiet: true);

    public TerminalInfo Terminal => terminal;

    /// <summary>The options of the current verb: no others are named as remedies. Null before the verb is known.</summary>
    public IReadOnlySet<string>? Options { get; set; }

    public int Width => terminal.Width ?? int.MaxValue;

    public void Line() => Writer.Write('\n');

    /// <summary>A line; if it is too long, it continues below after <paramref name="indent"/> blanks. Nothing without a text.</summary>
    public void Line(string? text, Ink ink = Ink.Plain, int indent = 0) => Lines(text is null ? [] : [text], ink, indent);

    /// <summary>Replaces the line on a terminal that was written in this way before. Blanks cover its rest, without control codes.</summary>
    public void WriteOver(string line)
    {
        Writer.Write($"\r{TextWidth.PadRight(Wrapping.Shorten(line, Room), Room)}");
        Writer.Flush();
    }

    /// <summary>The columns of such a line: one as long as the terminal is wide would wrap.</summary>
    public int Room => Math.Max(1, Width - 1);

    /// <summary>An error, which a quiet screen shows as well.</summary>
    public void Error(string text) => Line(writer, $"error: {text}", Ink.Red, indent: 2);

    public void Heading(string text)
    {
        Line();
        Line(text, Ink.Bold);
    }

    public void Lines(IEnumerable<string> lines, Ink ink = Ink.Plain, int indent = 0)
    {
        foreach (string line in lines)
        {
            Line(Writer, line, ink, indent);
        }
    }

    /// <summary>A name and its value, as in "epochs: 200"; nothing without a value.</summary>
    public void Fact(string name, string? value) => Line(value is null ? null : $"{Wrapping.Escaped(name)}: {value}", indent: 2);

    /// <summary>Names and their values; those without a value are left out.</summary>
    public void Facts(IEnumerable<(string Name, string? Value)> facts)
    {
        foreach ((string name, string? value) in facts)
        {
            Fact(name, value is "" ? null : value);
        }
    }

    /// <summary>A decision or warning, with the options that change it.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="elsewhere">The verb whose options are remedies as well; null for those of the current verb alone.</param>
    public void Notice(Notice notice, string? elsewhere = null)
    {
        bool warns = notice.Severity == Severity.Warning;
        string text = (warns ? "warning: " : "- ") + ToolWords.Of(Wrapping.Escaped(notice.Text));
        Line(warns ? writer : Writer, RemedyText.Of(notice.Remedies, Options, elsewhere) is { } way ? $"{text} ({way})" : text, warns ? Ink.Yellow : Ink.Plain, indent: 2);
    }

    public void Notices(IEnumerable<Notice> notices, string? elsewhere = null)
    {
        foreach (Notice notice in notices)
        {
            Notice(notice, elsewhere);
        }
    }

    /// <summary>A table; the arguments are those of <see cref="TextTable.Of"/>.</summary>
    public void Table(string[] headers, IEnumerable<string[]> rows, Range numbers = default, bool wrapLast = false, int? firstSentence = null) =>
        Table(TextTable.Of(headers, rows, numbers, wrapLast, firstSentence));

    /// <summary>A table; if it needs several, they are separated by empty lines.</summary>
    public void Table(TextTable table)
    {
        foreach ((int block, IEnumerable<string> lines) in table.Blocks(Width).Index())
        {
            Writer.Write(block == 0 ? "" : "\n");
            foreach ((int row, string line) in lines.Index())
            {
                Writer.Write($"{Colored(line, row == 0 ? Ink.Bold : Ink.Plain)}\n");
            }
        }
    }

    private void Line(TextWriter to, string text, Ink ink, int indent)
    {
        foreach (string line in Wrapping.Lines(text, Width, indent))
        {
            to.Write($"{Colored(line, ink)}\n");
        }
    }

    public string Colored(string text, Ink ink) => terminal.Color && ink != Ink.Plain ? $"\e[{(int)ink}m{text}\e[0m" : text;
}
