using System.Numerics;
using Descent.Data;

namespace Descent.Formats;

/// <summary>Saving and loading where one looks for them first: at the model. All of them read and write what <see cref="SavedModel{T}"/> describes.</summary>
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
        /// <summary>Writes a model file: to a temporary file first, then renamed, so that an older file is never half overwritten.</summary>
        /// <param name="path">Where to.</param>
        /// <param name="preprocessor">What turns tables into the model's inputs; default none.</param>
        /// <exception cref="ModelFileException">If a weight is not finite, or the place cannot be written; the message says why.</exception>
        public void Save(string path, Preprocessor? preprocessor = null) => new SavedModel<T>(model, preprocessor).Save(path);

        /// <summary>Writes the same bytes as a model file to a stream.</summary>
        /// <param name="stream">The stream; it stays open.</param>
        /// <param name="preprocessor">What turns tables into the model's inputs; default none.</param>
        /// <exception cref="ModelFileException">If a weight is not finite.</exception>
        public void Save(Stream stream, Preprocessor? preprocessor = null) => new SavedModel<T>(model, preprocessor).Save(stream);

        /// <summary>The bytes of a model file.</summary>
        /// <param name="preprocessor">What turns tables into the model's inputs; default none.</param>
        /// <returns>The whole file.</returns>
        /// <exception cref="ModelFileException">If a weight is not finite.</exception>
        public byte[] ToBytes(Preprocessor? preprocessor = null) => new SavedModel<T>(model, preprocessor).ToBytes();

        /// <summary>Reads the network and its weights from a model file, with or without preprocessing.</summary>
        /// <param name="path">The file.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">If the file is damaged, foreign, of the other type of numbers, or from a newer version; the message says which.</exception>
        public static Model<T> Load(string path) => SavedModel<T>.Load(path).Model;

        /// <summary>Reads the network and its weights from a stream, from its position to its end.</summary>
        /// <param name="stream">The stream; it stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">As for files.</exception>
        public static Model<T> Load(Stream stream) => SavedModel<T>.Load(stream).Model;

        /// <summary>Reads the network and its weights from the bytes of a model file.</summary>
        /// <param name="bytes">The whole file.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">As for files.</exception>
        public static Model<T> Load(ReadOnlyMemory<byte> bytes) => SavedModel<T>.Load(bytes).Model;
    }

    /// <param name="model">The model.</param>
    extension(TableModel model)
    {
        /// <summary>Writes a model file: to a temporary file first, then renamed, so that an older file is never half overwritten.</summary>
        /// <param name="path">Where to.</param>
        /// <exception cref="ModelFileException">If it cannot be written; the message says why.</exception>
        public void Save(string path) => ModelFile.Save(path, model);

        /// <summary>Writes the same bytes as a model file to a stream.</summary>
        /// <param name="stream">The stream; it stays open.</param>
        /// <exception cref="ModelFileException">If a weight is not finite.</exception>
        public void Save(Stream stream) => ModelFile.Save(stream, model);

        /// <summary>Reads a model with its preprocessing.</summary>
        /// <param name="path">The file.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">If the file is damaged, foreign, without preprocessing, or from a newer version; the message says which.</exception>
        public static TableModel Load(string path) => ModelFile.Load(path);

        /// <summary>Reads a model with its preprocessing from a stream, from its position to its end.</summary>
        /// <param name="stream">The stream; it stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="ModelFileException">As for files.</exception>
        public static TableModel Load(Stream stream) => ModelFile.Load(stream);
    }
}
