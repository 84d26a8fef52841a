using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Data;

namespace Descent.Formats;

/// <summary>
/// Saves a <see cref="RunRecording{T}"/> to a file and loads it: valid safetensors with the arrays of every kept state, the training and
/// validation rows unless they are left out, and everything else as JSON in the metadata.
/// </summary>
/// <remarks>
/// Network, loss, optimizer and the other options are stored; validation metrics, the metric that chose the epoch, goals and callbacks are not,
/// so a branch of a loaded recording needs them again if it is to have them.
/// </remarks>
/// <example><c>RunRecordingFile.Save("run.recording", recorder.GetRecording&lt;float&gt;());</c></example>
public static class RunRecordingFile
{
    private const string StateKey = "descent.recording", PreprocessorKey = "descent.preprocessor", Rows = "rows.", Validation = "validation.";

    private static readonly SafetensorsReadOptions s_options = new() { AllowNonFinite = true };

    /// <summary>Saves a recording: to a temporary file first, which is then renamed. A run may go on meanwhile; what it adds is not in the file.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="withRows">Whether the file contains the rows, so that it can be loaded without them; default yes.</param>
    /// <exception cref="ModelFileException">If it cannot be written; the message gives the reason.</exception>
    /// <exception cref="ArgumentException">If network or options contain a type that is not registered in the catalogue.</exception>
    public static void Save<T>(string path, RunRecording<T> recording, bool withRows = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        ToFile(recording, withRows).Save(path);
    }

    /// <summary>Saves a recording to a stream, as the same bytes.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="withRows">Whether the rows are saved, too; default yes.</param>
    /// <exception cref="ArgumentException">As for files.</exception>
    public static void Save<T>(Stream stream, RunRecording<T> recording, bool withRows = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ToFile(recording, withRows).Write(stream);
    }

