using Descent.Tuning.Sqlite;

namespace Descent.Cli.Verbs;

/// <summary>Shows a study, which may still be running in other processes.</summary>
internal sealed class StudyVerb : Verb
{
    private readonly Argument<string> place = new("FILE|DATABASE") { Description = "What --study of tune was: an SQLite file, or a PostgreSQL database." };
    private readonly Option<string?> name = Choice.Text("--study-name", "NAME", "The study to show. Default: the only one, or else the one that is called study.");
    private readonly Option<string?> file = Choice.Text("--out", "FILE", "Write the study to a file: its page if the name ends with .html, otherwise the journal that optuna-dashboard and Optuna's JournalStorage open.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the file in --out.");
    private readonly Option<string?> copy = Choice.Text("--copy-to", "PLACE", "Copy the study with its finished trials to another file, database or cluster, which has no trials of it.");
    private readonly Option<bool> repair = Choice.Flag("--repair", "Save what can be read of a damaged file in a new one of its name. The damaged file is kept under another name, and tune computes again what is lost.");

    public StudyVerb()
        : base("study", "Shows a study of tune: how far it is, what was best and what matters.",
            new("study prices.db", "How far a study is, also while tune runs in another terminal:"),
            new("study prices.db --out prices.html", "All trials as a page:"),
            new("study prices.db --out prices.log", "For optuna-dashboard prices.log:"),
            new("study prices.db --copy-to \"cluster:Host=db.example.org;Database=descent;Username=me\"", "Into a cluster, from which it is copied back in the same way:"),
            new("study prices.db --repair", "After a damage of the file, such as by a crash of the disk:"))
    {
        Arguments.Add(place);
        Add(name, file, force, copy, repair);
    }

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        string text = call.Value(place)!;
        if (call.Value(repair))
        {
            UsageException.ThrowIf(call.IsGiven(name) || call.IsGiven(file), "--repair repairs the whole file and shows no study, so --study-name and --out have no meaning beside it.");
            return Repair(call, text);
        }

        (string shown, IStudyStorage storage) = TuningStudy.Connect(text, isReadOnly: true, call.People, call.Cancellation);
        using IDisposable? closed = storage as IDisposable;
        OutputFile.RequireNew(call.Value(file), call.Value(force), text);
        IReadOnlyList<StudyDefinition> all = storage.Studies();
        Study study = StudyOf(storage, Chosen(storage, all, call.Value(name), shown));
        if (call.Value(copy) is { } target)
        {
            return Copy(call, storage, study.Name, target);
        }

        // Whether all of it can be read, before a part of it is on the screen.
        _ = study.Trials;
        string[]? names = study.Attributes.TryGetValue("score", out string? keys) && keys.Split(", ") is var scores && scores.Length == study.Directions.Count ? [.. scores.Select(StandardMetrics.NameOf)] : null;
        string? written = call.Value(file);
        if (written is not null)
        {
            AtomicFile.WriteText(written, IsPage(written) ? StudyPage.Render(study, study.Name, DateTimeOffset.Now, names) : OptunaJournal.Write(study));
        }

