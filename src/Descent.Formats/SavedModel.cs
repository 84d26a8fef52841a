using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Data;

namespace Descent.Formats;

/// <summary>
/// Everything that a model file holds: valid safetensors with tensors named <c>layers.0.weight</c> and so on, and in the metadata the
/// network, the number of inputs, the seed, perhaps the preprocessing with its schema and task, and details of the training run.
/// </summary>
/// <typeparam name="T">float or double: the type of the weights, in the file as well.</typeparam>
/// <example><c>new SavedModel&lt;double&gt;(model, preprocessor).Save("model.safetensors");</c></example>
public sealed class SavedModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>In the metadata of every model, and of no other file.</summary>
    internal const string NetworkKey = "descent.network";

    private const string PreprocessorKey = "descent.preprocessor", InputsKey = "descent.inputs", CategoriesKey = "descent.categories", SeedKey = "descent.seed", DetailPrefix = "detail.";

    /// <summary>Puts together what is to be saved.</summary>
    /// <param name="model">The model.</param>
    /// <param name="preprocessor">What turns tables into its inputs; default none.</param>
    /// <param name="details">Facts to keep with the model, by name; default none.</param>
    /// <exception cref="ArgumentException">If the preprocessing gives other inputs or outputs than the model has.</exception>
    public SavedModel(Model<T> model, Preprocessor? preprocessor = null, IReadOnlyDictionary<string, string>? details = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (preprocessor is not null && (model.Inputs != preprocessor.InputNames.Count || model.Outputs != preprocessor.OutputNames.Count))
        {
            throw new ArgumentException($"The network has {model.Inputs} inputs and {model.Outputs} outputs, but the preprocessing gives {preprocessor.InputNames.Count} and {preprocessor.OutputNames.Count}. Save the preprocessing that the model was trained behind.", nameof(preprocessor));
        }

        Model = model;
        Preprocessor = preprocessor;
        Details = details ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The network with its weights.</summary>
    public Model<T> Model { get; }

    /// <summary>What turns tables into its inputs and its outputs back, if it was saved with the model.</summary>
    public Preprocessor? Preprocessor { get; }

    /// <summary>Facts about the training run, by name.</summary>
    public IReadOnlyDictionary<string, string> Details { get; }

    /// <summary>How a binary task is decided, and what is known of the training rows.</summary>
    internal TrainingFacts? Facts { get; init; }

    /// <summary>Reads a model file; everything is checked before anything is allocated for weights.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="ModelFileException">If the file is damaged, foreign, of the other type of numbers, or from a newer version; the message says which.</exception>
    public static SavedModel<T> Load(string path) => Read(SafetensorsFile.Load(path, TrainingFacts.Reading), path);

    /// <summary>Reads a model from a stream, from its position to its end.</summary>
    /// <param name="stream">The stream; it stays open. One that cannot seek is read into memory first.</param>
    /// <param name="source">What messages call it.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static SavedModel<T> Load(Stream stream, string source = "model") => Read(FileOf(stream, source), source);

    /// <summary>Reads a model from the bytes of a model file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What messages call it.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static SavedModel<T> Load(ReadOnlyMemory<byte> bytes, string source = "model") => Read(FileOf(bytes, source), source);

    /// <summary>Writes a model file: to a temporary file first, then renamed, so that an older file is never half overwritten.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="ModelFileException">If a weight is not finite, or the place cannot be written; the message says why.</exception>
    public void Save(string path) => ToFile().Save(path);

    /// <summary>Writes the same bytes as a model file to a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <exception cref="ModelFileException">If a weight is not finite.</exception>
    public void Save(Stream stream) => ToFile().Write(stream);

    /// <summary>The bytes of a model file.</summary>
    /// <returns>The whole file.</returns>
    /// <exception cref="ModelFileException">If a weight is not finite.</exception>
    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        Save(stream);
        return stream.ToArray();
    }

    /// <summary>The file, with all weights of one moment: the model may be trained meanwhile.</summary>
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
            // Of all inputs, the last ones.
            metadata.Add(new(CategoriesKey, string.Join(' ', categories.Select(count => count.ToString(CultureInfo.InvariantCulture)))));
        }

        metadata.Add(new(SeedKey, Model.Seed.ToString(CultureInfo.InvariantCulture)));
        metadata.AddRange(Details.Select(d => new KeyValuePair<string, string>(DetailPrefix + d.Key, d.Value)));
        List<Tensor> tensors = [];
        ModelTensors.Write(Model, "", tensors);
        Facts?.Write(metadata, tensors);
        return new SafetensorsFile(tensors, metadata);
    }

    /// <summary>The file in a stream, from its position to its end; a stream that cannot seek is read into memory first.</summary>
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

    /// <summary>The file in memory.</summary>
    internal static SafetensorsFile FileOf(ReadOnlyMemory<byte> bytes, string source)
    {
        ArraySegment<byte> held = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> given) ? given : bytes.ToArray();
        using MemoryStream stream = new(held.Array ?? [], held.Offset, held.Count, writable: false);
        return FileOf(stream, source);
    }

    /// <summary>The content of a file of a single network.</summary>
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
            throw new ModelFileException($"{source} is no usable model (written by {file.WrittenBy ?? "an unknown program"}): {fault.Message}", fault);
        }
    }

    private static string Text(SafetensorsFile file, string key, string source) =>
        file.Metadata.TryGetValue(key, out string? text) ? text : throw new ModelFileException(file.Metadata.ContainsKey(SavedMembers.Key)
            ? $"{source} holds several networks, whose predictions are averaged. Read it with ModelFile.Load; a single one of them can be taken out and saved."
            : $"{source} is a safetensors file, but not a model of Descent: its metadata has no {key}.");

    /// <summary>The kinds of the inputs; all are numbers in files without category columns, which those of earlier versions are.</summary>
    private static InputShape Shape(SafetensorsFile file, int inputs, string source)
    {
        if (!file.Metadata.TryGetValue(CategoriesKey, out string? text))
        {
            return inputs;
        }

        int[] categories = [.. text.Split(' ').Select(count => Parsed<int>(count, CategoriesKey))];
        return categories.Length <= inputs
            ? new InputShape(inputs - categories.Length, categories)
            : throw new ModelFileException($"{source} holds {categories.Length} category columns but {inputs} inputs. The file is not what was saved.");
    }

    private static TNumber Whole<TNumber>(SafetensorsFile file, string key, string source)
        where TNumber : struct, IBinaryInteger<TNumber> => Parsed<TNumber>(Text(file, key, source), key);

    private static TNumber Parsed<TNumber>(string text, string key)
        where TNumber : struct, IBinaryInteger<TNumber> => TNumber.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out TNumber number)
            ? number
            : throw new FormatException($"{key} is {Fault.Quote(text)}; it should be a whole number within the range of {typeof(TNumber).Name}. The file is damaged.");
}
