using Descent.Data;

namespace Descent.Cli.Screens;

/// <summary>Text for people: lines broken to the width of the terminal, colors only where they are understood.</summary>
internal sealed class Screen(TextWriter writer, TerminalInfo terminal)
{
    /// <summary>What is written to.</summary>
    public TextWriter Writer => writer;

    /// <summary>What it can show.</summary>
    public TerminalInfo Terminal => terminal;

    /// <summary>Characters per line.</summary>
    public int Width => terminal.Width ?? int.MaxValue;

    /// <summary>An empty line.</summary>
    public void Line() => writer.Write('\n');

    /// <summary>A line, continued below with <paramref name="indent"/> blanks in front where it is too long.</summary>
    public void Line(string text, Ink ink = Ink.Plain, int indent = 0)
    {
        foreach (string line in Wrapping.Lines(text, Width, indent))
        {
            writer.Write(Colored(line, ink));
            writer.Write('\n');
        }
    }

    /// <summary>A line of its own above what follows.</summary>
    public void Heading(string text)
    {
        Line();
        Line(text, Ink.Bold);
    }

    /// <summary>A name and what belongs to it, as "epochs: 200".</summary>
    public void Fact(string name, string value) => Line($"{name}: {value}", indent: 2);

    /// <summary>A decision or warning, with the way to decide otherwise.</summary>
    public void Notice(Notice notice)
    {
        bool warns = notice.Severity == Severity.Warning;
        string text = (warns ? "warning: " : "- ") + notice.Text;
        Line(RemedyText.Of(notice.Remedies) is { } way ? $"{text} ({way})" : text, warns ? Ink.Yellow : Ink.Plain, indent: 2);
    }

    /// <summary>A table whose columns are aligned; the last one may go on below.</summary>
    public void Table(TextTable table) => Table(table.Lines(Width));

    /// <summary>A table of sentences.</summary>
    public void Table(FactTable table) => Table(table.Lines(Width));

    private void Table(IEnumerable<string> lines)
    {
        bool isHeader = true;
        foreach (string line in lines)
        {
            writer.Write(Colored(line, isHeader ? Ink.Bold : Ink.Plain));
            writer.Write('\n');
            isHeader = false;
        }
    }

    /// <summary>The text with its color, if there are colors.</summary>
    public string Colored(string text, Ink ink) => terminal.Color && ink != Ink.Plain ? $"\e[{(int)ink}m{text}\e[0m" : text;
}
