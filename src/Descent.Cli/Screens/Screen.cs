using Descent.Data;

namespace Descent.Cli.Screens;

/// <summary>Text for people: lines broken to the width of the terminal, colors only where they are understood.</summary>
/// <param name="writer">What is written to.</param>
/// <param name="terminal">What it can show.</param>
/// <param name="isQuiet">Whether only warnings and errors are written.</param>
internal sealed class Screen(TextWriter writer, TerminalInfo terminal, bool isQuiet = false)
{
    /// <summary>What is written to.</summary>
    public TextWriter Writer { get; } = isQuiet ? TextWriter.Null : writer;

    /// <summary>The same screen for warnings and errors only.</summary>
    public Screen Quiet => new(writer, terminal, isQuiet: true);

    /// <summary>What it can show.</summary>
    public TerminalInfo Terminal => terminal;

    /// <summary>The options of the verb at hand: no other is named as a remedy. Null before one is known.</summary>
    public IReadOnlySet<string>? Options { get; set; }

    /// <summary>Characters per line.</summary>
    public int Width => terminal.Width ?? int.MaxValue;

    /// <summary>An empty line.</summary>
    public void Line() => Writer.Write('\n');

    /// <summary>A line, continued below with <paramref name="indent"/> blanks in front where it is too long.</summary>
    public void Line(string text, Ink ink = Ink.Plain, int indent = 0) => Line(Writer, text, ink, indent);

    /// <summary>What went wrong; a quiet screen shows it, too.</summary>
    public void Error(string text) => Line(writer, $"error: {text}", Ink.Red, indent: 2);

    /// <summary>A line of its own above what follows.</summary>
    public void Heading(string text)
    {
        Line();
        Line(text, Ink.Bold);
    }

    /// <summary>Lines, such as those of a drawing.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Line(line);
        }
    }

    /// <summary>A name and what belongs to it, as "epochs: 200"; nothing where there is nothing.</summary>
    public void Fact(string name, string? value)
    {
        if (value is not null)
        {
            Line($"{name}: {value}", indent: 2);
        }
    }

    /// <summary>A decision or warning, with the way to decide otherwise.</summary>
    /// <param name="notice">What is said.</param>
    /// <param name="elsewhere">The verb whose options are remedies, too; null for those of the verb at hand alone.</param>
    public void Notice(Notice notice, string? elsewhere = null)
    {
        bool warns = notice.Severity == Severity.Warning;
        string text = (warns ? "warning: " : "- ") + ToolWords.Of(notice.Text);
        Line(warns ? writer : Writer, RemedyText.Of(notice.Remedies, Options, elsewhere) is { } way ? $"{text} ({way})" : text, warns ? Ink.Yellow : Ink.Plain, indent: 2);
    }

    /// <summary>Decisions and warnings.</summary>
    public void Notices(IEnumerable<Notice> notices, string? elsewhere = null)
    {
        foreach (Notice notice in notices)
        {
            Notice(notice, elsewhere);
        }
    }

    /// <summary>A table whose columns are aligned.</summary>
    /// <param name="headers">What stands above the columns.</param>
    /// <param name="rows">A text for every column.</param>
    /// <param name="numbers">Columns of numbers; none by default.</param>
    /// <param name="wrapLast">Whether the last column holds sentences.</param>
    public void Table(string[] headers, IEnumerable<string[]> rows, Range numbers = default, bool wrapLast = false)
    {
        (int first, int count) = numbers.GetOffsetAndLength(headers.Length);
        TextTable table = new(headers) { Numbers = Enumerable.Range(first, count).ToHashSet(), WrapLast = wrapLast };
        foreach (string[] row in rows)
        {
            table.Add(row);
        }

        Table(table);
    }

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

    /// <summary>The text with its color, if there are colors.</summary>
    public string Colored(string text, Ink ink) => terminal.Color && ink != Ink.Plain ? $"\e[{(int)ink}m{text}\e[0m" : text;
}
