using System.Text;
using Descent.Data;

namespace Descent.Formats;

/// <summary>Creates this project's exceptions and formats text for their messages.</summary>
internal static class Fault
{
    private const int LongestQuote = 60;

    /// <summary>Rejects an invalid path with a clear message, before the system does so with the name of a parameter.</summary>
    public static void CheckPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new ModelFileException("The path of the file is empty. Name a file, for example 'model.safetensors'.");
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ModelFileException($"The path {Quote(path)} contains a character with code 0, which is not allowed in a path.");
        }
    }

    /// <summary>An error in the file named <paramref name="source"/>.</summary>
    public static ModelFileException In(string source, string problem, Exception? cause = null) =>
        new($"{source}: {problem}", cause);

    /// <summary>The exception for a file that the system cannot read.</summary>
    public static ModelFileException CannotRead(string path, Exception cause)
    {
        (string reason, string advice) = FileFault.Of(path, cause);
        return new($"cannot read '{path}': {reason}. {advice}", cause);
    }

    /// <summary>The exception for a file that the system cannot write.</summary>
    public static ModelFileException CannotWrite(string path, Exception cause)
    {
        (string reason, string advice) = Directory.Exists(path) ? ("it is a folder", "Specify a file in it.") : FileFault.OfMaking(path, cause);
        return new($"cannot write '{path}': {reason}. Nothing was overwritten. {advice}", cause);
    }

    /// <summary>Quotes a text from a file so that it is safe to print: shortened, with control characters replaced with question
    /// marks.</summary>
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

    /// <summary>Formats a shape, such as [2, 3]; a long one is shortened.</summary>
    public static string Quote(ReadOnlySpan<long> shape)
    {
        const int most = 8;
        string sizes = string.Join(", ", shape[..Math.Min(most, shape.Length)].ToArray());
        return shape.Length > most ? $"[{sizes}, …]" : $"[{sizes}]";
    }
}
