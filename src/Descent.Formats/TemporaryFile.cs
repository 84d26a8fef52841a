using System.Text;

namespace Descent.Formats;

/// <summary>The names of temporary files, and what becomes of those whose process was killed.</summary>
internal static class TemporaryFile
{
    // File systems take names of 255 bytes; the dots, the tag and the ending need some of them.
    private const int LongestName = 200, TagLength = 8;

    // Between the making of a file and its lock another process could take it for left behind.
    private static readonly TimeSpan Youth = TimeSpan.FromSeconds(2);

    // A folder that may be written but not listed keeps what is in it.
    private static readonly EnumerationOptions Listing = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>A name beside <paramref name="target"/> that no other process uses.</summary>
    public static string NameFor(string target) => Path.Combine(FolderOf(target), $"{Beginning(target)}{Tag()}.tmp");

    /// <summary>The start of a file's name, short enough for something behind it.</summary>
    public static string Shortened(string name)
    {
        int bytes = 0, end = 0;
        foreach (Rune rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestName)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return name[..end];
    }

    /// <summary>A few characters by which names differ.</summary>
    public static string Tag() => Guid.NewGuid().ToString("N")[..TagLength];

    /// <summary>Opens a temporary file for writing. Its lock tells other processes that it is in use; it may be renamed while open.</summary>
    public static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);

    /// <summary>Removes temporary files for <paramref name="target"/> whose process was killed: nobody holds their lock.</summary>
    public static void RemoveOrphans(string target)
    {
        string beginning = Beginning(target);
        foreach (string path in Directory.EnumerateFiles(FolderOf(target), ".*.tmp", Listing))
        {
            if (Path.GetFileName(path) is var name && name.Length == beginning.Length + TagLength + ".tmp".Length && name.StartsWith(beginning, StringComparison.Ordinal)
                && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Youth)
            {
                Remove(path);
            }
        }
    }

    private static void Remove(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // In use, or somebody else's: it stays, and does no harm.
        }
    }

    private static string FolderOf(string target) => Path.GetDirectoryName(target) ?? ".";

    private static string Beginning(string target) => $".{Shortened(Path.GetFileName(target))}.";
}
