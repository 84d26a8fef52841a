using System.Globalization;
using System.Text;

namespace Descent.Formats;

/// <summary>Lines of C# with their indentation, and the literals in them.</summary>
internal sealed class CodeText
{
    private const int NumbersPerLine = 12;

    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Appends a line, or several with their own indentation.</summary>
    public CodeText Line(string lines = "")
    {
        foreach (string line in lines.Split('\n'))
        {
            text.Append(line.Length == 0 ? "" : new string(' ', 4 * depth)).Append(line).Append('\n');
        }

        return this;
    }

    /// <summary>Appends a line, if any, and lines in braces below it.</summary>
    public CodeText Block(string? head, Action<CodeText> body)
    {
        if (head is not null)
        {
            Line(head);
        }

        Line("{");
        depth++;
        body(this);
        depth--;
        return Line("}");
    }

    /// <summary>Appends the initializer of an array.</summary>
    public CodeText Array(string head, IReadOnlyList<string> literals) => literals.Count == 0 ? Line($"{head} {{ }};") : Block($"{head}", code =>
    {
        foreach (string[] line in literals.Chunk(NumbersPerLine))
        {
            code.Line($"{string.Join(", ", line)},");
        }
    }).Ends();

    /// <summary>The text.</summary>
    public override string ToString() => text.ToString();

    /// <summary>The literal of a number, from which the compiler reads exactly this number.</summary>
    public static string Of(float number) => $"{number.ToString("R", CultureInfo.InvariantCulture)}f";

    /// <summary>The literal of a number, from which the compiler reads exactly this number.</summary>
    public static string Of(double number) => double.IsPositiveInfinity(number) ? "double.PositiveInfinity" : $"{number.ToString("R", CultureInfo.InvariantCulture)}d";

    /// <summary>The literal of a whole number.</summary>
    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The literal of a text.</summary>
    public static string Of(string content)
    {
        StringBuilder literal = new("\"");
        foreach (char letter in content)
        {
            literal.Append(letter is '"' or '\\' ? $"\\{letter}" : char.IsAscii(letter) && !char.IsControl(letter) || char.IsLetter(letter) ? $"{letter}" : $"\\u{(int)letter:x4}");
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A text inside a comment of documentation.</summary>
    public static string Documented(string content) =>
        string.Concat(content.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\u0085' || char.IsSurrogate(letter) ? ' ' : letter)).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private CodeText Ends()
    {
        text.Length--;
        text.Append(";\n");
        return this;
    }
}
