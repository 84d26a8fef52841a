using System.Globalization;
using Descent.Data;

namespace Descent.Cli.Runs;

/// <summary>
/// The folder of one training run, held by this process alone while it trains: it is made, checked and locked before
/// any work begins, so that no result is lost for want of a place. New files go into a folder inside of it, which is renamed
/// when it is complete and only then takes the place of an older run: <see cref="RunReplacement"/>.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The file that is there while a process writes the run.</summary>
    public const string LockName = ".lock";

    private const string DefaultParent = "runs";
    private const int LongestName = 60;

    private readonly FileStream hold;
    private readonly string[] made;

    private RunFolder(string path, FileStream hold, string[] made)
    {
        Path = path;
        this.hold = hold;
        this.made = made;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where the files of the new run are written until all of them are there.</summary>
    public string Stage => RunReplacement.StageOf(Path);

    /// <summary>The path of a file in the folder.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Puts the files of the new run into the place of the old one.</summary>
    /// <exception cref="IOException">If a file cannot be moved.</exception>
    public void Replace() => RunReplacement.Commit(Path);

    /// <summary>Takes a folder that the user named.</summary>
    /// <param name="path">The folder; it is made if it does not exist.</param>
    /// <param name="force">Whether the run in it may be replaced.</param>
    /// <param name="inputs">What the run is made from, which must not be replaced; null for what is not given.</param>
    public static RunFolder Take(string path, bool force, params ReadOnlySpan<string?> inputs)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new UsageException("--out needs the name of a folder, but it is empty.");
        }

        if (File.Exists(path))
        {
            throw new UsageException($"--out '{path}' is a file; name a folder.");
        }

        RequirePlaceOfRun(path);
        foreach (string name in RunFiles.Names)
        {
            OutputFile.RequireNoInput(System.IO.Path.Combine(path, name), inputs);
        }

        RunFolder folder = Lock(path) ?? throw new UsageException($"'{path}' is being written by another run. Wait for it, or choose another folder with --out.");
        if (!force && !folder.IsEmpty)
        {
            folder.Dispose();
            throw new UsageException($"'{path}' is not empty. Choose another folder with --out, or replace the run in it with --force.");
        }

        return folder;
    }

    /// <summary>Finishes what a killed process began: a run that was complete takes the place of the old one.</summary>
    /// <param name="path">The folder of a run. One that another process holds, or that cannot be written, stays as it is.</param>
    public static void Recover(string path)
    {
        try
        {
            // To take a folder is to recover it.
            Lock(path)?.Dispose();
        }
        catch (UsageException)
        {
            // Read-only: the complete run is read where it is.
        }
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
            if (!File.Exists(path) && IsLeft(path) && Lock(path) is { } folder)
            {
                if (folder.IsEmpty)
                {
                    return folder;
                }

                folder.Dispose();
            }
        }
    }

    /// <summary>Gives the folder free, and removes what was made for nothing.</summary>
    public void Dispose()
    {
        RunReplacement.Abandon(Path);
        hold.Dispose();
        foreach (string folder in made.Where(folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            Directory.Delete(folder);
        }
    }

    private bool IsEmpty => !Entries(Path).Any();

    private static IEnumerable<string> Entries(string path) => Directory.EnumerateFileSystemEntries(path).Where(entry => System.IO.Path.GetFileName(entry) is not LockName and not RunReplacement.StageName);

    // A killed process may leave a folder with nothing but its lock and what it was about to write.
    private static bool IsLeft(string path) => !Directory.Exists(path) || (!Entries(path).Any() && RunReplacement.IsPlaceOfRun(path));

    // Before anything is touched: what a run's folder has of its own may be the user's here.
    private static void RequirePlaceOfRun(string path)
    {
        try
        {
            if (Directory.Exists(path) && !RunReplacement.IsPlaceOfRun(path))
            {
                throw new UsageException($"'{path}' has files in it and holds no run. Choose an empty folder or a new one with --out.");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{path}' cannot be read: {FileFault.Of(path, fault).Reason}. Choose another one with --out.", fault);
        }
    }

    private static RunFolder? Lock(string path)
    {
        // The folders that will be made, the innermost first.
        string[] missing = [.. Upwards(System.IO.Path.GetFullPath(path)).TakeWhile(folder => !Directory.Exists(folder))];
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{path}' cannot be made: {FileFault.OfMaking(path, fault).Reason}. Choose another one with --out.", fault);
        }

        string file = System.IO.Path.Combine(path, LockName);
        FileStream? taken = null;
        try
        {
            taken = new(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            RunReplacement.Prepare(path);
            return new RunFolder(path, taken, missing);
        }
        catch (IOException) when (taken is null && File.Exists(file))
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            throw new UsageException($"Nothing can be written into '{path}': {FileFault.OfMaking(file, fault).Reason}. Choose another folder with --out.", fault);
        }
    }

    private static IEnumerable<string> Upwards(string path)
    {
        for (string? folder = path; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
