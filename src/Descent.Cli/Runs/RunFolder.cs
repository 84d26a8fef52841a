namespace Descent.Cli.Runs;

/// <summary>
/// The folder of a training run, used by this process alone: it is created, checked and locked before
/// training, so that no result is lost because it cannot be written. New files are written to a folder inside it, which replaces
/// an older run when it is complete: <see cref="RunReplacement"/>.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The file that exists while a process writes the run.</summary>
    public const string LockName = ".lock";

    /// <summary>The folder of runs that are not named.</summary>
    public const string DefaultParent = "runs";

    private const int LongestName = 60;

    private readonly FileStream hold;
    private readonly string[] made;

    private RunFolder(string path, FileStream hold, string[] made)
    {
        Path = path;
        this.hold = hold;
        this.made = made;
    }

    public string Path { get; }

    /// <summary>The folder for the files of the new run until they are complete.</summary>
    public string Stage => RunReplacement.StageOf(Path);

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Replaces the files of the old run with those of the new one.</summary>
    /// <exception cref="IOException">If a file cannot be moved.</exception>
    public void Replace() => RunReplacement.Commit(Path);

    /// <summary>Takes a folder that the user named.</summary>
    /// <param name="path">The folder; it is created if it does not exist.</param>
    /// <param name="force">Whether the run in it may be replaced.</param>
    /// <param name="inputs">The files that the command reads, which must not be replaced; null for those not given.</param>
    public static RunFolder Take(string path, bool force, params ReadOnlySpan<string?> inputs)
    {
        RequirePlace(path, inputs);
        RunFolder folder = Lock(path) ?? throw new UsageException($"'{path}' is being written by another run. Wait for it, or choose another folder with --out.");
        if (!force && !folder.IsEmpty)
        {
            folder.Dispose();
            throw NotEmpty(path);
        }

        return folder;
    }

    /// <summary>Checks a folder that the user named and that will be taken later.</summary>
    public static void Require(string path, bool force, params ReadOnlySpan<string?> inputs)
    {
        RequirePlace(path, inputs);
        if (!force && Directory.Exists(path) && Entries(path).Any())
        {
            throw NotEmpty(path);
        }
    }

    /// <summary>Completes the work of a killed process: a complete new run replaces the old one.</summary>
    /// <param name="path">The folder of a run. If another process has locked it, or it cannot be written, nothing changes.</param>
    public static void Recover(string path)
    {
        try
        {
            // Locking a folder recovers it.
            Lock(path)?.Dispose();
        }
        catch (UsageException)
        {
            // In a read-only folder, the complete run is read in place.
        }
    }

    /// <summary>Takes the first free folder of runs that is named after the data and the targets.</summary>
    public static RunFolder TakeNext(string data, IEnumerable<string> targets)
    {
        // The name of iris.csv.gz is iris.
        string name = data == "-" ? "standard input" : DataPlace.IsServer(data) ? DataPlace.DatabaseOf(data) : System.IO.Path.GetFileName(data).Split('.', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "data";
        return TakeNext($"{name}-{string.Join('-', targets)}");
    }

    /// <summary>Takes the first free folder <c>runs/NAME-N</c>.</summary>
    /// <param name="name">The name of the run; characters that are not allowed in a file name are replaced.</param>
    public static RunFolder TakeNext(string name)
    {
        string clean = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')).Trim('.', '-');
        for (int number = 1; ; number++)
        {
            string path = System.IO.Path.Combine(DefaultParent, $"{clean[..Math.Min(LongestName, clean.Length)]}-{number}");
            // Two processes may find the same number; the one that locks the folder uses it.
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

    /// <summary>Unlocks the folder, and removes empty folders that were created.</summary>
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

    // A killed process may leave a folder with only its lock and incomplete files.
    private static bool IsLeft(string path) => !Directory.Exists(path) || (!Entries(path).Any() && RunReplacement.IsPlaceOfRun(path));

    private static UsageException NotEmpty(string path) => new($"'{path}' is not empty. Choose another folder with --out, or replace the run in it with --force.");

    private static void RequirePlace(string path, ReadOnlySpan<string?> inputs)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(path), "--out needs the name of a folder, but it is empty.");
        UsageException.ThrowIf(File.Exists(path), $"--out '{path}' is a file; name a folder.");

        RequirePlaceOfRun(path);
        foreach (string name in RunFiles.Names)
        {
            OutputFile.RequireNoInput(System.IO.Path.Combine(path, name), inputs);
        }
    }

    // Checked before anything is changed, because files with the names of a run may be the user's own.
    private static void RequirePlaceOfRun(string path) => UsageException.Checked(
        () => UsageException.ThrowIf(Directory.Exists(path) && !RunReplacement.IsPlaceOfRun(path), $"'{path}' has files in it and holds no run. Choose an empty folder or a new one with --out."),
        fault => fault is IOException or UnauthorizedAccessException ? $"The folder '{path}' cannot be read: {FileFault.Of(path, fault).Reason}. Choose another one with --out." : null);

    private static RunFolder? Lock(string path)
    {
        // The folders that will be created, the innermost first.
        string[] missing = [.. Upwards(System.IO.Path.GetFullPath(path)).TakeWhile(folder => !Directory.Exists(folder))];
        UsageException.Checked(
            () => Directory.CreateDirectory(path),
            fault => fault is IOException or UnauthorizedAccessException ? $"The folder '{path}' cannot be made: {FileFault.OfMaking(path, fault).Reason}. Choose another one with --out." : null);
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
