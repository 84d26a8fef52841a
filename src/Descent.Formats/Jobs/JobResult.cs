using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Descent.Formats;

/// <summary>The result of a job as a file: the parameters as tensors, the predictions of each epoch as one more, and the history in the metadata.</summary>
internal static class JobResult
{
    private const string StateKey = "descent.job", PredictionsName = "job.predictions";

    // A network may predict infinite numbers in an epoch that nobody chooses.
    private static readonly SafetensorsReadOptions s_options = new() { AllowNonFinite = true };

    public static byte[] ToBytes<T>(Model<T> model, JobResultState state, EpochPredictions? watch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<Tensor> tensors = [];
        ModelTensors.Write(model, "", tensors);
        if (watch is { Epochs: { Count: > 0 } epochs })
        {
            tensors.Add(Tensor.Create<float>(PredictionsName, [.. epochs.SelectMany(epoch => epoch.Predictions)], epochs.Count, epochs[0].Predictions.Length));
        }

        using MemoryStream stream = new();
        new SafetensorsFile(tensors, [new(StateKey, JsonSerializer.Serialize(state, JobJson.Default.JobResultState))]).Write(stream);
        return stream.ToArray();
    }

    public static History Take<T>(TrainingJob<T> job, ReadOnlyMemory<byte> result, EpochPredictions? watch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Source = "The result of a job";
        using MemoryStream stream = MemoryMarshal.TryGetArray(result, out ArraySegment<byte> held) ? new(held.Array!, held.Offset, held.Count, writable: false) : new(result.ToArray());
        SafetensorsFile file = SafetensorsFile.Read(stream, s_options, Source);
        JobResultState state = file.Metadata.TryGetValue(StateKey, out string? json) && JsonSerializer.Deserialize(json, JobJson.Default.JobResultState) is { } read ? read
            : throw new ModelFileException($"{Source} has no {StateKey}.");
        job.Model.Receive(ModelTensors.Values(job.Model, file, "", Source));
        if (watch is not null && file.TryGet(PredictionsName, out Tensor? predictions))
        {
            float[] all = predictions.ToArray<float>();
            foreach ((float[] own, EpochRecord epoch) in all.Chunk(all.Length / state.History.Epochs.Count).Zip(state.History.Epochs))
            {
                watch.Take(own, epoch.ValidationLoss!.Value);
            }
        }

        Report(job.Options, state.History);
        return state.Failure is { } failure
            ? throw new TrainingFailedException(failure.Message, failure.Epoch, failure.Batch, failure.Layer, failure.LargestGradient, state.History)
            : state.History;
    }

    /// <summary>Reports the epochs, after all of them.</summary>
    private static void Report(TrainingOptions options, History history)
    {
        double seconds = 0;
        foreach (EpochRecord epoch in options.Progress is null ? [] : history.Epochs)
        {
            seconds += epoch.Seconds;
            int steps = (int)(history.Steps / history.Epochs.Count);
            options.Progress!.Report(new TrainingProgress(epoch.Epoch, options.Epochs, steps, steps, epoch.Loss, epoch.ValidationLoss, 0, TimeSpan.FromSeconds(seconds), TimeSpan.Zero, epoch));
        }
    }
}
