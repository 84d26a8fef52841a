using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Descent.Numerics;
using Descent.Tuning;
using Descent.Tuning.Sqlite;

namespace Descent.Tests.Tuning;

public sealed class SqliteStorageTests : StorageTests, IDisposable
{
    private const string ChildSwitch = "DESCENT_TEST_TUNE";
    private const int Trials = 60;

    private static readonly SearchSpace s_space = SearchSpace.Parse("x=uniform(0,1); y=uniform(0,1)");

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly List<SqliteStudyStorage> opened = [];

    private string Path => System.IO.Path.Combine(folder, "studies.db");

    public void Dispose()
    {
        opened.ForEach(storage => storage.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    protected override IStudyStorage Create(TimeProvider time) => Again(time);

    protected override IStudyStorage Again(IStudyStorage storage, TimeProvider time) => Again(time);

    [Fact]
    public void AFileThatIsNoneIsRefused()
    {
        string path = System.IO.Path.Combine(folder, "text.db");
        File.WriteAllText(path, string.Join(' ', Enumerable.Range(0, 1000)));
        Assert.Contains(path, Assert.Throws<IOException>(() => new SqliteStudyStorage(path)).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => new SqliteStudyStorage(System.IO.Path.Combine(folder, "none", "studies.db")));
    }

    [Fact]
    public void AStudyIsTheSameAsInMemory()
    {
        Study memory = new(s_space, new StudyOptions { Seed = 9 }), file = new(s_space, new StudyOptions { Seed = 9, Storage = Again(TimeProvider.System) });
        memory.Run(Objective, 20);
        file.Run(Objective, 20);
        Assert.Equal(memory.Trials.Select(trial => trial.ToString()), file.Trials.Select(trial => trial.ToString()));
    }

    // Three processes compute one study, and one of them is killed, as by kill −9, at a random moment, over and over.
    [Fact]
    public async Task KilledProcessesLoseAndDoubleNothing()
    {
        CounterRandom random = new(1, Streams.Noise);
        List<Process> workers = [];
        using SqliteStudyStorage storage = new(Path);
        Study study = new(s_space, new StudyOptions { Seed = 3, Storage = storage, Sampler = new RandomSampler() });
        int kills = 0;
        for (ulong round = 0; study.Trials.Count(trial => trial.State == TrialState.Completed) < Trials; round++)
        {
            Assert.True(round < 20_000, "The study does not end.");
            foreach (Process ended in workers.Where(worker => worker.HasExited).ToArray())
            {
                workers.Remove(ended);
                string errors = await ended.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                Assert.True(ended.ExitCode is 0 or 137, errors);
                ended.Dispose();
            }

            while (workers.Count < 3)
            {
                workers.Add(Start());
            }

            // By progress, not by time alone: on a fast machine the study must not end before the last kill.
            await Task.Delay(10 + random.Below(round, 40), TestContext.Current.CancellationToken);
            if (kills < 12 && study.Trials.Count(trial => trial.State == TrialState.Completed) >= 4 * kills && study.Trials.Any(trial => trial.State == TrialState.Running))
            {
                workers[random.Below(10_000 + round, workers.Count)].Kill();
                kills++;
            }
        }

        foreach (Process worker in workers)
        {
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
            worker.Dispose();
        }

        Assert.Equal(12, kills);
        Assert.Equal(Enumerable.Range(0, Trials), study.Trials.Select(trial => trial.Number));
        Assert.Contains(study.Trials, trial => trial.Attempt > 1);

        // Whatever process computed it, and however often: what one process would have.
        Study alone = new(s_space, new StudyOptions { Seed = 3, Sampler = new RandomSampler() });
        alone.Run(Objective, Trials);
        Assert.Equal(alone.Trials.Select(trial => trial.ToString()), study.Trials.Select(trial => trial.ToString()));

        // A line for each objective that was computed to its end, and each trial was started once per attempt.
        string[] starts = await File.ReadAllLinesAsync(Path + ".starts", TestContext.Current.CancellationToken);
        Assert.All(study.Trials, trial => Assert.InRange(starts.Count(line => line == trial.Number.ToString(CultureInfo.InvariantCulture)), 1, trial.Attempt));
    }

    // Runs before the test runner does, so that the child is nothing but a worker.
    [ModuleInitializer]
    internal static void TuneWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(ChildSwitch) is not string path)
        {
            return;
        }

        using SqliteStudyStorage storage = new(path);
        new Study(s_space, new StudyOptions { Seed = 3, Storage = storage, Sampler = new RandomSampler() }).Run(
            trial =>
            {
                File.AppendAllText(path + ".starts", $"{trial.Number}\n");
                Thread.Sleep(20);
                return Objective(trial);
            },
            Trials,
            new StudyRunOptions { Lease = TimeSpan.FromSeconds(1) });
        Environment.Exit(0);
    }

    private static double Objective(RunningTrial trial)
    {
        double value = trial.GetNumber("x") + new CounterRandom(trial.Seed, Streams.Noise).Uniform(0);
        trial.Report(value, 0);
        return value;
    }

    private Process Start()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (System.IO.Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SqliteStorageTests).Assembly.Location);
        }

        start.Environment[ChildSwitch] = Path;
        return Process.Start(start)!;
    }

    private SqliteStudyStorage Again(TimeProvider time)
    {
        SqliteStudyStorage storage = new(Path, time);
        opened.Add(storage);
        return storage;
    }
}
