namespace Descent.Tuning;

/// <summary>Keeps studies in the memory of this process.</summary>
/// <param name="clock">The clock; null, the default, for that of the system.</param>
public sealed class MemoryStudyStorage(TimeProvider? clock = null) : IStudyStorage
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly Dictionary<string, Entry> studies = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public StudyDefinition Open(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        lock (gate)
        {
            studies.TryAdd(study.Name, new Entry(study));
            return studies[study.Name].Study;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StudyDefinition> Studies()
    {
        lock (gate)
        {
            return [.. studies.Values.Select(entry => entry.Study).OrderBy(study => study.Name, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public TrialLease? Claim(string study, int limit, TimeSpan? lifetime)
    {
        lock (gate)
        {
            Entry entry = Find(study);
            DateTimeOffset now = clock.GetUtcNow();
            int number = entry.Rows.FindIndex(row => IsWaiting(row, now));
            if (number < 0)
            {
                if (entry.Rows.Count >= limit)
                {
                    return null;
                }

                number = entry.Rows.Count;
                entry.Rows.Add(new Row(new Trial(number) { Attempt = 0 }));
            }

            Row claimed = entry.Rows[number];
            claimed.Trial = new Trial(number) { Parameters = claimed.Trial.Parameters, Note = claimed.Trial.Note, Attempt = claimed.Trial.Attempt + 1, Start = now };
            claimed.Token = Guid.NewGuid().ToString("N");
            claimed.Expires = now + lifetime;
            return new TrialLease(study, number, claimed.Token);
        }
    }

    /// <inheritdoc/>
    public void Begin(TrialLease lease, Suggestion suggestion)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        Change(lease, row => row.Trial = row.Trial with { Parameters = suggestion.Values, Note = suggestion.Note });
    }

    /// <inheritdoc/>
    public void Report(TrialLease lease, int step, double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        Change(lease, row => row.Trial = row.Trial.Intermediate.ContainsKey(step)
            ? throw new ArgumentException($"Step {step} of trial {lease.Number} has been reported already.", nameof(step))
            : row.Trial with { Intermediate = new SortedDictionary<int, double>(row.Trial.Intermediate.ToDictionary()) { [step] = value } });
    }

    /// <inheritdoc/>
    public void SetAttribute(TrialLease lease, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Change(lease, row => row.Trial = row.Trial with { Attributes = new Dictionary<string, string>(row.Trial.Attributes, StringComparer.Ordinal) { [name] = value } });
    }

    /// <inheritdoc/>
    public void Extend(TrialLease lease, TimeSpan lifetime) => Change(lease, row => row.Expires = clock.GetUtcNow() + lifetime);

    /// <inheritdoc/>
    public void Release(TrialLease lease) => Change(lease, row => (row.Token, row.Expires) = ("", DateTimeOffset.MinValue));

    /// <inheritdoc/>
    public void Finish(TrialLease lease, TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Change(lease, row => (row.Token, row.Trial) = ("", row.Trial with { State = result.State, Values = [.. result.Values], Error = result.Error, End = clock.GetUtcNow() }));
    }

    /// <inheritdoc/>
    public Trial Trial(string study, int number)
    {
        lock (gate)
        {
            List<Row> rows = Find(study).Rows;
            return number >= 0 && number < rows.Count ? Shown(rows[number]) : throw new ArgumentException($"The study '{study}' has no trial {number}.", nameof(number));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Trials(string study)
    {
        lock (gate)
        {
            return [.. Find(study).Rows.Select(Shown)];
        }
    }

    private Trial Shown(Row row) => row.Trial with { IsWaiting = IsWaiting(row, clock.GetUtcNow()) };

    private static bool IsWaiting(Row row, DateTimeOffset now) => row.Trial.State == TrialState.Running && row.Expires <= now;

    private void Change(TrialLease lease, Action<Row> change)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (gate)
        {
            Row row = Find(lease.Study).Rows[lease.Number];
            if (row.Token != lease.Token)
            {
                throw new TrialLostException($"Trial {lease.Number} of the study '{lease.Study}' has ended or has been taken over.");
            }

            change(row);
        }
    }

    private Entry Find(string study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return studies.TryGetValue(study, out Entry? entry) ? entry : throw new ArgumentException($"The storage has no study '{study}'.", nameof(study));
    }

    private sealed record Entry(StudyDefinition Study)
    {
        public List<Row> Rows { get; } = [];
    }

    private sealed class Row(Trial trial)
    {
        public Trial Trial { get; set; } = trial;

        public string Token { get; set; } = "";

        /// <summary>Null for a lease that does not end.</summary>
        public DateTimeOffset? Expires { get; set; }
    }
}
