using System.Globalization;

namespace Descent.Cli.Runs;

/// <summary>
/// The folder of one training run, held by this process alone while it trains: it is made, checked and locked before
/// training begins, so that no result is lost for want of a place.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string LockName = ".lock", DefaultParent = "runs";
    private const int LongestName = 60;

    private readonly FileStream hold;
    private readonly bool made;

    private RunFolder(string path, FileStream hold, bool made)
    {
        Path = path;
        this.hold = hold;
        this.made = made;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Takes a folder that the user named.</summary>
    /// <param name="path">The folder; it is made if it does not exist.</param>
    /// <param name="force">Whether its files may be replaced.</param>
    public static RunFolder Take(string path, bool force)
    {
        if (File.Exists(path))
        {
            throw new UsageException($"--out '{path}' is a file; name a folder.");
        }

        RunFolder folder = Lock(path) ?? throw new UsageException($"'{path}' is being written by another run. Wait for it, or choose another folder with --out.");
        if (!force && Directory.EnumerateFileSystemEntries(path).Any(entry => System.IO.Path.GetFileName(entry) != LockName))
        {
            folder.Dispose();
            throw new UsageException($"'{path}' is not empty. Choose another folder with --out, or replace the run in it with --force.");
        }

        return folder;
    }

    /// <summary>Takes the first free folder <c>runs/NAME-N</c>.</summary>
    /// <param name="name">What the run is about; characters that do not belong into a file name are replaced.</param>
    public static RunFolder TakeNext(string name)
    {
        string clean = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')).Trim('.', '-');
        for (int number = 1; ; number++)
        {
            string path = System.IO.Path.Combine(DefaultParent, string.Create(CultureInfo.InvariantCulture, $"{clean[..Math.Min(LongestName, clean.Length)]}-{number}"));
            // Two processes may find the same number free; the one that locks it has it.
            if (!Directory.Exists(path) && !File.Exists(path) && Lock(path) is { } folder)
            {
                return folder;
            }
        }
    }

    /// <summary>Gives the folder free, and removes it if nothing was put into it.</summary>
    public void Dispose()
    {
        hold.Dispose();
        if (made && Directory.Exists(Path) && !Directory.EnumerateFileSystemEntries(Path).Any())
        {
            Directory.Delete(Path);
        }
    }

    private static RunFolder? Lock(string path)
    {
        bool isThere = Directory.Exists(path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{path}' cannot be made: {fault.Message} Choose another one with --out.", fault);
        }

        string file = System.IO.Path.Combine(path, LockName);
        try
        {
            return new RunFolder(path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose), made: !isThere);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Nothing can be written into '{path}': {fault.Message} Choose another folder with --out.", fault);
        }
    }
}
