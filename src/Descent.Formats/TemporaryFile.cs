using System.Text;

namespace Descent.Formats;

/// <summary>Names temporary files, and removes those of killed processes.</summary>
internal static class TemporaryFile
{
    // File systems allow names of 255 bytes, some of which are needed for the dots, the tag and the extension.
    private const int LongestName = 200, TagLength = 8;

    // Between the creation of a file and its lock, another process could consider it left behind.
    private static readonly TimeSpan s_youth = TimeSpan.FromSeconds(2);

    // A folder that can be written but not listed keeps its leftover files.
    private static readonly EnumerationOptions s_listing = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>A file name next to <paramref name="target"/> that no other process uses.</summary>
    public static string NameFor(string target) => Path.Combine(FolderOf(target), $"{Beginning(target)}{Tag()}.tmp");

    /// <summary>The start of a file name, short enough to be extended.</summary>
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

    /// <summary>A few random characters that make names unique.</summary>
    public static string Tag() => Guid.NewGuid().ToString("N")[..TagLength];

    /// <summary>Opens a temporary file for writing. Its lock shows other processes that it is in use; it can be renamed while it is
    /// open.</summary>
    public static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);

    /// <summary>Removes temporary files for <paramref name="target"/> whose process was killed, so that they are not locked.</summary>
    public static void RemoveOrphans(string target)
    {
        string beginning = Beginning(target);
        foreach (string path in Directory.EnumerateFiles(FolderOf(target), ".*.tmp", s_listing))
        {
            if (Path.GetFileName(path) is var name && name.Length == beginning.Length + TagLength + ".tmp".Length && name.StartsWith(beginning, StringComparison.Ordinal)
                && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > s_youth)
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
            // In use, or owned by another user: it stays and does no harm.
        }
    }

    private static string FolderOf(string target) => Path.GetDirectoryName(target) ?? ".";

    private static string Beginning(string target) => $".{Shortened(Path.GetFileName(target))}.";
}
