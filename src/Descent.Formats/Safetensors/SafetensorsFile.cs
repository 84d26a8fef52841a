using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Descent.Formats;

/// <summary>The content of a safetensors file: tensors in order, and texts by key. Immutable.</summary>
/// <remarks>
/// <para>
/// The format: eight bytes with the length of the header (little-endian), the header (JSON, name → type, shape and place in
/// the buffer, and <c>__metadata__</c> with texts), then the buffer of all elements without gaps. Nothing in it can run code.
/// </para>
/// <para>
/// Three keys of the metadata are Descent's and not part of <see cref="Metadata"/>: <c>descent.format</c> (the version of
/// what the file means), <c>descent.writer</c> (which program wrote it) and <c>descent.checksum</c>: the SHA-256 of the whole
/// file in 64 lower-case hexadecimal digits, taken while these 64 digits are 64 zeros. Every other reader of the format sees a
/// text like any other. The header is padded with spaces so that the buffer starts at a multiple of 64 bytes, and elements are
/// laid out widest first so that each starts at a multiple of its size.
/// </para>
/// </remarks>
public sealed class SafetensorsFile
{
    /// <summary>The version of the format that this Descent writes; it reads this and every earlier one.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The longest header that readers of the format accept, in bytes.</summary>
    internal const int HeaderLimit = 100_000_000;

    internal const string MetadataName = "__metadata__";
    internal const string ChecksumKey = "descent.checksum";
    internal const string FormatKey = "descent.format";
    internal const string WriterKey = "descent.writer";

    private readonly OrderedDictionary<string, Tensor> tensors;

    /// <summary>Puts a file together.</summary>
    /// <param name="tensors">The tensors, each name once.</param>
    /// <param name="metadata">Texts to keep beside them, each key once.</param>
    /// <exception cref="ArgumentException">A name or key comes twice, is reserved, or is not valid Unicode.</exception>
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
                throw new ArgumentException($"two tensors are called {Fault.Quote(tensor.Name)}; give each its own name", nameof(tensors));
        }

        OrderedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string key, string text) in metadata)
        {
            if (IsReserved(key))
                throw new ArgumentException($"the metadata key {Fault.Quote(key)} is written by Descent itself; choose another", nameof(metadata));
            if (!Tensor.IsWellFormed(key) || !Tensor.IsWellFormed(text))
                throw new ArgumentException($"the metadata {Fault.Quote(key)} is not valid Unicode", nameof(metadata));
            if (!texts.TryAdd(key, text))
                throw new ArgumentException($"the metadata key {Fault.Quote(key)} comes twice", nameof(metadata));
        }

        Metadata = new ReadOnlyDictionary<string, string>(texts);
        WrittenBy = writtenBy;
    }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<Tensor> Tensors => tensors.Values;

    /// <summary>Texts by key, in the order of the header, without Descent's own three.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Which program wrote the file, such as <c>Descent 0.1.0</c>; null for a new one or another program's.</summary>
    public string? WrittenBy { get; }

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ModelFileException">There is none.</exception>
    public Tensor this[string name] => TryGet(name, out Tensor? tensor)
        ? tensor
        : throw new ModelFileException(
            $"the file has no tensor {Fault.Quote(name)}; it has {tensors.Count}: "
            + string.Join(", ", tensors.Keys.Take(10).Select(Fault.Quote)) + (tensors.Count > 10 ? ", …" : "."));

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="options">How strict to be; null for the defaults.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="ModelFileException">The file is missing, damaged, malformed, too new, or holds NaN.</exception>
    public static SafetensorsFile Load(string path, SafetensorsReadOptions? options = null)
    {
        Fault.CheckPath(path);
        try
        {
            if (Directory.Exists(path))
                throw new ModelFileException($"cannot read '{path}': it is a folder. Give the model file in it{ModelIn(path)}.");
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!stream.CanSeek)
                throw new ModelFileException($"cannot read '{path}': it is a pipe or a device. Save it to a file first.");
            return Read(stream, options, path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault.CannotRead(path, cause);
        }
    }

    /// <summary>Reads a file from a stream that can seek, from its position to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">How strict to be; null for the defaults.</param>
    /// <param name="source">What errors call it.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="ModelFileException">The content is damaged, malformed, too new, or holds NaN.</exception>
    public static SafetensorsFile Read(Stream stream, SafetensorsReadOptions? options = null, string source = "model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        if (!stream.CanSeek)
            throw new ArgumentException("the stream cannot seek, but its length must be known before memory is taken; copy it to a MemoryStream", nameof(stream));
        return SafetensorsReader.Read(stream, options ?? new SafetensorsReadOptions(), source);
    }

    /// <summary>Looks a tensor up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        return tensors.TryGetValue(name, out tensor);
    }

    /// <summary>Writes the file: completely, or not at all.</summary>
    /// <param name="path">Where; an existing file is replaced only once the new one is safely on the disk.</param>
    /// <exception cref="ModelFileException">The place cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the file to a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <exception cref="ModelFileException">Names and metadata are longer than the format allows.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(this, stream);
    }

    private static string ModelIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal).FirstOrDefault() is { } file ? $", '{file}'" : "";

    internal static bool IsReserved(string key) => key is ChecksumKey or FormatKey or WriterKey;
}
