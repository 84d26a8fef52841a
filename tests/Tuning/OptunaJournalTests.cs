using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Tests.Goldens;
using Descent.Tuning;

namespace Descent.Tests.Tuning;

public sealed partial class OptunaJournalTests
{
    private static readonly JsonElement s_golden = GoldenFile.Read("optuna_journal.json");

    /// <summary>The lines are those that Optuna has read: see <c>Goldens/optuna_journal.py</c>.</summary>
    [Fact]
    public void TheJournalIsTheOneThatOptunaHasRead()
    {
        string journal = OptunaJournal.Write(Example());
        string[] lines = [.. journal.Split('\n').SkipLast(1).Select(WithoutTimes)];
        if (!s_golden.GetProperty("journal").EnumerateArray().Select(line => WithoutTimes(line.GetString()!)).SequenceEqual(lines))
        {
            string path = Path.Combine(Path.GetTempPath(), "descent-optuna-journal.log");
            File.WriteAllText(path, journal);
            Assert.Fail($"The journal is another one. Look at {path} and run python3 tests/Goldens/optuna_journal.py {path}");
        }

        // The times are those of the local clock, wherever the test runs.
        Assert.Equal(9 + 8, Times().Count(journal));
        Assert.EndsWith("\n", journal, StringComparison.Ordinal);
    }

    /// <summary>Numbers, states, values, parameters, reports and attributes are for Optuna what they are for Descent.</summary>
    [Fact]
    public void OptunaReadsTheStudyThatWasWritten()
    {
        Study study = Example();
        Assert.Equal((study.Name, "MAXIMIZE", study.Best!.Number), (s_golden.GetProperty("name").GetString(), s_golden.GetProperty("directions")[0].GetString(), s_golden.GetProperty("best").GetInt32()));
        Assert.Equal(study.Attributes, s_golden.GetProperty("attributes").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal));
        JsonElement[] read = [.. s_golden.GetProperty("trials").EnumerateArray()];
        Assert.Equal(study.Trials.Count, read.Length);
        Assert.Equal(4, study.Trials.Select(trial => trial.State).Distinct().Count());
        foreach ((Trial trial, JsonElement optuna) in study.Trials.Zip(read))
        {
            Assert.Equal((trial.Number, StateOf(trial)), (optuna.GetProperty("number").GetInt32(), optuna.GetProperty("state").GetString()));
            double[] values = trial.State == TrialState.Pruned ? [trial.Intermediate[trial.LastStep!.Value]] : [.. trial.Values];
            JsonElement found = optuna.GetProperty("values");
            Assert.Equal(values, found.ValueKind == JsonValueKind.Null ? [] : found.EnumerateArray().Select(Number));
            Assert.Equal(
                (trial.Parameters?.ToTexts() ?? new Dictionary<string, string>()).Select(pair => (pair.Key, pair.Value)),
                optuna.GetProperty("params").EnumerateObject().Select(pair => (pair.Name, pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString()! : pair.Value.GetDouble().ToString(CultureInfo.InvariantCulture))));
            Assert.Equal(trial.Intermediate.Select(pair => (pair.Key, pair.Value)), optuna.GetProperty("intermediate").EnumerateObject().Select(pair => (int.Parse(pair.Name, CultureInfo.InvariantCulture), Number(pair.Value))));
            Assert.Equal(trial.Error is null ? trial.Attributes.Count : trial.Attributes.Count + 1, optuna.GetProperty("attributes").EnumerateObject().Count());
            Assert.Equal(trial.End is null ? "" : "3.0", optuna.GetProperty("seconds").ValueKind == JsonValueKind.Null ? "" : optuna.GetProperty("seconds").GetRawText());
        }

        Assert.Equal(
            ["CategoricalDistribution(choices=('64', '64,64', 'größe'))", "FloatDistribution(high=1.0, log=True, low=0.0001, step=None)", "IntDistribution(high=64, log=False, low=4, step=4)", "FloatDistribution(high=0.5, log=False, low=0.0, step=0.05)"],
            read[^1].GetProperty("distributions").EnumerateObject().Select(pair => pair.Value.GetString()));

        static string StateOf(Trial trial) => trial.State switch { TrialState.Running => "RUNNING", TrialState.Completed => "COMPLETE", TrialState.Pruned => "PRUNED", _ => "FAIL" };

        static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN } : value.GetDouble();
    }

    [Fact]
    public void SeveralObjectivesAreAList()
    {
        Study study = new(SearchSpace.Parse("x=uniform(0,1)"), new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Maximize] });
        study.Tell(study.Ask(), 1.5, double.NegativeInfinity);
        string[] lines = OptunaJournal.Write(study).Split('\n');
        Assert.Equal("""{"op_code":0,"worker_id":"descent","study_name":"study","directions":[1,2]}""", lines[0]);
        Assert.Contains("""
            "value":null,"values":[1.5,-Infinity],
            """.Trim(), lines[1], StringComparison.Ordinal);
    }

    private static Study Example()
    {
        SteppedClock clock = new();
        Study study = new(SearchSpace.Parse("layers=choice(64;64,64;größe); learning-rate=log(1e-4,1); width=int(4,64,4) if layers=(64;64,64); dropout=uniform(0,0.5,0.05)"), new StudyOptions
        {
            Name = "a \"study\"",
            Directions = [StudyDirection.Maximize],
            Storage = new MemoryStudyStorage(clock),
            Sampler = new RandomSampler(),
            Seed = 11,
            Attributes = new Dictionary<string, string> { ["data"] = "150 rows", ["score"] = "r2" },
        });
        study.Run(
            trial =>
            {
                clock.Now += TimeSpan.FromSeconds(3);
                trial.Report(trial.Number == 4 ? double.NaN : trial.Number, 3);
                trial.Report(trial.GetNumber("learning-rate"), 7);
                trial.SetAttribute("scores", "0.5 'a'\n");
                return trial.Number switch { 1 => throw new TrialPrunedException(""), 2 => throw new FormatException("no \\ such"), 3 => double.NegativeInfinity, _ => 1.0 / (trial.Number + 3) };
            },
            8);
        study.Ask();
        return study;
    }

    // The stack of an exception has the paths of the machine.
    private static string WithoutTimes(string line) => Stack().Replace(Times().Replace(line, "T"), "");

    [GeneratedRegex("\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}\"", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Times();

    [GeneratedRegex(@"(\\r)?\\n   at [^""]*", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Stack();
}
