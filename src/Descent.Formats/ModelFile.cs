namespace Descent.Formats;

/// <summary>
/// Saves a <see cref="TableModel"/> to a file, a stream or bytes, in the format of <see cref="SavedModel{T}"/>, always with
/// preprocessing. A model without preprocessing, or of type double, is saved and loaded with <c>model.Save(path)</c> and
/// <c>Model&lt;double&gt;.Load(path)</c>.
/// </summary>
public static class ModelFile
{
    /// <summary>Saves a model: to a temporary file first, which is then renamed, so that an existing file is never partially
    /// overwritten.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The model; its weights must be finite.</param>
    /// <exception cref="ModelFileException">If it cannot be written; the message gives the reason.</exception>
    public static void Save(string path, TableModel model) => Content(model).Save(path);

    /// <summary>Saves a model to a stream, as the bytes of a model file.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="model">The model; its weights must be finite.</param>
    /// <exception cref="ModelFileException">If a weight is not finite.</exception>
    public static void Save(Stream stream, TableModel model) => Content(model).Write(stream);

    /// <summary>Like <see cref="Save(string, TableModel)"/>, but if the path cannot be written, the model is saved elsewhere instead of
    /// being lost.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The model.</param>
    /// <returns>The path of the saved file.</returns>
    /// <exception cref="ModelFileException">If neither path can be written.</exception>
    public static string SaveOrKeepElsewhere(string path, TableModel model) => AtomicFile.WriteOrKeepElsewhere(path, Content(model).Write);

    /// <summary>Loads a model; everything is checked before memory for weights is allocated.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">If the file is damaged, not a model of Descent, without preprocessing, or from a newer
    /// version; the message says which.</exception>
    public static TableModel Load(string path) => Read(SafetensorsFile.Load(path, TrainingFacts.Reading), path);

    /// <summary>Loads a model from a stream, from its position to its end.</summary>
    /// <param name="stream">The stream; it stays open. If it is not seekable, it is read into memory first.</param>
    /// <param name="source">The name used in messages.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static TableModel Load(Stream stream, string source = "model") => Read(SavedModel<float>.FileOf(stream, source), source);

    /// <summary>Loads a model from the bytes of a model file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">The name used in messages.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static TableModel Load(ReadOnlyMemory<byte> bytes, string source = "model") => Read(SavedModel<float>.FileOf(bytes, source), source);

    /// <summary>Whether a file was saved as a model, judged by its header alone; the rest may be damaged.</summary>
    /// <param name="path">A file.</param>
    /// <returns>False for any other file.</returns>
    /// <exception cref="IOException">If the file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">If access to the file is denied.</exception>
    public static bool IsModel(string path) => SafetensorsReader.MetadataOf(path) is { } metadata && (metadata.ContainsKey(SavedModel<float>.NetworkKey) || metadata.ContainsKey(SavedMembers.Key));

    /// <summary>Whether a file is in the safetensors format, written by Descent or another program, judged by its header
    /// alone.</summary>
    /// <param name="path">A file.</param>
    /// <returns>False for any other file.</returns>
    /// <exception cref="IOException">If the file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">If access to the file is denied.</exception>
    public static bool IsSafetensors(string path) => SafetensorsReader.MetadataOf(path) is not null;

    private static SafetensorsFile Content(TableModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return SavedMembers.Needs(model)
            ? SavedMembers.ToFile(model)
            : new SavedModel<float>(model.Model, model.Preprocessor, model.Details) { Facts = TrainingFacts.Of(model) }.ToFile();
    }

    private static TableModel Read(SafetensorsFile file, string source) => file.Metadata.ContainsKey(SavedMembers.Key) ? SavedMembers.Read(file, source) : WithTables(SavedModel<float>.Read(file, source), source);

    private static TableModel WithTables(SavedModel<float> content, string source) => content.Preprocessor is { } preprocessor
        ? new TableModel(content.Model, preprocessor, content.Details) { Decision = content.Facts?.Decision, Training = content.Facts?.Training }
        : throw new ModelFileException($"{source} holds a model without preprocessing, so it takes numbers, not tables. Read it with Model<float>.Load, or save the model together with its preprocessing.");
}
