using System.Text;
using Descent.Data;

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

    /// <summary>The system refuses to read a file.</summary>
    public static ModelFileException CannotRead(string path, Exception cause)
    {
        (string reason, string advice) = FileFault.Of(path, cause);
        return new($"cannot read '{path}': {reason}. {advice}", cause);
    }

    /// <summary>The system refuses to write a file.</summary>
    public static ModelFileException CannotWrite(string path, Exception cause)
    {
        (string reason, string advice) = Directory.Exists(path) ? ("it is a folder", "Give the name of a file in it.") : FileFault.OfMaking(path, cause);
        return new($"cannot write '{path}': {reason}. Nothing was overwritten. {advice}", cause);
    }

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
