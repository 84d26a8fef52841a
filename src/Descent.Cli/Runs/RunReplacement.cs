using Descent.Formats;

namespace Descent.Cli.Runs;

/// <summary>
/// Replaces a run as a whole or not at all, wherever the process is killed. New files are written into one folder inside the
/// run's; its renaming is the moment from which on the new run is the one that counts. Then its files move out: first the
/// files that tell of the old model go, then the model is replaced, then the rest follows. A process killed in between leaves
/// a model that is the old or the new one, never a report of the other, and the next that opens the run goes on from there.
/// </summary>
internal static class RunReplacement
{
    /// <summary>The folder of a run that is not complete.</summary>
    public const string StageName = ".new";

    /// <summary>Says that a folder of this name is one of ours, which may be moved and removed.</summary>
    public const string MarkName = ".descent";

    private const string ReadyName = ".ready";

    /// <summary>Where new files are written.</summary>
    public static string StageOf(string path) => Path.Combine(path, StageName);

    /// <summary>Finishes what a killed process left, and makes an empty place for new files. The caller holds the folder.</summary>
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

    /// <summary>Makes the new files the run.</summary>
    public static void Commit(string path)
    {
        Directory.Move(StageOf(path), ReadyOf(path));
        MoveOut(path);
    }

    /// <summary>Removes new files that are not complete.</summary>
    public static void Abandon(string path)
    {
        if (Directory.Exists(StageOf(path)))
        {
            Directory.Delete(StageOf(path), recursive: true);
        }
    }

    /// <summary>The model that counts.</summary>
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

    // A process may be killed between making the folder and marking it.
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
            // What cannot be moved says no more than the screen; left here, it would be taken for a run that counts.
            Directory.Delete(ready, recursive: true);
        }
    }
}
