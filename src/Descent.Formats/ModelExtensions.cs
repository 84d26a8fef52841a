using System.Numerics;
using Descent.Data;

namespace Descent.Formats;

/// <summary>Adds methods to models that save and load them. All of them use the file format that <see cref="SavedModel{T}"/>
/// describes.</summary>
/// <example><code>
/// model.Save("model.safetensors");
/// Model&lt;double&gt; again = Model&lt;double&gt;.Load("model.safetensors");
/// </code></example>
public static class ModelExtensions
{
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model.</param>
    extension<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Saves the model to a file: to a temporary file first, which is then renamed, so that an existing file is never
        /// partially overwritten.</summary>
        /// <param name="path">The file to create or replace.</param>
        /// <param name="preprocessor">The preprocessor that encodes tables as the model's inputs; by default none.</param>
        /// <exception cref="ModelFileException">If a weight is not finite, or the file cannot be written; the message gives the
        /// reason.</exception>
        public void Save(string path, Preprocessor? preprocessor = null) => new SavedModel<T>(model, preprocessor).Save(path);

        /// <summary>Saves the model to a stream, as the bytes of a model file.</summary>
        /// <param name="stream">The stream; it stays open.</param>
        /// <param name="preprocessor">The preprocessor that encodes tables as the model's inputs; by default none.</param>
        /// <exception cref="ModelFileException">If a weight is not finite.</exception>
        public void Save(Stream stream, Preprocessor? preprocessor = null) => new SavedModel<T>(model, preprocessor).Save(stream);

        /// <summary>Saves the model as the bytes of a model file.</summary>
        /// <param name="preprocessor">The preprocessor that encodes tables as the model's inputs; by default none.</param>
        /// <returns>The whole file.</returns>
        /// <exception cref="ModelFileException">If a weight is not finite.</exception>
        public byte[] ToBytes(Preprocessor? preprocessor = null) => new SavedModel<T>(model, preprocessor).ToBytes();

        /// <summary>Loads the network and its weights from a model file, with or without preprocessing.</summary>
        /// <param name="path">The file.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">If the file is damaged, not a model of Descent, of the other element type, or from a
        /// newer version; the message says which.</exception>
        public static Model<T> Load(string path) => SavedModel<T>.Load(path).Model;

        /// <summary>Loads the network and its weights from a stream, from its position to its end.</summary>
        /// <param name="stream">The stream; it stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">As for files.</exception>
        public static Model<T> Load(Stream stream) => SavedModel<T>.Load(stream).Model;

        /// <summary>Loads the network and its weights from the bytes of a model file.</summary>
        /// <param name="bytes">The whole file.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">As for files.</exception>
        public static Model<T> Load(ReadOnlyMemory<byte> bytes) => SavedModel<T>.Load(bytes).Model;
    }

    /// <param name="model">The model.</param>
    extension(TableModel model)
    {
        /// <summary>Saves the model to a file: to a temporary file first, which is then renamed, so that an existing file is never
        /// partially overwritten.</summary>
        /// <param name="path">The file to create or replace.</param>
        /// <exception cref="ModelFileException">If it cannot be written; the message gives the reason.</exception>
        public void Save(string path) => ModelFile.Save(path, model);

        /// <summary>Saves the model to a stream, as the bytes of a model file.</summary>
        /// <param name="stream">The stream; it stays open.</param>
        /// <exception cref="ModelFileException">If a weight is not finite.</exception>
        public void Save(Stream stream) => ModelFile.Save(stream, model);

        /// <summary>Loads a model with its preprocessing.</summary>
        /// <param name="path">The file.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">If the file is damaged, not a model of Descent, without preprocessing, or from a newer
        /// version; the message says which.</exception>
        public static TableModel Load(string path) => ModelFile.Load(path);

        /// <summary>Loads a model with its preprocessing from a stream, from its position to its end.</summary>
        /// <param name="stream">The stream; it stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">As for files.</exception>
        public static TableModel Load(Stream stream) => ModelFile.Load(stream);
    }
}
