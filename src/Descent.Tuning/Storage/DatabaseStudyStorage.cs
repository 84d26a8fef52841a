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
        foreach (TrialLease held in Held(study).Where(held => LeaseOwner.IsDead(held.Token)))
        {
            try
            {
                Release(held);
            }
            catch (TrialLostException)
            {
                // Another process was faster.
            }
        }

        string token = LeaseOwner.NewToken(IsLocal);
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

    /// <summary>Whether all processes that use the storage are on one machine.</summary>
    protected abstract bool IsLocal { get; }

    /// <summary>Reads the leases of running trials that end at some time. Those of a process on this machine that has died are released before a trial is claimed.</summary>
    /// <param name="study">The name of the study.</param>
    /// <returns>The leases, whether they have ended or not.</returns>
    protected abstract IReadOnlyList<TrialLease> Held(string study);

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

    /// <summary>Whether nobody computes a trial that has not ended.</summary>
    /// <param name="hasExpired">Whether its lease has ended.</param>
    /// <param name="token">The token of its lease; null or empty for none.</param>
    /// <returns>True if its lease has ended, or its process is known to have died.</returns>
    protected static bool IsWaiting(bool hasExpired, string? token) => hasExpired || (!string.IsNullOrEmpty(token) && LeaseOwner.IsDead(token));

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
            // The texts of these two are the library's own: what is read checks its form first.
            string reason = fault is FormatException or ArgumentException ? fault.Message.Split('\n')[0].Split(" (Parameter '", 2)[0].TrimEnd('.') : "a value is of another type than was written";
            throw refuse($"{row()} cannot be read: {reason}", fault);
        }
    }

    /// <summary>What the row of a trial is, for the message of <see cref="Readable"/>: people count trials from 1, tables from 0.</summary>
    /// <param name="number">The number of the trial.</param>
    /// <param name="study">The name of the study.</param>
    /// <returns>The text.</returns>
    protected static string RowOf(int number, string study) => $"trial {number + 1} of the study '{study}' (number {number} in the table)";

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
        return new StudyDefinition(row.GetString(0), SearchSpace.Parse(row.GetString(1)), [.. directions.Select(DirectionOf)], ulong.TryParse(row.GetString(2), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : throw new FormatException($"the seed is '{row.GetString(2)}', which is not a whole number"));

        static StudyDirection DirectionOf(string text) => Enum.TryParse(text, out StudyDirection direction) && Enum.IsDefined(direction) ? direction : throw new FormatException($"'{text}' is not a direction");
    }

    /// <summary>Reads a value of an objective.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">If it is not a number.</exception>
    protected static double NumberOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw new FormatException($"the value '{text}' is not a number");

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
    /// <exception cref="FormatException">If a text is not of the form <c>name=value</c>, a name is there twice, or the values are not some of the search space.</exception>
    protected static ParameterValues? ValuesOf(SearchSpace space, IEnumerable<string>? texts) => texts is null ? null : ParameterValues.Parse(space, PairsOf(texts));

    /// <summary>Reads the names and values that <see cref="TextsOf"/> wrote, without their meaning.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>The values by name.</returns>
    /// <exception cref="FormatException">If a text is not of the form <c>name=value</c>, or a name is there twice.</exception>
    protected static IReadOnlyDictionary<string, string> PairsOf(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            if (text.Split('=', 2) is not [var name, var value] || !pairs.TryAdd(name, value))
            {
                throw new FormatException($"'{text}' is not a value of the form name=value, or the second one of its name");
            }
        }

        return pairs;
    }

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
