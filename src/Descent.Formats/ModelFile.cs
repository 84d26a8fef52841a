namespace Descent.Formats;

/// <summary>
/// A <see cref="TableModel"/> in one file, a stream or bytes: what <see cref="SavedModel{T}"/> holds, always with preprocessing.
/// A model without preprocessing, or of type double, is saved and loaded by <c>model.Save(path)</c> and <c>Model&lt;double&gt;.Load(path)</c>.
/// </summary>
public static class ModelFile
{
    /// <summary>Writes a model: to a temporary file first, then renamed, so that an older file is never half overwritten.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model; its weights must be finite.</param>
    /// <exception cref="ModelFileException">If it cannot be written; the message says why.</exception>
    public static void Save(string path, TableModel model) => Content(model).Save(path);

    /// <summary>Writes the same bytes as a model file to a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="model">The model; its weights must be finite.</param>
    /// <exception cref="ModelFileException">If a weight is not finite.</exception>
    public static void Save(Stream stream, TableModel model) => Content(model).Write(stream);

    /// <summary>The same as <see cref="Save(string, TableModel)"/>, but if the place cannot be written to, the model is kept elsewhere rather than lost.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="ModelFileException">If it can be written nowhere.</exception>
    public static string SaveOrKeepElsewhere(string path, TableModel model) => AtomicFile.WriteOrKeepElsewhere(path, Content(model).Write);

    /// <summary>Reads a model; everything is checked before anything is allocated for weights.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">If the file is damaged, foreign, without preprocessing, or from a newer version; the message says which.</exception>
    public static TableModel Load(string path) => Read(SafetensorsFile.Load(path, TrainingFacts.Reading), path);

    /// <summary>Reads a model from a stream, from its position to its end.</summary>
    /// <param name="stream">The stream; it stays open. One that cannot seek is read into memory first.</param>
    /// <param name="source">What messages call it.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static TableModel Load(Stream stream, string source = "model") => Read(SavedModel<float>.FileOf(stream, source), source);

    /// <summary>Reads a model from the bytes of a model file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What messages call it.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static TableModel Load(ReadOnlyMemory<byte> bytes, string source = "model") => Read(SavedModel<float>.FileOf(bytes, source), source);

    /// <summary>Whether a file was written as a model, by its header alone: the rest may be damaged.</summary>
    /// <param name="path">A file.</param>
    /// <returns>False for every other file.</returns>
    /// <exception cref="IOException">If it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">If it must not be read.</exception>
    public static bool IsModel(string path) => SafetensorsReader.MetadataOf(path) is { } metadata && (metadata.ContainsKey(SavedModel<float>.NetworkKey) || metadata.ContainsKey(SavedMembers.Key));

    /// <summary>Whether a file holds arrays in the format of models, its own or those of another program, by its header alone.</summary>
    /// <param name="path">A file.</param>
    /// <returns>False for every other file.</returns>
    /// <exception cref="IOException">If it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">If it must not be read.</exception>
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
