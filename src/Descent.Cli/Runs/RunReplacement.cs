namespace Descent.Cli.Runs;

/// <summary>
/// Replaces a run as a whole or not at all, even if the process is killed. New files are written to a folder inside the
/// run's folder. When that folder is renamed, the new run is valid, and its files are moved out: first the other files of the old
/// run are deleted, then the model is replaced, then the other files are moved. A process killed in between leaves
/// the old or the new model, never with a report of the other, and the next process that opens the run continues.
/// </summary>
internal static class RunReplacement
{
    /// <summary>The name of the folder of a run that is not complete.</summary>
    public const string StageName = ".new";

    /// <summary>The file that marks such a folder as created by this tool, so that it may be moved and deleted.</summary>
    public const string MarkName = ".descent";

    private const string ReadyName = ".ready";

    /// <summary>The folder for new files.</summary>
    public static string StageOf(string path) => Path.Combine(path, StageName);

    /// <summary>Completes the work of a killed process, and creates an empty folder for new files. The caller has locked the run.</summary>
    public static void Prepare(string path)
    {
        if (Directory.Exists(ReadyOf(path)))
        {
            MoveOut(path);
        }

        Abandon(path);
        Directory.CreateDirectory(StageOf(path));
        File.Create(Path.Combine(StageOf(path), MarkName)).Dispose();
    }

    /// <summary>Replaces the run with the new files.</summary>
    public static void Commit(string path)
    {
        Directory.Move(StageOf(path), ReadyOf(path));
        MoveOut(path);
    }

    /// <summary>Deletes new files that are not complete.</summary>
    public static void Abandon(string path)
    {
        if (Directory.Exists(StageOf(path)))
        {
            Directory.Delete(StageOf(path), recursive: true);
        }
    }

    /// <summary>The path of the valid model.</summary>
    public static string ModelOf(string path)
    {
        string ready = Path.Combine(ReadyOf(path), RunFiles.ModelName);
        if (File.Exists(ready) && IsOurs(ReadyOf(path)))
        {
            RunFolder.Recover(path);
        }

        return File.Exists(ready) && IsOurs(ReadyOf(path)) ? ready : Path.Combine(path, RunFiles.ModelName);
    }

    /// <summary>Whether a folder is empty or holds a run, complete or not, so that nothing but a run is ever replaced.</summary>
    public static bool IsPlaceOfRun(string path)
    {
        string model = Path.Combine(path, RunFiles.ModelName);
        return IsOurs(StageOf(path)) && IsOurs(ReadyOf(path)) && new FileInfo(Path.Combine(path, RunFolder.LockName)) is not { Exists: true, Length: > 0 }
            && (File.Exists(model)
                ? ModelFile.IsModel(model)
                : Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).All(name => name is RunFolder.LockName or StageName or ReadyName || RunFiles.Names.Contains(name)));
    }

    // A process may be killed between creating the folder and marking it.
    private static bool IsOurs(string folder) => !Path.Exists(folder) || (Directory.Exists(folder) && (File.Exists(Path.Combine(folder, MarkName)) || !Directory.EnumerateFileSystemEntries(folder).Any()));

    private static string ReadyOf(string path) => Path.Combine(path, ReadyName);

    private static void MoveOut(string path)
    {
        string ready = ReadyOf(path), model = Path.Combine(ready, RunFiles.ModelName);
        if (File.Exists(model))
        {
            // Nothing has moved yet, so these belong to the old model.
            foreach (string file in RunFiles.Names.Where(name => name != RunFiles.ModelName).Select(name => Path.Combine(path, name)).Where(File.Exists))
            {
                File.Delete(file);
            }

            File.Move(model, Path.Combine(path, RunFiles.ModelName), overwrite: true);
        }

        try
        {
            foreach (string file in Directory.GetFiles(ready).Where(file => Path.GetFileName(file) != MarkName))
            {
                File.Move(file, Path.Combine(path, Path.GetFileName(file)), overwrite: true);
            }
        }
        finally
        {
            // Files that cannot be moved only repeat the screen; a folder left here would be taken for a valid run.
            Directory.Delete(ready, recursive: true);
        }
    }
}