    /// <summary>Loads a recording.</summary>
    /// <typeparam name="T">float or double: the type of the numbers with which the run computed.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="rows">The training rows; needed only if they are not in the file. They must be those of the run, in the same order, which is checked.</param>
    /// <param name="validation">The validation rows, if the run had any; as the training rows.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="ModelFileException">If the file is damaged, not a recording, of the other type, or from a newer version, or if the rows are not those of the run; the message says which.</exception>
    public static RunRecording<T> Load<T>(string path, Dataset? rows = null, Dataset? validation = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(SafetensorsFile.Load(path, s_options), path, rows, validation);

    /// <summary>Loads a recording from a stream, from its position to its end.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="stream">The stream, which must be seekable; it stays open.</param>
    /// <param name="source">The name used in messages.</param>
    /// <param name="rows">As for files.</param>
    /// <param name="validation">As for files.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static RunRecording<T> Load<T>(Stream stream, string source = "recording", Dataset? rows = null, Dataset? validation = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(SafetensorsFile.Read(stream, s_options, source), source, rows, validation);

    /// <summary>Whether a file was saved as a recording, judged by its header alone; the rest may be damaged.</summary>
    /// <param name="path">A file.</param>
    /// <returns>False for any other file.</returns>
    /// <exception cref="IOException">If the file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">If access to the file is denied.</exception>
    public static bool IsRecording(string path) => SafetensorsReader.MetadataOf(path)?.ContainsKey(StateKey) == true;

    /// <summary>Whether the run of a recording computed in double precision.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Whether it has to be loaded as double.</returns>
    /// <exception cref="ModelFileException">If the file is not a recording.</exception>
    public static bool IsDouble(string path) => StateOf(SafetensorsReader.MetadataOf(path) ?? new Dictionary<string, string>(StringComparer.Ordinal), path, writtenBy: null).IsDouble;

    private static SafetensorsFile ToFile<T>(RunRecording<T> recording, bool withRows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(recording);
        (RecordingState state, IReadOnlyList<Checkpoint> checkpoints) = recording.Snapshot(Catalogue.ToJson(recording.Network), Catalogue.ToJson(recording.Options));
        List<Tensor> tensors = [];
        foreach ((int i, Checkpoint checkpoint) in checkpoints.Index())
        {
            Add(Name(i, "parameters"), checkpoint.Parameters.Span);
            Add(Name(i, "best"), checkpoint.BestParameters.Span);
            Add(Name(i, "optimizer"), checkpoint.OptimizerSlots.Span);
        }

        if (withRows)
        {
            AddRows(Rows, recording.Rows);
            if (recording.Options.Validation is { } validation)
            {
                AddRows(Validation, validation.As<T>());
            }
        }

        return new SafetensorsFile(tensors, [new(StateKey, state.ToJson()), .. recording.Preprocessor is { } preprocessor ? (KeyValuePair<string, string>[])[new(PreprocessorKey, preprocessor.ToJson())] : []]);

        void AddRows(string prefix, Dataset<T> rows)
        {
            Add(prefix + "inputs", MemoryMarshal.AsBytes(rows.Inputs.Span), rows.InputColumns);
            Add(prefix + "targets", MemoryMarshal.AsBytes(rows.Targets.Span), rows.TargetColumns);
            Add(prefix + "weights", MemoryMarshal.AsBytes(rows.Weights.Span));
        }

        void Add(string name, ReadOnlySpan<byte> bytes, int columns = 0)
        {
            if (!bytes.IsEmpty)
            {
                int size = state.IsDouble ? sizeof(double) : sizeof(float), count = bytes.Length / size;
                tensors.Add(new(name, state.IsDouble ? DataType.F64 : DataType.F32, columns > 0 ? [count / columns, columns] : [count], bytes));
            }
        }
    }

    private static RunRecording<T> Read<T>(SafetensorsFile file, string source, Dataset? rows, Dataset? validation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RecordingState state = StateOf(file.Metadata, source, file.WrittenBy);
        if (state.IsDouble != (typeof(T) == typeof(double)))
        {
            throw new ModelFileException($"{source} is the recording of a run in {(state.IsDouble ? "double" : "single")} precision. Load it as RunRecording<{(state.IsDouble ? "double" : "float")}>.");
        }

        rows ??= RowsOf<T>(file, Rows, source) ?? throw new ModelFileException($"{source} does not contain the rows of its run. Load it together with them.");
        validation ??= RowsOf<T>(file, Validation, source);
        try
        {
            RunRecording<T> recording = RunRecording<T>.Of(state, Catalogue.NetworkFromJson(state.Network), Catalogue.FromJson<TrainingOptions>(state.Options), [.. state.States.Select((_, i) => (Bytes(i, "parameters"), Bytes(i, "best"), file.TryGet(Name(i, "optimizer"), out Tensor? slots) ? slots.Bytes : default))], rows, validation);
            recording.Preprocessor = file.Metadata.TryGetValue(PreprocessorKey, out string? json) ? Preprocessor.FromJson(json) : null;
            return recording;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException)
        {
            throw new ModelFileException($"{source} is not a usable recording (written by {file.WrittenBy ?? "an unknown program"}): {fault.Message}", fault);
        }

        ReadOnlyMemory<byte> Bytes(int i, string name) => file[Name(i, name)].Bytes;
    }

    private static RecordingState StateOf(IReadOnlyDictionary<string, string> metadata, string source, string? writtenBy)
    {
        if (!metadata.TryGetValue(StateKey, out string? json))
        {
            throw new ModelFileException($"{source} is not a recording of Descent: its metadata has no {StateKey}.");
        }

        try
        {
            return RecordingState.FromJson(json);
        }
        catch (FormatException fault)
        {
            throw new ModelFileException($"{source} is not a usable recording (written by {writtenBy ?? "an unknown program"}): {fault.Message}", fault);
        }
    }

    private static Dataset<T>? RowsOf<T>(SafetensorsFile file, string prefix, string source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!file.TryGet(prefix + "inputs", out Tensor? inputs))
        {
            return null;
        }

        Tensor targets = file[prefix + "targets"];
        if (inputs.Shape.Length != 2 || targets.Shape.Length != 2)
        {
            throw new ModelFileException($"{source} is not a usable recording: its rows are not matrices.");
        }

        try
        {
            return Dataset.Create<T>(Values(inputs), (int)inputs.Shape[1], Values(targets), (int)targets.Shape[1], file.TryGet(prefix + "weights", out Tensor? weights) ? Values(weights) : default);
        }
        catch (ArgumentException fault)
        {
            throw new ModelFileException($"{source} is not a usable recording: {fault.Message}", fault);
        }

        static T[] Values(Tensor tensor) => MemoryMarshal.Cast<byte, T>(tensor.Bytes.Span).ToArray();
    }

    private static string Name(int state, string array) => FormattableString.Invariant($"states.{state}.{array}");
}
