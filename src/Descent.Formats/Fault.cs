using System.Text;

namespace Descent.Formats;

/// <summary>The one place where this project words its errors.</summary>
internal static class Fault
{
    private const int LongestQuote = 60;

    /// <summary>Refuses a path that cannot be one, before the system does in words that name a parameter.</summary>
    public static void CheckPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new ModelFileException("The path of the file is empty. Name a file, for example 'model.safetensors'.");
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ModelFileException($"The path {Quote(path)} has a character of code 0 in it, which no path can have.");
        }
    }

    /// <summary>An error in the file called <paramref name="source"/>.</summary>
    public static ModelFileException In(string source, string problem, Exception? cause = null) =>
        new($"{source}: {problem}", cause);

    /// <summary>An input or output error of the system, told in our words and with the system's.</summary>
    public static ModelFileException Access(string path, string deed, string fix, Exception cause) =>
        new($"cannot {deed} '{path}': {cause.Message} {fix}", cause);

    /// <summary>A text out of a file, made safe to print: shortened, with control characters shown as question marks.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new("'");
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (quoted.Length > LongestQuote)
            {
                quoted.Append('…');
                break;
            }

            quoted.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>A shape as [2, 3], shortened when it is long.</summary>
    public static string Quote(ReadOnlySpan<long> shape)
    {
        const int most = 8;
        string sizes = string.Join(", ", shape[..Math.Min(most, shape.Length)].ToArray());
        return shape.Length > most ? $"[{sizes}, …]" : $"[{sizes}]";
    }
}
