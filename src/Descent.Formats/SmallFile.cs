namespace Descent.Formats;

/// <summary>Reads whole files of other programs, up to a size at which they are surely something else.</summary>
internal static class SmallFile
{
    /// <summary>The largest file that is read.</summary>
    private const long MostBytes = 1L << 29;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">If the file cannot be read or is too large.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.CanSeek && stream.Length > MostBytes)
            {
                throw TooLarge(path);
            }

            using MemoryStream memory = new();
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                memory.Write(buffer, 0, read);
                if (memory.Length > MostBytes)
                {
                    throw TooLarge(path);
                }
            }

            return memory.ToArray();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault.CannotRead(path, cause);
        }
    }

    private static ModelFileException TooLarge(string path) => Fault.In(path, $"the file has more than {MostBytes >> 20:N0} MB, the most that is read.");
}
