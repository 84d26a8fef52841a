using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Descent.Data;

namespace Descent.Formats;

/// <summary>
/// A training that can run in another process: a description as JSON, which names its rows by their hash, and a result in the format of model files, with the weights, the history, and the
/// predictions that the caller needs. Running it gives the same bits as training in this process.
/// </summary>
/// <example><code>
/// PortableJob portable = PortableJob.Of(job)!;
/// byte[] result = PortableJob.Run(portable.Description, hash => BytesOf(hash));   // anywhere
/// History history = PortableJob.Take(job, result);                                // job.Model has the weights
/// </code></example>
public sealed class PortableJob
{
    private PortableJob(string description, IReadOnlyList<JobData> data, long memory, int cores, bool isFollowed)
    {
        (Description, Data, Memory, Cores, IsFollowed) = (description, data, memory, cores, isFollowed);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description)));
    }

    /// <summary>The description: network, options, seed, and hashes of the data, as JSON.</summary>
    public string Description { get; }

    /// <summary>The data that the description names.</summary>
    public IReadOnlyList<JobData> Data { get; }

    /// <summary>The SHA-256 of the description, which names the job: jobs of the same hash have the same result.</summary>
    public string Hash { get; }

    /// <summary>An estimate of the bytes of memory that the training needs, its rows included.</summary>
    public long Memory { get; }

    /// <summary>The number of threads that it can use; 0 for as many as there are.</summary>
    public int Cores { get; }

    /// <summary>Whether the caller judges the training after each epoch and may end it, as a pruner does: <see cref="Run"/> then needs to send the epochs, and <see cref="Follow"/> takes them.</summary>
    public bool IsFollowed { get; }

    /// <summary>Describes a job.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="job">The job, as an <see cref="IJobRunner"/> receives it.</param>
    /// <returns>The description; null if it has a part that only this process knows, such as a type of its own that is not registered.</returns>
    public static PortableJob? Of<T>(TrainingJob<T> job)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(job);
        TrainingOptions options = job.Options;
        if (options.IsBoundToProcess)
        {
            return null;
        }

        List<JobData> data = [];
        int cores = options.Threads > 0 ? options.Threads : FitLoop<T>.ThreadsFor(job.Model, Math.Min(options.BatchSize, job.Data.Rows), options with { Threads = 0 }) > 1 ? 0 : 1;
        try
        {
            RowSelection? selection = options.Selection;
            JobRows train = selection is null ? Rows(job.Data.As<T>(), null, data) : Rows(selection.Base.As<T>(), selection.Train, data);
            JobRows? validation = options.Validation is not { } held ? null : selection?.Validation is { } numbers ? Rows(selection.Base.As<T>(), numbers, data) : Rows(held.As<T>(), null, data);
            JobRows? followed = Follower(options) is not { } follower ? null : ReferenceEquals(follower.Rows, options.Validation) ? validation : Rows(follower.Rows, null, data);
            JobData? start = options.WarmStart || options.Groups?.Any(group => group.Frozen || group.FrozenEpochs > 0) == true ? JobData.Of(new SavedModel<T>(job.Model).ToBytes()) : null;
            data.AddRange(start is null ? [] : [start]);
            InputShape shape = job.Model.InputShape;
            long memory = data.Sum(part => part.Length) + TrainingMemory.Of(job.Model, job.Data, options).Total;
            JobState state = new(JobState.CurrentFormat, typeof(T) == typeof(double), Catalogue.ToJson(job.Model.Network), shape.Numbers, shape.Categories, job.Model.Seed, Catalogue.ToJson(options), train, memory, cores)
            {
                Validation = validation,
                Metrics = options.Metrics.Count > 0 ? [.. options.Metrics.Select(Catalogue.ToJson)] : null,
                Monitor = options.Monitor is { } monitor ? Catalogue.ToJson(monitor) : null,
                Until = options.Until is { } goal ? new JobGoal(goal.Value, goal.Metric is { } metric ? Catalogue.ToJson(metric) : null) : null,
                PositiveIsFirst = options.PositiveIsFirst,
                Start = start?.Hash,
                KeepsPredictions = Watch(options) is not null,
                Followed = followed,
            };
            return new PortableJob(JsonSerializer.Serialize(state, JobJson.Default.JobState), [.. data.DistinctBy(part => part.Hash, StringComparer.Ordinal)], memory, cores, followed is not null);
        }
        catch (ArgumentException)
        {
            // A part has a type that is not registered, so that only this process has it.
            return null;
        }
    }

    /// <summary>Lists the data that a description names.</summary>
    /// <param name="description">The description.</param>
    /// <returns>The hashes.</returns>
    /// <exception cref="FormatException">If it is not the description of a job.</exception>
    public static IReadOnlyList<string> DataOf(string description)
    {
        JobState state = Read(description);
        return [.. new[] { state.Train.Data, state.Train.Selected, state.Validation?.Data, state.Validation?.Selected, state.Followed?.Data, state.Followed?.Selected, state.Start }.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Runs a job.</summary>
    /// <param name="description">The description.</param>
    /// <param name="data">Gets the bytes of a hash.</param>
    /// <param name="threads">The largest number of threads; 0, the default, for as many as the job can use.</param>
    /// <param name="onEpoch">Receives the number of each epoch, from 1, and what <see cref="Follow"/> needs of it, on the training thread; an exception ends training and is passed on. Null, the default, to send none. Only a job with <see cref="IsFollowed"/> calls it.</param>
    /// <param name="cancellation">Ends training within a batch.</param>
    /// <returns>The result, with a checksum.</returns>
    /// <exception cref="FormatException">If the description cannot be read, or a type that it names is not registered in this process.</exception>
    /// <exception cref="OperationCanceledException">If it was canceled.</exception>
    public static byte[] Run(string description, Func<string, ReadOnlyMemory<byte>> data, int threads = 0, Action<int, byte[]>? onEpoch = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(data);
        JobState state = Read(description);
        return state.IsDouble ? Run<double>(state, data, threads, onEpoch, cancellation) : Run<float>(state, data, threads, onEpoch, cancellation);
    }

    /// <summary>Takes an epoch of a job that is still being trained: whoever judges the training is told of it, and may end it with an exception, which is passed on.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="job">The job that <see cref="Of"/> described.</param>
    /// <param name="epoch">What <see cref="Run"/> sent; each epoch is taken once, in order.</param>
    /// <exception cref="ArgumentException">If nobody judges this job (<see cref="IsFollowed"/>).</exception>
    /// <exception cref="ModelFileException">If the bytes are damaged, or belong to another job.</exception>
    public static void Follow<T>(TrainingJob<T> job, ReadOnlyMemory<byte> epoch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(job);
        JobEpoch.Take(Follower(job.Options) ?? throw new ArgumentException("Nobody follows the epochs of this job.", nameof(job)), epoch);
    }

    /// <summary>Takes the result of a job: its model gets the weights, and whoever watches the training is told of it.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="job">The job that <see cref="Of"/> described, whose training has not ended yet.</param>
    /// <param name="result">What <see cref="Run"/> returned.</param>
    /// <returns>The history of training.</returns>
    /// <exception cref="ModelFileException">If the result is damaged, or belongs to another job.</exception>
    /// <exception cref="TrainingFailedException">If the training failed.</exception>
    public static History Take<T>(TrainingJob<T> job, ReadOnlyMemory<byte> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(job);
        return JobResult.Take(job, result, Watch(job.Options));
    }

    private static byte[] Run<T>(JobState state, Func<string, ReadOnlyMemory<byte>> data, int threads, Action<int, byte[]>? onEpoch, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TrainingOptions options = Catalogue.FromJson<TrainingOptions>(state.Options);
        Network network = Catalogue.NetworkFromJson(state.Network);
        InputShape shape = new(state.Numbers, state.Categories);
        Model<T> model = state.Start is { } start ? SavedModel<T>.Load(data(start)).Model : network.Build<T>(shape, state.Seed);
        Dataset<T>? validation = state.Validation is { } held ? Select<T>(held) : null;
        EpochPredictions? watch = state.KeepsPredictions && validation is Dataset<float> rows ? new EpochPredictions(rows.Inputs, rows.Rows * rows.TargetColumns) : null;
        options = options with
        {
            Validation = validation,
            Metrics = [.. (state.Metrics ?? []).Select(Catalogue.FromJson<Metric>)],
            Monitor = state.Monitor is { } monitor ? Catalogue.FromJson<Metric>(monitor) : null,
            Until = state.Until is { } goal ? new MetricGoal(goal.Value, goal.Metric is { } metric ? Catalogue.FromJson<Metric>(metric) : null) : null,
            PositiveIsFirst = state.PositiveIsFirst,
            Threads = threads > 0 && (options.Threads == 0 || options.Threads > threads) ? threads : options.Threads,
            Callbacks = [.. watch is null ? [] : (TrainingCallback[])[watch], .. onEpoch is null || state.Followed is not { } followed ? [] : (TrainingCallback[])[new JobEpoch(Select<float>(followed), model.Outputs, onEpoch)]],
        };
        Dataset<T> train = Select<T>(state.Train);
        try
        {
            History history = model.Fit(train, options, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return JobResult.ToBytes(model, new JobResultState(history, null), watch);
        }
        catch (TrainingFailedException failure)
        {
            return JobResult.ToBytes(model, new JobResultState(failure.History, new JobFailure(failure.Message, failure.Epoch, failure.Batch, failure.Layer, failure.LargestGradient)), watch);
        }

        Dataset<TRow> Select<TRow>(JobRows from)
            where TRow : unmanaged, IBinaryFloatingPointIeee754<TRow> => JobData.Rows<TRow>(data(from.Data).Span, from.Selected is { } selected ? JobData.Numbers(data(selected).Span) : null);
    }

    private static JobState Read(string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        try
        {
            JobState? state = JsonSerializer.Deserialize(description, JobJson.Default.JobState);
            return state is { Format: JobState.CurrentFormat } ? state : throw new FormatException($"The job is described in format {state?.Format}, but this version of Descent reads {JobState.CurrentFormat}. Use the same version everywhere.");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The text does not describe a job: {fault.Message}", fault);
        }
    }

    private static EpochPredictions? Watch(TrainingOptions options) => options.Callbacks?.OfType<EpochPredictions>().SingleOrDefault();

    private static EpochFollower? Follower(TrainingOptions options) => options.Callbacks?.OfType<EpochFollower>().SingleOrDefault();

    private static JobRows Rows<T>(Dataset<T> rows, int[]? selected, List<JobData> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        JobData all = JobData.Of(rows);
        JobData? numbers = selected is null ? null : JobData.Of(selected);
        data.Add(all);
        data.AddRange(numbers is null ? [] : [numbers]);
        return new JobRows(all.Hash, numbers?.Hash);
    }
}
