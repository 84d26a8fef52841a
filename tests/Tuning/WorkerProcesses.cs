using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Descent.Numerics;
using Descent.Tuning;
using Descent.Tuning.Postgres;
using Descent.Tuning.Sqlite;

namespace Descent.Tests.Tuning;

/// <summary>Processes that compute one study together, each of which may be killed at any moment.</summary>
internal static class WorkerProcesses
{
    private const string StorageVariable = "DESCENT_TEST_TUNE";
    private const string StartsVariable = "DESCENT_TEST_STARTS";
    private const string DeathVariable = "DESCENT_TEST_DEATH";
    private const string Postgres = "postgres ";
    private const int Trials = 60;
    private const int Kills = 12;

    public static SearchSpace Space { get; } = SearchSpace.Parse("x=uniform(0,1); y=uniform(0,1)");

    public static string OfServer(string connectionString) => Postgres + connectionString;

    public static double Objective(RunningTrial trial)
    {
        double value = trial.GetNumber("x") + new CounterRandom(trial.Seed, Streams.Noise).Uniform(0);
        trial.Report(value, 0);
        return value;
    }

    // Three processes compute one study, and one of them is killed, as by kill −9, at a random moment, over and over.
    public static async Task LoseAndDoubleNothing(IStudyStorage storage, string address, string folder, Action<int> afterKill)
    {
        string startsPath = Path.Combine(folder, "starts");
        CounterRandom random = new(1, Streams.Noise);
        List<Process> workers = [];
        Study study = new(Space, Options(storage));
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
                workers.Add(Start(address, startsPath));
            }

            // By progress, not by time alone: on a fast machine the study must not end before the last kill.
            await Task.Delay(10 + random.Below(round, 40), TestContext.Current.CancellationToken);
            if (kills < Kills && study.Trials.Count(trial => trial.State == TrialState.Completed) >= 4 * kills && study.Trials.Any(trial => trial.State == TrialState.Running))
            {
                workers[random.Below(10_000 + round, workers.Count)].Kill();
                afterKill(++kills);
            }
        }

        foreach (Process worker in workers)
        {
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
            worker.Dispose();
        }

        Assert.Equal(Kills, kills);
        Assert.Equal(Enumerable.Range(0, Trials), study.Trials.Select(trial => trial.Number));
        Assert.Contains(study.Trials, trial => trial.Attempt > 1);

        // Whatever process computed it, and however often: what one process would have.
        Study alone = new(Space, Options(null));
        alone.Run(Objective, Trials);
        Assert.Equal(alone.Trials.Select(trial => trial.ToString()), study.Trials.Select(trial => trial.ToString()));

        // A line for each start of an objective: at least one, and at most one for each attempt.
        string[] starts = await File.ReadAllLinesAsync(startsPath, TestContext.Current.CancellationToken);
        Assert.All(study.Trials, trial => Assert.InRange(starts.Count(line => line == trial.Number.ToString(CultureInfo.InvariantCulture)), 1, trial.Attempt));
    }

    /// <summary>One process that is killed in the middle of its fourth trial, and the same program again: all trials, what they reported and their order are those of a program that was not interrupted.</summary>
    public static async Task GoOnAfterAKillAsIfNothingHadHappened(IStudyStorage storage, string address, string sampler)
    {
        const int All = 9;
        ArgumentNullException.ThrowIfNull(storage);
        using Process killed = Start(address, starts: "", sampler);
        await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(killed.ExitCode is 137 or -1, await killed.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Study study = new(Space, Stepwise(storage, sampler)), alone = new(Space, Stepwise(null, sampler));
        Assert.Equal((4, TrialState.Running, 2), (study.Trials.Count, study.Trials[^1].State, study.Trials[^1].Intermediate.Count));
        study.Run(trial => Steps(trial), All);
        alone.Run(trial => Steps(trial), All);
        Assert.Equal(alone.Trials.Select(Line), study.Trials.Select(Line));
        Assert.Equal([1, 1, 1, 2, 1, 1, 1, 1, 1], study.Trials.Select(trial => trial.Attempt));
        Assert.Equal(study.Trials.Select(trial => trial.Start).Order(), study.Trials.Select(trial => trial.Start));
        Assert.True(sampler == "tpe" || alone.Trials.Any(trial => trial.State == TrialState.Pruned), "Nothing was pruned.");

        static string Line(Trial trial) => $"{trial} {trial.Note} {string.Join(' ', trial.Intermediate)}";
    }

    private static double Steps(RunningTrial trial, Action<int>? reported = null)
    {
        for (int step = 0; step < 4; step++)
        {
            trial.Report(trial.GetNumber("x") + trial.GetNumber("y") + (new CounterRandom(trial.Seed, Streams.Noise).Uniform((ulong)step) / 10), step);
            reported?.Invoke(step);
            trial.ThrowIfPruned();
        }

        return trial.GetNumber("x") + trial.GetNumber("y");
    }

    private static StudyOptions Stepwise(IStudyStorage? storage, string sampler) => new()
    {
        Seed = 3,
        Storage = storage,
        Sampler = sampler switch { "random" => new RandomSampler(), "sobol" => new SobolSampler(), "grid" => new GridSampler(3), _ => new TpeSampler(3) },
        Pruner = new PercentilePruner(50, 2, WarmupSteps: 2),
    };

    // Runs before the test runner does, so that the child is nothing but a worker.
    [ModuleInitializer]
    internal static void TuneWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(StorageVariable) is not string address)
        {
            return;
        }

        IStudyStorage storage = address.StartsWith(Postgres, StringComparison.Ordinal) ? Connect(address[Postgres.Length..]) : new SqliteStudyStorage(address);
        if (Environment.GetEnvironmentVariable(DeathVariable) is { Length: > 0 } sampler)
        {
            using Process self = Process.GetCurrentProcess();
            new Study(Space, Stepwise(storage, sampler)).Run(
                trial => Steps(trial, step =>
                {
                    if (trial.Number == 3 && step == 1)
                    {
                        self.Kill();
                        Thread.Sleep(Timeout.Infinite);
                    }
                }),
                Trials);
        }

        new Study(Space, Options(storage)).Run(
            trial =>
            {
                File.AppendAllText(Environment.GetEnvironmentVariable(StartsVariable)!, $"{trial.Number}\n");
                Thread.Sleep(20);
                return Objective(trial);
            },
            Trials,
            new StudyRunOptions { Lease = TimeSpan.FromSeconds(1) });
        Environment.Exit(0);
    }

    private static StudyOptions Options(IStudyStorage? storage) => new() { Seed = 3, Storage = storage, Sampler = new RandomSampler() };

    // The server may be restarting at this moment.
    private static PostgresStudyStorage Connect(string connectionString)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new PostgresStudyStorage(connectionString);
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static Process Start(string address, string starts, string death = "")
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WorkerProcesses).Assembly.Location);
        }

        start.Environment[StorageVariable] = address;
        start.Environment[StartsVariable] = starts;
        start.Environment[DeathVariable] = death;
        return Process.Start(start)!;
    }
}
