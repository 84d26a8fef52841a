using System.Text;

namespace Descent.Formats;

/// <summary>
/// Writes a file completely or not at all: into a temporary file in the same folder, flushed to the disk, then renamed over
/// the old one. Whoever opens the path, at whatever moment the process is killed, finds the old content or the new; what a
/// killed process left is removed by the next that writes the file. A pipe, a terminal or a device is written into.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> with what <paramref name="write"/> puts into the stream.</summary>
    /// <param name="path">The file to make or to replace; a symbolic link is followed.</param>
    /// <param name="write">Writes the content. What it throws reaches the caller, and the old file stays.</param>
    /// <exception cref="ModelFileException">The folder is missing or read-only, the disk is full, or the like.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        Fault.CheckPath(path);
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            if (FileKind.IsStream(path))
                WriteInto(path, write);
            else
                Replace(FinalTarget(path), write);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault.CannotWrite(path, cause);
        }
    }

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte-order mark.</summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// Like <see cref="Write"/>, for results that cost hours: when the place fails, the file goes into the system's temporary
    /// folder instead of being lost.
    /// </summary>
    /// <param name="path">Where the file should be.</param>
    /// <param name="write">Writes the content; it may run twice.</param>
    /// <returns>Where the file is: <paramref name="path"/>, or the other place, which the caller has to tell its user.</returns>
    /// <exception cref="ModelFileException">Neither place can be written.</exception>
    public static string WriteOrKeepElsewhere(string path, Action<Stream> write)
    {
        try
        {
            Write(path, write);
            return path;
        }
        catch (ModelFileException refused)
        {
            string refuge = Path.Combine(
                Path.GetTempPath(), $"{TemporaryFile.Shortened(Path.GetFileNameWithoutExtension(path))}-{TemporaryFile.Tag()}{Path.GetExtension(path)}");
            try
            {
                Write(refuge, write);
                return refuge;
            }
            catch (ModelFileException alsoRefused)
            {
                throw new ModelFileException($"{refused.Message} Keeping it elsewhere failed as well: {alsoRefused.Message}", refused);
            }
        }
    }

    /// <summary>Fails now rather than after hours of training: makes and removes a temporary file beside <paramref name="path"/>.</summary>
    /// <param name="path">The file that will be written later; it is not touched.</param>
    /// <exception cref="ModelFileException">The folder is missing or read-only, or the path is a folder.</exception>
    public static void EnsureWritable(string path)
    {
        Fault.CheckPath(path);
        if (Directory.Exists(path))
            throw new ModelFileException($"cannot write '{path}': it is a folder. Give the name of a file in it.");
        // Opening a pipe would wait for its reader, and closing it again would end the reader's input.
        if (FileKind.IsStream(path))
            return;
        try
        {
            string target = FinalTarget(path);
            // A name that is too long fails here; the one of the temporary file is short.
            _ = new FileInfo(target).Attributes;
            string probe = TemporaryFile.NameFor(target);
            using FileStream stream = new(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            stream.WriteByte(0);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault.CannotWrite(path, cause);
        }
    }

    private static void WriteInto(string path, Action<Stream> write)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (stream.CanSeek)
            stream.Seek(0, SeekOrigin.End);
        write(stream);
    }

    private static void Replace(string target, Action<Stream> write)
    {
        TemporaryFile.RemoveOrphans(target);
        string temporary = TemporaryFile.NameFor(target);
        try
        {
            using FileStream stream = TemporaryFile.Create(temporary);
            write(stream);
            // Without this a power cut after the rename could leave a name with no content behind it.
            stream.Flush(flushToDisk: true);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            // Still open: without its lock another process could take it for left behind.
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // Renaming over a link would replace the link and leave the file it points to behind.
    private static string FinalTarget(string path) => new FileInfo(path).LinkTarget is null
        ? Path.GetFullPath(path)
        : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
}
