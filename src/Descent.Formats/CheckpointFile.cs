namespace Descent.Formats;

/// <summary>
/// Saves a <see cref="Checkpoint"/> to a file and loads it: valid safetensors with the tensors <c>parameters</c>, <c>best</c> and, if
/// the optimizer has state, <c>optimizer</c>, each flat and including its padding, and everything else as JSON in the metadata.
/// </summary>
/// <example><c>new TrainingOptions { OnCheckpoint = c => CheckpointFile.Save("run.checkpoint", c), … }</c></example>
public static class CheckpointFile
{
    private const string StateKey = "descent.checkpoint", Parameters = "parameters", Best = "best", Slots = "optimizer";

    // Averages of squares may overflow in a training that is otherwise sound.
    private static readonly SafetensorsReadOptions s_options = new() { AllowNonFinite = true };

    /// <summary>Saves a checkpoint: to a temporary file first, which is then renamed, so that the previous checkpoint stays intact
    /// until this one is complete.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <exception cref="ModelFileException">If it cannot be written; the message gives the reason.</exception>
    public static void Save(string path, Checkpoint checkpoint) => ToFile(checkpoint).Save(path);

    /// <summary>Saves a checkpoint to a stream, as the same bytes.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    public static void Save(Stream stream, Checkpoint checkpoint) => ToFile(checkpoint).Write(stream);

    private static SafetensorsFile ToFile(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        List<Tensor> tensors = [Make(Parameters, checkpoint.Parameters), Make(Best, checkpoint.BestParameters)];
        if (!checkpoint.OptimizerSlots.IsEmpty)
        {
            tensors.Add(Make(Slots, checkpoint.OptimizerSlots));
        }

        return new SafetensorsFile(tensors, [new(StateKey, checkpoint.State)]);

        Tensor Make(string name, ReadOnlyMemory<byte> bytes) =>
            new(name, checkpoint.IsDouble ? DataType.F64 : DataType.F32, [bytes.Length / (checkpoint.IsDouble ? sizeof(double) : sizeof(float))], bytes.Span);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checkpoint; whether it matches a training is checked when the training is resumed.</returns>
    /// <exception cref="ModelFileException">If the file is damaged, not a checkpoint, or from a newer version; the message says
    /// which.</exception>
    public static Checkpoint Load(string path) => Read(SafetensorsFile.Load(path, s_options), path);

    /// <summary>Reads a checkpoint from a stream, from its position to its end.</summary>
    /// <param name="stream">The stream, which must be seekable; it stays open.</param>
    /// <param name="source">The name used in messages.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static Checkpoint Load(Stream stream, string source = "checkpoint") => Read(SafetensorsFile.Read(stream, s_options, source), source);

    private static Checkpoint Read(SafetensorsFile file, string source)
    {
        if (!file.Metadata.TryGetValue(StateKey, out string? state))
        {
            throw new ModelFileException($"{source} is a safetensors file, but not a checkpoint of Descent: its metadata has no {StateKey}.");
        }

        try
        {
            return Checkpoint.Create(state, file[Parameters].Bytes, file[Best].Bytes, file.TryGet(Slots, out Tensor? slots) ? slots.Bytes : default);
        }
        catch (FormatException fault)
        {
            throw new ModelFileException($"{source} is not a usable checkpoint (written by {file.WrittenBy ?? "an unknown program"}): {fault.Message}", fault);
        }
    }
}
