using System.Data.Common;
using System.Globalization;

namespace Descent.Tuning;

/// <summary>What storages in a database have in common: what they remember of it, and how they write and read values.</summary>
/// <remarks>A definition and a trial that has ended do not change any more, so they are read once.</remarks>
public abstract class DatabaseStudyStorage : IStudyStorage, IDisposable
{
    private readonly Dictionary<string, (StudyDefinition Study, List<Trial> Ended)> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public StudyDefinition Open(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        Create(study);
        return Known(study.Name).Study;
    }

    /// <inheritdoc/>
    public IReadOnlyList<StudyDefinition> Studies() => Definitions(null);

    /// <inheritdoc/>
    public TrialLease? Claim(string study, int limit, TimeSpan? lifetime)
    {
        Known(study);
        string token = Guid.NewGuid().ToString("N");
        return Claim(study, limit, lifetime, token) is { } number ? new TrialLease(study, number, token) : null;
    }

    /// <inheritdoc/>
    public abstract void Begin(TrialLease lease, Suggestion suggestion);

    /// <inheritdoc/>
    public abstract void Report(TrialLease lease, int step, double value);

    /// <inheritdoc/>
    public abstract void SetAttribute(TrialLease lease, string name, string value);

    /// <inheritdoc/>
    public abstract void Extend(TrialLease lease, TimeSpan lifetime);

    /// <inheritdoc/>
    public abstract void Release(TrialLease lease);

    /// <inheritdoc/>
    public abstract void Finish(TrialLease lease, TrialResult result);

    /// <inheritdoc/>
    public Trial Trial(string study, int number)
    {
        StudyDefinition definition = Known(study).Study;
        return Read(definition, number, number) is [Trial trial] ? trial : throw new ArgumentException($"The study '{study}' has no trial {number}.", nameof(number));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Trials(string study)
    {
        (StudyDefinition definition, List<Trial> ended) = Known(study);
        lock (ended)
        {
            // Only the trials from the first one that had not ended, or is missing, are read again.
            int first = ended.Count;
            IReadOnlyList<Trial> others = Read(definition, first, int.MaxValue);
            Trial[] all = [.. ended, .. others];
            ended.AddRange(others.TakeWhile((trial, i) => trial.State != TrialState.Running && trial.Number == first + i));
            return all;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Creates a study, unless there is one of the name.</summary>
    /// <param name="study">The study.</param>
    protected abstract void Create(StudyDefinition study);

    /// <summary>Reads the definitions of studies, ordered by name.</summary>
    /// <param name="name">The name of the only one to read; null for all.</param>
    /// <returns>The definitions.</returns>
    protected abstract IReadOnlyList<StudyDefinition> Definitions(string? name);

    /// <summary>Claims a trial, as <see cref="IStudyStorage.Claim"/> does.</summary>
    /// <param name="study">The name of the study.</param>
    /// <param name="limit">The number of trials from which on no new one is created.</param>
    /// <param name="lifetime">The time after which the lease ends; null for never.</param>
    /// <param name="token">The token of the lease.</param>
    /// <returns>The number of the trial; null if there is none.</returns>
    protected abstract int? Claim(string study, int limit, TimeSpan? lifetime, string token);

    /// <summary>Reads trials as they are at one moment, ordered by number.</summary>
    /// <param name="study">The study.</param>
    /// <param name="first">The first number.</param>
    /// <param name="last">The last number.</param>
    /// <returns>The trials.</returns>
    protected abstract IReadOnlyList<Trial> Read(StudyDefinition study, int first, int last);

    /// <summary>Closes the connections.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Throws unless a change found the trial of a lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="rows">The number of rows that the change found.</param>
    /// <returns><paramref name="rows"/>.</returns>
    /// <exception cref="TrialLostException">If there are no rows.</exception>
    protected static int Require(TrialLease lease, int rows)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return rows > 0 ? rows : throw new TrialLostException($"Trial {lease.Number} of the study '{lease.Study}' has ended or has been taken over.");
    }

    /// <summary>A text that may be NULL.</summary>
    /// <param name="row">The current row.</param>
    /// <param name="column">The index of the column.</param>
    /// <returns>The text; null for NULL.</returns>
    protected static string? TextOf(DbDataReader row, int column)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.IsDBNull(column) ? null : row.GetString(column);
    }

    /// <summary>Reads a row whose values may be damaged.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Reads it.</param>
    /// <param name="row">What the row is, for the message, such as "the settings of the study 'a'".</param>
    /// <param name="refuse">Makes the exception of the reason and the cause.</param>
    /// <returns>What was read.</returns>
    protected static T Readable<T>(Func<T> read, Func<string> row, Func<string, Exception, StudyStorageException> refuse)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(refuse);
        try
        {
            return read();
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            throw refuse($"{row()} cannot be read: {fault.Message.Split('\n')[0].TrimEnd('.')}", fault);
        }
    }

