using System.Globalization;
using System.Text;

namespace Descent.Formats;

/// <summary>Makes C# identifiers of the names of columns.</summary>
internal static class CSharpNames
{
    // A class may not be called like one of these. Properties begin with a capital letter, so none of them is a keyword.
    private static readonly HashSet<string> s_keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else",
        "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long",
        "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "record", "ref", "return", "sbyte", "sealed", "short", "sizeof",
        "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary>Returns an identifier, or throws.</summary>
    public static string Required(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return IsIdentifier(name) ? name : throw new ArgumentException($"{Fault.Quote(name)} is not a name in C#. Use letters, digits and underscores, beginning with a letter, and no keyword.", parameter);
    }

    /// <summary>A name for each text, in order: the words of the text with capital letters, different from each other and from the names that are taken.</summary>
    public static string[] Of(IEnumerable<string> texts, params IEnumerable<string> taken)
    {
        HashSet<string> used = [.. taken];
        List<string> names = [];
        foreach (string text in texts)
        {
            string name = Pascal(text), free = name;
            for (int number = 2; !used.Add(free); number++)
            {
                free = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
            }

            names.Add(free);
        }

        return [.. names];
    }

    /// <summary>The words of a text, each with a capital letter: <c>sepal length (cm)</c> becomes <c>SepalLengthCm</c>.</summary>
    public static string Pascal(string text)
    {
        StringBuilder name = new();
        bool begins = true;
        foreach (char letter in text)
        {
            if (IsPart(letter))
            {
                name.Append(begins ? char.ToUpperInvariant(letter) : letter);
            }

            begins = !IsPart(letter);
        }

        return name.Length == 0 ? "Column" : char.IsUpper(name[0]) ? name.ToString() : $"Column{name}";
    }

    private static bool IsIdentifier(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(letter => letter == '_' || IsPart(letter)) && !s_keywords.Contains(name);

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter);
}
