using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Descent.Formats;

/// <summary>The content of a safetensors file: an ordered list of tensors, and texts by key. Immutable.</summary>
/// <remarks>
/// <para>
/// The format: eight bytes with the length of the header (little-endian), the header (JSON: the type, shape and offsets of each tensor
/// by name, and texts in <c>__metadata__</c>), then the buffer with all elements, without gaps. Nothing in it can execute code.
/// </para>
/// <para>
/// Three keys of the metadata belong to Descent and are not part of <see cref="Metadata"/>: <c>descent.format</c> (the version of
/// the format), <c>descent.writer</c> (the program that wrote the file) and <c>descent.checksum</c>: the SHA-256 of the whole
/// file as 64 lower-case hexadecimal digits, computed with 64 zeros in place of these digits. To other readers of the format, they are
/// ordinary texts. The header is padded with spaces so that the buffer starts at a multiple of 64 bytes, and tensors are
/// stored in descending order of element size, so that each starts at a multiple of its element size.
/// </para>
/// </remarks>
public sealed class SafetensorsFile
{
    /// <summary>The newest version of the format; this version of Descent reads it and all earlier ones. Files are written in the oldest version that has everything they need: 2 for members that are combined in other ways than by their mean, otherwise 1.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The version of the format in which the file is written.</summary>
    internal int Format { get; init; } = 1;

    /// <summary>The longest header that readers of the format accept, in bytes.</summary>
    internal const int HeaderLimit = 100_000_000;

    internal const string MetadataName = "__metadata__";
    internal const string ChecksumKey = "descent.checksum";
    internal const string FormatKey = "descent.format";
    internal const string WriterKey = "descent.writer";

    private readonly OrderedDictionary<string, Tensor> tensors;

    /// <summary>Creates the content of a file.</summary>
    /// <param name="tensors">The tensors, with unique names.</param>
    /// <param name="metadata">Texts to store with them, with unique keys.</param>
    /// <exception cref="ArgumentException">If a name or key occurs twice, is reserved, or is not valid Unicode.</exception>
    public SafetensorsFile(IEnumerable<Tensor> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
        : this(tensors, metadata ?? [], writtenBy: null)
    {
    }

    internal SafetensorsFile(IEnumerable<Tensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata, string? writtenBy)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        this.tensors = new(StringComparer.Ordinal);
        foreach (Tensor tensor in tensors)
        {
            if (!this.tensors.TryAdd(tensor.Name, tensor))
            {
                throw new ArgumentException($"Two tensors are called {Fault.Quote(tensor.Name)}; every tensor needs a unique name.", nameof(tensors));
            }
        }

        OrderedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string key, string text) in metadata)
        {
            if (IsReserved(key))
            {
                throw new ArgumentException($"The metadata key {Fault.Quote(key)} is reserved for Descent; choose another.", nameof(metadata));
            }

            if (!Tensor.IsWellFormed(key) || !Tensor.IsWellFormed(text))
            {
                throw new ArgumentException($"The metadata {Fault.Quote(key)} is not valid Unicode.", nameof(metadata));
            }

            if (!texts.TryAdd(key, text))
            {
                throw new ArgumentException($"The metadata key {Fault.Quote(key)} occurs twice.", nameof(metadata));
            }
        }

        Metadata = new ReadOnlyDictionary<string, string>(texts);
        WrittenBy = writtenBy;
    }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<Tensor> Tensors => tensors.Values;

    /// <summary>The texts by key, in the order of the header, without Descent's own three.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The program that wrote the file, such as <c>Descent 0.1.0</c>; null for new content or a file of another
    /// program.</summary>
    public string? WrittenBy { get; }

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <exception cref="ModelFileException">If there is no such tensor.</exception>
    public Tensor this[string name] => TryGet(name, out Tensor? tensor)
        ? tensor
        : throw new ModelFileException(
            $"The file has no tensor {Fault.Quote(name)}; it has {tensors.Count}: "
            + string.Join(", ", tensors.Keys.Take(10).Select(Fault.Quote)) + (tensors.Count > 10 ? ", …" : "."));

    /// <summary>Loads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The options for reading; null for the defaults.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ModelFileException">If the file is missing, damaged, malformed, in a newer format, or contains NaN.</exception>
    public static SafetensorsFile Load(string path, SafetensorsReadOptions? options = null)
    {
        Fault.CheckPath(path);
        try
        {
            if (Directory.Exists(path))
            {
                throw new ModelFileException($"cannot read '{path}': it is a folder. Specify the model file in it{ModelIn(path)}.");
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!stream.CanSeek)
            {
                throw new ModelFileException($"cannot read '{path}': it is a pipe or a device. Save it to a file first.");
            }

            return Read(stream, options, path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault.CannotRead(path, cause);
        }
    }

    /// <summary>Reads a file from a seekable stream, from its position to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">The options for reading; null for the defaults.</param>
    /// <param name="source">The name used in messages.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ModelFileException">If the content is damaged, malformed, in a newer format, or contains NaN.</exception>
    public static SafetensorsFile Read(Stream stream, SafetensorsReadOptions? options = null, string source = "model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream is not seekable, but its length must be known before memory is allocated; copy it to a MemoryStream.", nameof(stream));
        }

        return SafetensorsReader.Read(stream, options ?? new SafetensorsReadOptions(), source);
    }

    /// <summary>Gets the tensor with the given name.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="tensor">The tensor, if it exists.</param>
    /// <returns>Whether it exists.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        return tensors.TryGetValue(name, out tensor);
    }

    /// <summary>Saves the file, completely or not at all.</summary>
    /// <param name="path">The path; an existing file is replaced only after the new one is on disk.</param>
    /// <exception cref="ModelFileException">If the path cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the file to a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <exception cref="ModelFileException">If the names and the metadata are longer than the format allows.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(this, stream);
    }

    private static string ModelIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal).FirstOrDefault() is { } file ? $", '{file}'" : "";

    internal static bool IsReserved(string key) => key is ChecksumKey or FormatKey or WriterKey;
}
