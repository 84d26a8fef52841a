using System.Runtime.InteropServices;
using System.Text.Json;
using Descent.Data;

namespace Descent.Formats;

/// <summary>Sends the epochs of a job while it is trained, each as a file: the predictions of the followed rows as a tensor, and the results of the epoch in the metadata.</summary>
/// <param name="rows">The followed rows.</param>
/// <param name="outputs">The number of outputs of the network.</param>
/// <param name="send">Receives the number and the bytes of each epoch.</param>
internal sealed class JobEpoch(Dataset<float> rows, int outputs, Action<int, byte[]> send) : TrainingCallback
{
    private const string StateKey = "descent.epoch", PredictionsName = "job.predictions", Source = "The epoch of a job";

    // A network may predict infinite numbers, which its loss does not show yet.
    private static readonly SafetensorsReadOptions s_options = new() { AllowNonFinite = true };

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record)
    {
        float[] predictions = EpochFollower.Predict(state, rows, outputs);
        using MemoryStream stream = new();
        new SafetensorsFile([Tensor.Create<float>(PredictionsName, predictions, rows.Rows, outputs)], [new(StateKey, JsonSerializer.Serialize(record, JobJson.Default.EpochRecord))]).Write(stream);
        send(record.Epoch, stream.ToArray());
    }

    /// <summary>Takes an epoch.</summary>
    public static void Take(EpochFollower follower, ReadOnlyMemory<byte> bytes)
    {
        using MemoryStream stream = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> held) ? new(held.Array!, held.Offset, held.Count, writable: false) : new(bytes.ToArray());
        SafetensorsFile file = SafetensorsFile.Read(stream, s_options, Source);
        if (!file.Metadata.TryGetValue(StateKey, out string? json) || JsonSerializer.Deserialize(json, JobJson.Default.EpochRecord) is not { } record || !file.TryGet(PredictionsName, out Tensor? predictions) || predictions.Shape is not [var count, _] || count != follower.Rows.Rows)
        {
            throw new ModelFileException($"{Source} has no predictions of its rows.");
        }

        follower.Take(record, predictions.ToArray<float>());
    }
}