        return call.Respond(() => [StoredStudyDocument.Of(shown, all, study, written)], screen =>
        {
            if (written is not null)
            {
                screen.Fact("written", $"{written}, {(IsPage(written) ? "the page" : "the journal for optuna-dashboard")} of {Wording.Count(study.Trials.Count, "trial")}");
                return;
            }

            screen.Line(study.Name);
            screen.Fact("place", shown);
            screen.Fact("other studies", all.Count > 1 ? $"{string.Join(", ", all.Select(other => other.Name).Where(other => other != study.Name))} (--study-name)" : null);
            foreach ((string attribute, string value) in study.Attributes)
            {
                screen.Fact(attribute, attribute == "seeds" && value.Split(" from ") is [var number, var seed] ? (number == "1" ? $"1, of --seed {seed}" : $"{number}, from --seed {seed} on")
                    : attribute == "score" ? string.Join(", ", value.Split(", ").Select(StandardMetrics.NameOf)) : value);
            }

            screen.Heading("Search");
            screen.Lines(study.Space.Select(parameter => $"  {parameter}"));
            screen.Heading("Trials");
            screen.Lines(StudyText.Of(study, names));
        });
    }

    private static bool IsPage(string path) => path.EndsWith(".html", StringComparison.OrdinalIgnoreCase);

    private static int Copy(Call call, IStudyStorage from, string study, string target)
    {
        (string shown, IStudyStorage to) = TuningStudy.Connect(target, isReadOnly: false, call.People, call.Cancellation);
        using IDisposable? closed = to as IDisposable;
        int copied = UsageException.Checked(() => StudyCopy.Copy(from, study, to));
        return call.Respond(() => [new CopiedStudyDocument(study, shown, copied)], screen => screen.Line($"{Wording.Count(copied, "trial")} of {study} copied to {shown}."));
    }

    private static int Repair(Call call, string path)
    {
        StudyRepair result = TuningStudy.Repair(path);
        return call.Respond(() => [RepairDocument.Of(path, result)], screen =>
        {
            if (result.DamagedPath is null)
            {
                screen.Line($"{path} is whole: nothing was changed.");
                return;
            }

            screen.Line($"{path} was damaged. What could be read is in a new file of this name.");
            screen.Fact("kept", $"{result.DamagedPath}, the damaged file");
            screen.Fact("dropped", result.Dropped.Count == 0 ? null : $"{string.Join(", ", result.Dropped.Select(name => $"'{name}'"))}, of which neither settings nor a finished trial can be read, so that nobody could continue {(result.Dropped.Count == 1 ? "it. It was" : "them. They were")} probably part of another study");
            foreach (RepairedStudy study in result.Studies)
            {
                screen.Heading(study.Name);
                screen.Fact("saved", Wording.Count(study.Saved, "finished trial"));
                screen.Fact("incomplete", study.Incomplete.Count == 0 ? null : $"{Numbers(study.Incomplete)}: {(study.Incomplete.Count == 1 ? "its result is saved, but not all of its" : "their results are saved, but not all of their")} folds or epochs");
                screen.Fact("lost", study.Lost.Count == 0 ? null : $"{Numbers(study.Lost)}: the command that created the study computes {(study.Lost.Count == 1 ? "it" : "them")} again");
                screen.Fact("perhaps lost", study.IsEndKnown ? null : $"{After(study)}: the part of the file that lists them is damaged. The command that created the study computes those that its --trials lacks");
                screen.Fact("settings", study.HasDefinition ? null : "lost: the command that created the study, with the same options, writes them again and goes on");
            }
        });
    }

    private static string After(RepairedStudy study) => study.Saved + study.Lost.Count is > 0 and var last ? $"any number of trials after trial {last}" : "any number of trials";

    // Trials are counted from 1 for people.
    private static string Numbers(IReadOnlyList<int> trials)
    {
        List<string> ranges = [];
        for (int i = 0, first = 0; i < trials.Count; i++)
        {
            if (i + 1 == trials.Count || trials[i + 1] != trials[i] + 1)
            {
                ranges.Add(first == i ? $"{trials[i] + 1}" : $"{trials[first] + 1}–{trials[i] + 1}");
                first = i + 1;
            }
        }

        return $"{(trials.Count == 1 ? "trial" : "trials")} {string.Join(", ", ranges)}";
    }

    private static StudyDefinition Chosen(IStudyStorage storage, IReadOnlyList<StudyDefinition> all, string? name, string place)
    {
        // A repair can leave trials whose settings were lost.
        IReadOnlyDictionary<string, int> bare = storage is SqliteStudyStorage file ? file.TrialsWithoutDefinition() : new Dictionary<string, int>(StringComparer.Ordinal);
        KeyValuePair<string, int>[] left = [.. bare.Where(study => study.Key == name || (name is null && all.Count == 0))];
        UsageException.ThrowIf(left.Length > 0, $"{place} has {string.Join(" and ", left.Select(study => $"{Wording.Count(study.Value, "trial")} of the study '{study.Key}'"))}, but not {(left.Length == 1 ? "its" : "their")} settings, which were lost. Run the tune command that created {(left.Length == 1 ? "it" : "them")} again, with the same options: it writes the settings again and goes on with the trials.");
        UsageException.ThrowIf(all.Count == 0, $"{place} has no study.");
        string listed = string.Join(", ", all.Select(study => study.Name));
        return name is not null
            ? all.FirstOrDefault(study => study.Name == name) ?? throw new UsageException($"{place} has no study '{name}'. It has {listed} (--study-name).")
            : all.Count == 1 ? all[0]
            : all.FirstOrDefault(study => study.Name == TuningStudy.UsualName) ?? throw new UsageException($"{place} has several studies: {listed}. Name one with --study-name.");
    }

    private static Study StudyOf(IStudyStorage storage, StudyDefinition definition) =>
        new(definition.Space, new StudyOptions { Name = definition.Name, Directions = definition.Directions, Attributes = definition.Attributes, Storage = storage });
}