    /// <summary>Whether an exception means that a value cannot be read.</summary>
    /// <param name="fault">The exception.</param>
    /// <returns>True if so.</returns>
    protected static bool IsUnreadable(Exception fault) => fault is FormatException or ArgumentException or InvalidOperationException or InvalidCastException or OverflowException or IndexOutOfRangeException;

    /// <summary>Checks what a trial must have.</summary>
    /// <param name="study">Its study.</param>
    /// <param name="trial">The trial.</param>
    /// <returns>The trial.</returns>
    /// <exception cref="FormatException">If its state is none, a trial that has ended has no end, a completed one does not have a value for each objective, or what <see cref="TableTuner"/> keeps with a trial is not readable.</exception>
    protected static Trial Checked(StudyDefinition study, Trial trial)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(trial);
        string? reason = !Enum.IsDefined(trial.State) ? $"{(int)trial.State} is not a state"
            : trial.State != TrialState.Running && trial.End is null ? "it has ended, but has no end"
            : trial.State == TrialState.Completed && trial.Values.Count != study.Directions.Count ? $"it is completed and has {trial.Values.Count} values, but the study has {study.Directions.Count} directions"
            : null;
        if (reason is not null)
        {
            throw new FormatException(reason);
        }

        if (TableTuner.IsTuned(study))
        {
            _ = TableTuner.EpochsOf(trial);
            for (int i = 0; i < study.Directions.Count; i++)
            {
                _ = TableTuner.ScoresOf(trial, i);
            }
        }

        return trial;
    }

    /// <summary>Reads a definition from a row that begins with the name, the space and the seed.</summary>
    /// <param name="row">The current row.</param>
    /// <param name="directions">The directions by name.</param>
    /// <returns>The definition, without attributes.</returns>
    protected static StudyDefinition DefinitionOf(DbDataReader row, IEnumerable<string> directions)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new StudyDefinition(row.GetString(0), SearchSpace.Parse(row.GetString(1)), [.. directions.Select(Enum.Parse<StudyDirection>)], ulong.Parse(row.GetString(2), CultureInfo.InvariantCulture));
    }

    /// <summary>The values of a trial as texts.</summary>
    /// <param name="values">The values.</param>
    /// <returns>A text of the form <c>name=value</c> for each.</returns>
    protected static string[] TextsOf(ParameterValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.ToTexts().Select(pair => $"{pair.Key}={pair.Value}")];
    }

    /// <summary>Reads what <see cref="TextsOf"/> wrote.</summary>
    /// <param name="space">The search space.</param>
    /// <param name="texts">The texts; null for a trial without values.</param>
    /// <returns>The values.</returns>
    protected static ParameterValues? ValuesOf(SearchSpace space, IEnumerable<string>? texts) => texts is null ? null
        : ParameterValues.Parse(space, texts.Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal));

    private (StudyDefinition Study, List<Trial> Ended) Known(string study)
    {
        ArgumentNullException.ThrowIfNull(study);
        lock (gate)
        {
            if (!known.TryGetValue(study, out (StudyDefinition, List<Trial>) found))
            {
                found = Definitions(study) is [StudyDefinition definition] ? (definition, []) : throw new ArgumentException($"The storage has no study '{study}'.", nameof(study));
                known[study] = found;
            }

            return found;
        }
    }
}
