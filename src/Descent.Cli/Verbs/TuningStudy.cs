using Descent.Tuning.Postgres;
using Descent.Tuning.Sqlite;

namespace Descent.Cli.Verbs;

/// <summary>Where <c>tune</c> keeps its trials: in a file or a database that other processes may use at the same time, or in memory.</summary>
/// <param name="name">The name of the study.</param>
/// <param name="place">The file, or the server and the database, without user and password; null for memory.</param>
/// <param name="storage">The storage; null for memory.</param>
internal sealed class TuningStudy(string name, string? place, IStudyStorage? storage) : IDisposable
{
    /// <summary>Options that other processes of a study may have otherwise: what they change is not the score of a trial. The rest of these are compared by the tuner.</summary>
    private static readonly string[] s_free =
    [
        "--study", "--study-name", "--cluster", "--out", "--force", "--json", "--quiet", "--trials", "--time", "--sampler", "--pruner", "--pruning-warmup", "--pruning-startup", "--average", "--threads",
        "--search", "--search-file", "--target", "--cv", "--seeds", "--score", "--seed", "--test", "--test-fraction",
    ];

    /// <summary>The name of a study that is not named.</summary>
    public const string UsualName = "study";

    private int before;
    private bool wasEmpty;

    /// <summary>The file, or the server and the database; null for memory.</summary>
    public string? Place => place;

    /// <summary>The name of the study in its place.</summary>
    public string Name => name;

    /// <summary>Where trials are kept; null for memory.</summary>
    public IStudyStorage? Storage => storage;

    /// <summary>Opens the file or the database that is named.</summary>
    /// <param name="text">A path, a connection string or a URI; null for memory.</param>
    /// <param name="name">The name of the study.</param>
    /// <param name="screen">Where waiting for a server is shown.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public static TuningStudy Open(string? text, string name, Screen screen, CancellationToken cancellation)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(name), "--study-name needs a name, but it is empty.");
        if (text is null)
        {
            return new TuningStudy(name, null, null);
        }

