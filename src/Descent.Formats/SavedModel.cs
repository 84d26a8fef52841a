using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Data;

namespace Descent.Formats;

/// <summary>
/// The content of a model file: valid safetensors with tensors named <c>layers.0.weight</c> and so on, and in the metadata the
/// network, the number of inputs, the seed, optionally the preprocessing with its schema and task, and details of the training.
/// </summary>
/// <typeparam name="T">float or double: the type of the weights, also in the file.</typeparam>
/// <example><c>new SavedModel&lt;double&gt;(model, preprocessor).Save("model.safetensors");</c></example>
public sealed class SavedModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A metadata key of every model file, and of no other file.</summary>
    internal const string NetworkKey = "descent.network";

    private const string PreprocessorKey = "descent.preprocessor", InputsKey = "descent.inputs", CategoriesKey = "descent.categories", SeedKey = "descent.seed", DetailPrefix = "detail.";

    /// <summary>Creates the content to save.</summary>
    /// <param name="model">The model.</param>
    /// <param name="preprocessor">The preprocessor that encodes tables as the model's inputs; by default none.</param>
    /// <param name="details">Facts to store with the model, by name; by default none.</param>
    /// <exception cref="ArgumentException">If the preprocessor has other numbers of inputs or outputs than the model.</exception>
    public SavedModel(Model<T> model, Preprocessor? preprocessor = null, IReadOnlyDictionary<string, string>? details = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (preprocessor is not null && (model.Inputs != preprocessor.InputNames.Count || model.Outputs != preprocessor.OutputNames.Count))
        {
            throw new ArgumentException($"The network has {model.Inputs} inputs and {model.Outputs} outputs, but the preprocessing gives {preprocessor.InputNames.Count} and {preprocessor.OutputNames.Count}. Save the preprocessing that the model was trained with.", nameof(preprocessor));
        }

        Model = model;
        Preprocessor = preprocessor;
        Details = details ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The model: the network with its weights.</summary>
    public Model<T> Model { get; }

    /// <summary>The preprocessor that encodes tables as inputs and decodes outputs, if it was saved with the model.</summary>
    public Preprocessor? Preprocessor { get; }

    /// <summary>Facts about the training, by name.</summary>
    public IReadOnlyDictionary<string, string> Details { get; }

    /// <summary>The decision threshold of a binary task, and what is known about the training rows.</summary>
    internal TrainingFacts? Facts { get; init; }

    /// <summary>Loads a model file; everything is checked before memory for weights is allocated.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ModelFileException">If the file is damaged, not a model of Descent, of the other element type, or from a newer
    /// version; the message says which.</exception>
    public static SavedModel<T> Load(string path) => Read(SafetensorsFile.Load(path, TrainingFacts.Reading), path);

    /// <summary>Loads a model from a stream, from its position to its end.</summary>
    /// <param name="stream">The stream; it stays open. If it is not seekable, it is read into memory first.</param>
    /// <param name="source">The name used in messages.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static SavedModel<T> Load(Stream stream, string source = "model") => Read(FileOf(stream, source), source);

    /// <summary>Loads a model from the bytes of a model file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">The name used in messages.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static SavedModel<T> Load(ReadOnlyMemory<byte> bytes, string source = "model") => Read(FileOf(bytes, source), source);

    /// <summary>Saves a model file: to a temporary file first, which is then renamed, so that an existing file is never partially
    /// overwritten.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="ModelFileException">If a weight is not finite, or the file cannot be written; the message gives the
    /// reason.</exception>
    public void Save(string path) => ToFile().Save(path);

    /// <summary>Saves the model to a stream, as the bytes of a model file.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <exception cref="ModelFileException">If a weight is not finite.</exception>
    public void Save(Stream stream) => ToFile().Write(stream);

    /// <summary>Returns the bytes of a model file.</summary>
    /// <returns>The whole file.</returns>
    /// <exception cref="ModelFileException">If a weight is not finite.</exception>
    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        Save(stream);
        return stream.ToArray();
    }

    /// <summary>Creates the file, with a consistent snapshot of the weights even if the model is being trained.</summary>
    internal SafetensorsFile ToFile()
    {
        List<KeyValuePair<string, string>> metadata = [new(NetworkKey, Catalogue.ToJson(Model.Network))];
        if (Preprocessor is not null)
        {
            metadata.Add(new(PreprocessorKey, Preprocessor.ToJson()));
        }

        metadata.Add(new(InputsKey, Model.Inputs.ToString(CultureInfo.InvariantCulture)));
        if (Model.InputShape.Categories is { Count: > 0 } categories)
        {
            // The category columns are the last of the inputs.
            metadata.Add(new(CategoriesKey, string.Join(' ', categories.Select(count => count.ToString(CultureInfo.InvariantCulture)))));
        }

        metadata.Add(new(SeedKey, Model.Seed.ToString(CultureInfo.InvariantCulture)));
        metadata.AddRange(Details.Select(d => new KeyValuePair<string, string>(DetailPrefix + d.Key, d.Value)));
        List<Tensor> tensors = [];
        ModelTensors.Write(Model, "", tensors);
        Facts?.Write(metadata, tensors);
        return new SafetensorsFile(tensors, metadata);
    }

    /// <summary>Reads the file in a stream, from its position to its end; a stream that is not seekable is read into memory
    /// first.</summary>
    internal static SafetensorsFile FileOf(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        if (stream.CanSeek)
        {
            return SafetensorsFile.Read(stream, TrainingFacts.Reading, source);
        }

        using MemoryStream copy = new();
        stream.CopyTo(copy);
        copy.Position = 0;
        return SafetensorsFile.Read(copy, TrainingFacts.Reading, source);
    }

    /// <summary>Reads the file in memory.</summary>
    internal static SafetensorsFile FileOf(ReadOnlyMemory<byte> bytes, string source)
    {
        ArraySegment<byte> held = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> given) ? given : bytes.ToArray();
        using MemoryStream stream = new(held.Array ?? [], held.Offset, held.Count, writable: false);
        return FileOf(stream, source);
    }

    /// <summary>Reads the content of a file with a single network.</summary>
    internal static SavedModel<T> Read(SafetensorsFile file, string source)
    {
        try
        {
            Network network = Catalogue.NetworkFromJson(Text(file, NetworkKey, source));
            Preprocessor? preprocessor = file.Metadata.TryGetValue(PreprocessorKey, out string? json) ? Preprocessor.FromJson(json) : null;
            int inputs = Whole<int>(file, InputsKey, source);
            ulong seed = Whole<ulong>(file, SeedKey, source);
            Model<T> model = network.Build<T>(Shape(file, inputs, source), seed);
            ModelTensors.RequireNoOthers(file, [.. ModelTensors.Read(model, file, "", source)], source);
            Dictionary<string, string> details = file.Metadata.Where(m => m.Key.StartsWith(DetailPrefix, StringComparison.Ordinal)).ToDictionary(m => m.Key[DetailPrefix.Length..], m => m.Value, StringComparer.Ordinal);
            return new SavedModel<T>(model, preprocessor, details) { Facts = preprocessor is null ? null : TrainingFacts.Read(preprocessor, file, source) };
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException or DataException)
        {
            throw new ModelFileException($"{source} is not a usable model (written by {file.WrittenBy ?? "an unknown program"}): {fault.Message}", fault);
        }
    }

    private static string Text(SafetensorsFile file, string key, string source) =>
        file.Metadata.TryGetValue(key, out string? text) ? text : throw new ModelFileException(file.Metadata.ContainsKey(SavedMembers.Key)
            ? $"{source} contains an ensemble of several networks. Read it with ModelFile.Load; a single member can then be saved separately."
            : $"{source} is a safetensors file, but not a model of Descent: its metadata has no {key}.");

    /// <summary>The kinds of the inputs; all are numbers in a file without category columns, such as those of earlier
    /// versions.</summary>
    private static InputShape Shape(SafetensorsFile file, int inputs, string source)
    {
        if (!file.Metadata.TryGetValue(CategoriesKey, out string? text))
        {
            return inputs;
        }

        int[] categories = [.. text.Split(' ').Select(count => Parsed<int>(count, CategoriesKey))];
        return categories.Length <= inputs
            ? new InputShape(inputs - categories.Length, categories)
            : throw new ModelFileException($"{source} contains {categories.Length} category columns but {inputs} inputs. The file is damaged.");
    }

    private static TNumber Whole<TNumber>(SafetensorsFile file, string key, string source)
        where TNumber : struct, IBinaryInteger<TNumber> => Parsed<TNumber>(Text(file, key, source), key);

    private static TNumber Parsed<TNumber>(string text, string key)
        where TNumber : struct, IBinaryInteger<TNumber> => TNumber.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out TNumber number)
            ? number
            : throw new FormatException($"{key} is {Fault.Quote(text)}, but must be a whole number within the range of {typeof(TNumber).Name}. The file is damaged.");
}
