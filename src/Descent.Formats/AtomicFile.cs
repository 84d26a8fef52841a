using System.Text;

namespace Descent.Formats;

/// <summary>
/// Writes a file completely or not at all: first to a temporary file in the same folder, which is flushed to disk and then renamed over
/// the old one. Even if the process is killed at any moment, the path contains either the old content or the new. Temporary files left
/// by a killed process are removed the next time the file is written. Pipes, terminals and devices are written to directly.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes to <paramref name="path"/> what <paramref name="write"/> writes to the stream.</summary>
    /// <param name="path">The file to create or replace; a symbolic link is followed.</param>
    /// <param name="write">Writes the content. Its exceptions are passed on to the caller, and the old file stays unchanged.</param>
    /// <exception cref="ModelFileException">If the file cannot be written, for example because the folder is missing or read-only, or
    /// the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        Fault.CheckPath(path);
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            if (FileKind.IsStream(path))
            {
                WriteInto(path, write);
            }
            else
            {
                Replace(FinalTarget(path), write);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault.CannotWrite(path, cause);
        }
    }

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte-order mark.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="ModelFileException">If the file cannot be written.</exception>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// Like <see cref="Write"/>, for results that took hours to compute: if the path cannot be written, the file is written to the
    /// system's temporary folder instead of being lost.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content; it may be called twice.</param>
    /// <returns>The path that was written: <paramref name="path"/> or the other one, which the caller must report to its
    /// user.</returns>
    /// <exception cref="ModelFileException">If neither path can be written.</exception>
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
                throw new ModelFileException($"{refused.Message} Saving it elsewhere failed as well: {alsoRefused.Message}", refused);
            }
        }
    }

    /// <summary>Checks that a file can be written, before hours of training: creates and removes a temporary file next to
    /// <paramref name="path"/>.</summary>
    /// <param name="path">The file that will be written later; it is not touched.</param>
    /// <exception cref="ModelFileException">If the folder is missing or read-only, or the path is a folder.</exception>
    public static void EnsureWritable(string path)
    {
        Fault.CheckPath(path);
        if (Directory.Exists(path))
        {
            throw new ModelFileException($"cannot write '{path}': it is a folder. Specify a file in it.");
        }
        // Opening a pipe would wait for its reader, and closing it would end the reader's input.
        if (FileKind.IsStream(path))
        {
            return;
        }

        try
        {
            string target = FinalTarget(path);
            // A name that is too long fails here; that of the temporary file is shortened.
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
        {
            stream.Seek(0, SeekOrigin.End);
        }

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
            // Otherwise a power failure after the rename could leave a file without content.
            stream.Flush(flushToDisk: true);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }
            // The file is still open: without its lock, another process could consider it left behind.
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // Renaming over a link would replace the link and leave the file that it points to unchanged.
    private static string FinalTarget(string path) => new FileInfo(path).LinkTarget is null
        ? Path.GetFullPath(path)
        : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
}
