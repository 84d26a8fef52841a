using Descent.Tuning;
using Microsoft.Extensions.DependencyInjection;

namespace Descent.Cluster;

/// <summary>The clock of the leases of trials.</summary>
internal static class StudyClock
{
    /// <summary>The key of its service: the timers of Orleans have one of their own.</summary>
    public const string Key = "Descent.Cluster.StudyClock";
}

/// <summary>The state of a study.</summary>
[GenerateSerializer]
internal sealed class StudyState
{
    [Id(0)]
    public StudyRecord? Study { get; set; }

    /// <summary>The number of trials.</summary>
    [Id(1)]
    public int Trials { get; set; }
}

/// <summary>The state of a page.</summary>
[GenerateSerializer]
internal sealed class TrialPageState
{
    [Id(0)]
    public TrialRecord[] Trials { get; set; } = [];
}

/// <summary>The state of the list of studies.</summary>
[GenerateSerializer]
internal sealed class StudyNamesState
{
    [Id(0)]
    public List<string> Names { get; set; } = [];
}

/// <summary>A study. Orleans runs one call at a time, so that no trial is claimed twice; a change is answered when it is on disk.</summary>
internal sealed class StudyGrain([PersistentState("study", ClusterHosting.StorageName)] IPersistentState<StudyState> kept, [FromKeyedServices(StudyClock.Key)] TimeProvider clock) : Grain, IStudyGrain
{
    /// <summary>The number of trials in a page.</summary>
    private const int PageTrials = 16;

    private readonly List<TrialRecord> trials = [];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        int pages = (kept.State.Trials + PageTrials - 1) / PageTrials;
        TrialRecord[][] all = await Task.WhenAll(Enumerable.Range(0, pages).Select(page => Page(page).Read()));
        trials.AddRange(all.SelectMany(page => page));
    }

    public async Task<StudyRecord> Open(StudyRecord wanted)
    {
        if (kept.State.Study is null)
        {
            await GrainFactory.GetGrain<IStudyNames>(0).Add(wanted.Name);
            kept.State.Study = wanted;
            await Durably(() => kept.WriteStateAsync());
        }

        return kept.State.Study;
    }

    public Task<StudyRecord?> Find() => Task.FromResult(kept.State.Study);

    public async Task<int?> Claim(string token, int limit, TimeSpan? lifetime)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (trials.Find(trial => trial.Token == token) is { } own)
        {
            return own.Number;
        }

        int number = trials.FindIndex(trial => IsWaiting(trial, now));
        if (number < 0)
        {
            if (trials.Count >= limit)
            {
                return null;
            }

            number = trials.Count;
            trials.Add(new TrialRecord(number));
        }

        TrialRecord claimed = trials[number];
        await Keep(new TrialRecord(number) { Parameters = claimed.Parameters, Note = claimed.Note, Attempt = claimed.Attempt + 1, Start = now, Token = token, Expires = now + lifetime });
        return number;
    }

    public async Task<TrialChange> Change(int number, string token, TrialEdit edit)
    {
        if (number < 0 || number >= trials.Count)
        {
            return TrialChange.Lost;
        }

        TrialRecord trial = trials[number];
        // The answer to the same end was lost.
        if (trial.Token == Ended(token) && edit.State == trial.State && edit.Values.SequenceEqual(trial.Values) && edit.Error == trial.Error)
        {
            return TrialChange.Done;
        }

        if (trial.Token != token)
        {
            return TrialChange.Lost;
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (edit.Step is { } step && trial.Intermediate.TryGetValue(step, out double before))
        {
            return before.Equals(edit.Value) ? TrialChange.Done : TrialChange.Repeated;
        }

        await Keep(trial with
        {
            Parameters = edit.Parameters ?? trial.Parameters,
            Note = edit.Note ?? trial.Note,
            Intermediate = edit.Step is { } at ? new Dictionary<int, double>(trial.Intermediate) { [at] = edit.Value } : trial.Intermediate,
            Attributes = edit.Attribute is { } name ? new Dictionary<string, string>(trial.Attributes, StringComparer.Ordinal) { [name] = edit.Text } : trial.Attributes,
            Expires = edit.Release ? DateTimeOffset.MinValue : edit.Extend is { } lifetime ? now + lifetime : trial.Expires,
            Token = edit.State is not null ? Ended(token) : edit.Release ? "" : token,
            State = edit.State ?? trial.State,
            Values = edit.State is null ? trial.Values : edit.Values,
            Error = edit.State is null ? trial.Error : edit.Error,
            End = edit.State is null ? trial.End : now,
        });
        return TrialChange.Done;
    }

    public Task<TrialRecord[]> Trials(int first, int last) => Task.FromResult(trials.Skip(first).TakeWhile(trial => trial.Number <= last).Select(trial => trial with { IsWaiting = IsWaiting(trial, clock.GetUtcNow()) }).ToArray());

    private static bool IsWaiting(TrialRecord trial, DateTimeOffset now) => trial.State == TrialState.Running && trial.Expires <= now;

    private static string Ended(string token) => $"ended {token}";

    private ITrialPage Page(int page) => GrainFactory.GetGrain<ITrialPage>($"{this.GetPrimaryKeyString()}/{page.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

    private async Task Keep(TrialRecord changed)
    {
        trials[changed.Number] = changed;
        int page = changed.Number / PageTrials;
        await Durably(async () =>
        {
            await Page(page).Write([.. trials.Skip(page * PageTrials).Take(PageTrials)]);
            if (kept.State.Trials < trials.Count)
            {
                // The page comes first: a page without its number is written again, a number without its page would be a loss.
                kept.State.Trials = trials.Count;
                await kept.WriteStateAsync();
            }
        });
    }

    /// <summary>Writes; if that fails, the grain forgets what it has in memory, and the next call reads what is on disk.</summary>
    private async Task Durably(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>A page of trials.</summary>
internal sealed class TrialPageGrain([PersistentState("trials", ClusterHosting.StorageName)] IPersistentState<TrialPageState> kept) : Grain, ITrialPage
{
    public Task<TrialRecord[]> Read() => Task.FromResult(kept.State.Trials);

    public async Task Write(TrialRecord[] trials)
    {
        kept.State.Trials = trials;
        try
        {
            await kept.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The list of studies.</summary>
internal sealed class StudyNamesGrain([PersistentState("names", ClusterHosting.StorageName)] IPersistentState<StudyNamesState> kept) : Grain, IStudyNames
{
    public async Task Add(string name)
    {
        if (!kept.State.Names.Contains(name, StringComparer.Ordinal))
        {
            kept.State.Names.Add(name);
            try
            {
                await kept.WriteStateAsync();
            }
            catch
            {
                DeactivateOnIdle();
                throw;
            }
        }
    }

    public Task<string[]> All() => Task.FromResult<string[]>([.. kept.State.Names.Order(StringComparer.Ordinal)]);
}
