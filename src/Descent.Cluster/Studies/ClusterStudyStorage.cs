using Descent.Tuning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Descent.Cluster;

/// <summary>Keeps studies in a cluster, each in a grain that is the only one to write it. Trials that are claimed survive workers and database, and none is lost or computed twice to two results.</summary>
public sealed class ClusterStudyStorage : IStudyStorage, IDisposable
{
    private const int Attempts = 60;

    private readonly IHost host;
    private readonly Dictionary<string, StudyDefinition> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private ClusterStudyStorage(IHost host, string place) => (this.host, Place) = (host, place);

    /// <summary>Where the cluster is, without user and password.</summary>
    public string Place { get; }

    private IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Connects to a cluster.</summary>
    /// <param name="options">Where it is, and its secret.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The storage, which the caller disposes of.</returns>
    /// <exception cref="ClusterException">If no worker answers.</exception>
    public static async Task<ClusterStudyStorage> ConnectAsync(ClusterOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ClusterStudyStorage(await ClusterClient.ConnectAsync(options, cancellation), $"cluster {options.Name} at {ClusterDatabase.Place(options)}");
    }

    /// <inheritdoc/>
    public StudyDefinition Open(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        StudyDefinition opened = Call(() => Grains.GetGrain<IStudyGrain>(study.Name).Open(StudyRecord.Of(study))).Read();
        lock (gate)
        {
            return known[study.Name] = opened;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StudyDefinition> Studies() =>
        [.. Call(() => Grains.GetGrain<IStudyNames>(0).All()).Select(name => Call(() => Grains.GetGrain<IStudyGrain>(name).Find())).OfType<StudyRecord>().Select(record => record.Read())];

    /// <inheritdoc/>
    public TrialLease? Claim(string study, int limit, TimeSpan? lifetime)
    {
        _ = Known(study);
        string token = Guid.NewGuid().ToString("N");
        return Call(() => Grains.GetGrain<IStudyGrain>(study).Claim(token, limit, lifetime)) is { } number ? new TrialLease(study, number, token) : null;
    }

    /// <inheritdoc/>
    public void Begin(TrialLease lease, Suggestion suggestion)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        Change(lease, new TrialEdit { Parameters = TrialRecord.TextsOf(suggestion.Values), Note = suggestion.Note });
    }

    /// <inheritdoc/>
    public void Report(TrialLease lease, int step, double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (Change(lease, new TrialEdit { Step = step, Value = value }) == TrialChange.Repeated)
        {
            throw new ArgumentException($"Step {step} of trial {lease.Number} has been reported already.", nameof(step));
        }
    }

    /// <inheritdoc/>
    public void SetAttribute(TrialLease lease, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Change(lease, new TrialEdit { Attribute = name, Text = value });
    }

    /// <inheritdoc/>
    public void Extend(TrialLease lease, TimeSpan lifetime) => Change(lease, new TrialEdit { Extend = lifetime });

    /// <inheritdoc/>
    public void Release(TrialLease lease) => Change(lease, new TrialEdit { Release = true });

    /// <inheritdoc/>
    public void Finish(TrialLease lease, TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Change(lease, new TrialEdit { State = result.State, Values = [.. result.Values], Error = result.Error });
    }

    /// <inheritdoc/>
    public Trial Trial(string study, int number)
    {
        StudyDefinition definition = Known(study);
        return number >= 0 && Call(() => Grains.GetGrain<IStudyGrain>(study).Trials(number, number)) is [TrialRecord record]
            ? record.Read(definition)
            : throw new ArgumentException($"The study '{study}' has no trial {number}.", nameof(number));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Trials(string study)
    {
        StudyDefinition definition = Known(study);
        return [.. Call(() => Grains.GetGrain<IStudyGrain>(study).Trials(0, int.MaxValue)).Select(record => record.Read(definition))];
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => ClusterClient.Disconnect(host);

    private TrialChange Change(TrialLease lease, TrialEdit edit)
    {
        ArgumentNullException.ThrowIfNull(lease);
        TrialChange change = Call(() => Grains.GetGrain<IStudyGrain>(lease.Study).Change(lease.Number, lease.Token, edit));
        return change == TrialChange.Lost ? throw new TrialLostException($"Trial {lease.Number} of the study '{lease.Study}' has ended or has been taken over.") : change;
    }

    private StudyDefinition Known(string study)
    {
        ArgumentNullException.ThrowIfNull(study);
        lock (gate)
        {
            if (known.TryGetValue(study, out StudyDefinition? found))
            {
                return found;
            }
        }

        StudyDefinition read = Call(() => Grains.GetGrain<IStudyGrain>(study).Find())?.Read() ?? throw new ArgumentException($"The storage has no study '{study}'.", nameof(study));
        lock (gate)
        {
            return known[study] = read;
        }
    }

    /// <summary>Calls a grain until it answers: its silo may die, or the database restart. Every call may be repeated.</summary>
    private static T Call<T>(Func<Task<T>> call)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return call().GetAwaiter().GetResult();
            }
            catch (Exception) when (attempt < Attempts)
            {
                Thread.Sleep(Math.Min(1_000, 50 * attempt));
            }
            catch (Exception fault)
            {
                throw new StudyStorageException($"The cluster does not answer: {fault.Message}", fault);
            }
        }
    }
}