        bool isEmpty = File.Exists(text) && new FileInfo(text).Length == 0;
        (string place, IStudyStorage storage) = Connect(text, isReadOnly: false, screen, cancellation);
        return new TuningStudy(name, place, storage) { wasEmpty = isEmpty };
    }

    /// <summary>Opens a file or a database.</summary>
    /// <param name="text">A path, a connection string or a URI.</param>
    /// <param name="isReadOnly">Whether it is only looked at: it must exist and have studies, and is not changed.</param>
    /// <param name="screen">Where waiting for a server is shown.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>Where it is, without user and password, and the storage.</returns>
    public static (string Place, IStudyStorage Storage) Connect(string text, bool isReadOnly, Screen screen, CancellationToken cancellation)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(text), $"{(isReadOnly ? "study" : "--study")} needs a file or a database, but it is empty.");
        if (ClusterChoice.IsStudy(text))
        {
            return ClusterChoice.Studies(text, cancellation);
        }

        if (DataPlace.IsServer(text))
        {
            PostgresStudyStorage database = Opened(isReadOnly, () => UsageException.Checked(() => new PostgresStudyStorage(text, isReadOnly: isReadOnly) { Cancellation = cancellation, Waiting = Wait }));
            return (database.Place, database);
        }

        UsageException.ThrowIf(!isReadOnly && Directory.Exists(text), $"--study: '{text}' is a folder. Name a file in it, such as {Path.Combine(text, "study.db")}.");
        RequireNoJournal(text);
        if (isReadOnly)
        {
            RequireFile(text);
        }

        return (text, Opened(isReadOnly, () => new SqliteStudyStorage(text, isReadOnly: isReadOnly)));

        void Wait(string reason)
        {
            if (screen.Terminal.IsTerminal)
            {
                // Below the line that is overwritten.
                screen.Line();
            }

            screen.Line($"Waiting for the server, for up to five minutes. {reason}");
        }
    }

    /// <summary>How a study records its place: the file, or the server and the database without user and password.</summary>
    /// <param name="text">A path, a connection string or a URI.</param>
    public static string PlaceOf(string text)
    {
        try
        {
            return DataPlace.IsServer(text) ? PostgresStudyStorage.PlaceOf(text) : text;
        }
        catch (ArgumentException)
        {
            // Opening the place says what is wrong with it.
            return text;
        }
    }

    /// <summary>Saves what can be read of a damaged file.</summary>
    /// <param name="text">The path.</param>
    public static StudyRepair Repair(string text)
    {
        UsageException.ThrowIf(DataPlace.IsServer(text), "--repair is for a file. A database server repairs its files itself.");
        RequireFile(text);
        RequireNoJournal(text);
        return SqliteStudyStorage.Repair(text);
    }

    /// <summary>What the scores of trials depend on beyond what the tuner compares: the options that are given.</summary>
    public static Dictionary<string, string> Attributes(Call call) => call.Given
        .Where(option => !s_free.Contains(option.Option.Name, StringComparer.Ordinal))
        .ToDictionary(option => option.Option.Name, option => string.Join(' ', option.Words), StringComparer.Ordinal);

    /// <summary>Makes the tuner; a study of something else is an error of the user.</summary>
    public TableTuner Tuner(Func<TableTuner> make)
    {
        TableTuner tuner = UsageException.Checked(() => UsageException.Checked(make), fault => fault is StudyMismatchException
            ? $"--study {place}: {fault.Message} Give the same table and options, or another --study-name for a study of its own."
            : null);
        before = tuner.Study.Trials.Count(trial => trial.State != TrialState.Running);
        return tuner;
    }

    /// <summary>Searches; if the storage fails, the message says what is kept.</summary>
    public T Kept<T>(Func<T> search)
    {
        try
        {
            return search();
        }
        catch (StudyStorageException fault) when (fault is not StudyFileException { IsDamaged: true })
        {
            throw new UsageException($"--study {place}: {fault.Message} The finished trials are kept, and the same command goes on with them.", fault);
        }
        catch (OperationCanceledException fault) when (storage is not null)
        {
            throw new StudyCanceledException($"Cancelled. The finished trials are kept in {place}, and the same command goes on with them.", fault);
        }
    }

    /// <summary>Says where the study is, and how far.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="trials">The number of trials at the end; null without a limit.</param>
    public void WritePlan(Screen screen, int? trials) => screen.Fact("study", place is null ? null
        : trials <= before ? $"{place}, which has {Wording.Count(before, "finished trial")} already; --trials {trials:#,0} adds none."
        : $"{place}, {(before == 0 ? wasEmpty ? "a file without bytes, which begins as a new study" : "no trial yet" : $"goes on after {Wording.Count(before, "trial")}")}{(trials is { } all ? $" of {all:#,0} (--trials)" : "")}. The same command in another terminal adds a process to it.");

    /// <summary>That the search ended before its last trial, and how it goes on.</summary>
    /// <param name="tuner">The tuner.</param>
    /// <param name="limit">The number of trials at the end; null without a limit.</param>
    public string Stopped(TableTuner tuner, int? limit)
    {
        int finished = tuner.Study.Trials.Count(trial => trial.State != TrialState.Running);
        return $"Stopped after {(limit is { } all ? $"{finished:#,0} of {Wording.Count(all, "trial")}" : Wording.Count(finished, "trial"))}; {(place is null ? "the trials are not kept, since --study is not given" : "the same command goes on")}.";
    }

    /// <summary>Says what this process has done, and that another one trains with the best values.</summary>
    public void WriteEnd(Screen screen, TableTuner tuner, bool isCanceled, int? limit)
    {
        screen.Line(isCanceled ? Stopped(tuner, limit) : null);
        IReadOnlyList<Trial> trials = tuner.Study.Trials;
        int running = trials.Count(trial => trial.State == TrialState.Running), waiting = trials.Count(trial => trial.IsWaiting);
        screen.Line($"{place} has {Wording.Count(trials.Count - running, "finished trial")}, {tuner.Finished:#,0} of them from this process{(running > waiting ? $"; {Wording.Part(running - waiting, trials.Count, "trial", "runs", "run")} in other processes" : "")}{(waiting > 0 ? $"; {Wording.Part(waiting, trials.Count, "trial", "is", "are")} to be computed again" : "")}.");
        string deed = tuner.TriesRecipes ? "averages the networks of the best trials" : "trains with the best settings";
        screen.Line(isCanceled || running > 0
            ? $"The process that ends the last trial {deed}. The same command goes on with the study."
            : $"The process that ended the last trial {deed}. If it was killed, the same command does it.");
    }

    /// <inheritdoc/>
    public void Dispose() => (storage as IDisposable)?.Dispose();

    private static void RequireFile(string path)
    {
        UsageException.ThrowIf(Directory.Exists(path), $"'{path}' is a folder. Name the file of studies in it.");
        UsageException.ThrowIf(!File.Exists(path) && !File.Exists($"{path}-wal"), $"There is no file '{path}'.");
    }

    /// <summary>A journal is text, a JSON object per line; what it is copied from can be opened.</summary>
    private static void RequireNoJournal(string path)
    {
        ReadOnlySpan<byte> start = "{\"op_code\""u8;
        UsageException.ThrowIf(DataPlace.HeadOf(path, start.Length).AsSpan().SequenceEqual(start), $"'{path}' is a journal of Optuna, a copy of a study for optuna-dashboard and Optuna, which descent writes but does not read. Name the file or database of the study itself, the --study of tune; descent study STUDY --out {path} --force writes the journal anew. A study that Optuna itself made stays there.");
    }

    // A place that is only looked at is an argument, not an option.
    private static T Opened<T>(bool isReadOnly, Func<T> open) => UsageException.Checked(open, fault => fault is IOException or UsageException
        ? $"{(isReadOnly ? "" : "--study: ")}{(fault is StudyFileException ? RemedyText.Of(fault) : fault.Message)}"
        : null);
}

/// <summary>A study was canceled whose trials are kept.</summary>
internal sealed class StudyCanceledException(string message, Exception inner) : OperationCanceledException(message, inner);
