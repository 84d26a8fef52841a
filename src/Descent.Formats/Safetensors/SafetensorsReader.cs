using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Descent.Data;

namespace Descent.Formats;

/// <summary>Reads the format. Everything that a malicious file could claim is checked before memory is allocated for it.</summary>
internal static class SafetensorsReader
{
    // The number of bytes of a foreign file that are needed to guess what it is.
    private const int HeadLength = 512;

    public static SafetensorsFile Read(Stream stream, SafetensorsReadOptions options, string source)
    {
        try
        {
            return ReadChecked(stream, options, source);
        }
        catch (EndOfStreamException cause)
        {
            throw Fault.In(source, "the file became shorter while it was read; read it again when no other program writes to it", cause);
        }
    }

    /// <summary>The metadata of a file, reading only its header; null if it is not a safetensors file.</summary>
    public static IReadOnlyDictionary<string, string>? MetadataOf(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] prefix = new byte[8];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            return null;
        }

        try
        {
            byte[] text = new byte[HeaderLength(prefix, stream, stream.Length, new SafetensorsReadOptions(), path)];
            stream.ReadExactly(text);
            return SafetensorsHeaderParser.Parse(text, path).Metadata;
        }
        catch (ModelFileException)
        {
            // The file is not a safetensors file.
            return null;
        }
    }

    private static SafetensorsFile ReadChecked(Stream stream, SafetensorsReadOptions options, string source)
    {
        long length = stream.Length - stream.Position;
        byte[] prefix = new byte[8];
        if (length < prefix.Length)
        {
            throw Foreign(stream, length, source) ?? Fault.In(source, $"{(length == 0 ? "the file is empty" : $"the file has only {length} bytes")}; a model file has at least 8 bytes, which contain the length of its header");
        }

        stream.ReadExactly(prefix);
        byte[] text = new byte[HeaderLength(prefix, stream, length, options, source)];
        stream.ReadExactly(text);
        SafetensorsHeader header = SafetensorsHeaderParser.Parse(text, source);
        header.Metadata.TryGetValue(SafetensorsFile.WriterKey, out string? writer);
        CheckFormat(header, writer, source);

        long bufferLength = length - prefix.Length - text.Length;
        BufferLayout.Check(header.Tensors, bufferLength, source);
        CheckTypes(header, options, source);
        if (bufferLength > Array.MaxLength)
        {
            throw Fault.In(source, $"the tensors take {bufferLength} bytes; at most {Array.MaxLength} are supported");
        }

        byte[] buffer = new byte[bufferLength];
        stream.ReadExactly(buffer);
        CheckChecksum(prefix, text, buffer, header, options, source);

        Tensor[] tensors = [.. header.Tensors.Select(entry => new Tensor(
            entry.Name, entry.Type, buffer.AsMemory((int)entry.Begin, (int)(entry.End - entry.Begin)), entry.Shape))];
        if (!options.AllowNonFinite)
        {
            CheckFinite(tensors, source);
        }

        return new SafetensorsFile(tensors, header.Metadata.Where(pair => !SafetensorsFile.IsReserved(pair.Key)), writer);
    }

    private static int HeaderLength(ReadOnlySpan<byte> prefix, Stream stream, long length, SafetensorsReadOptions options, string source)
    {
        ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (claimed > (ulong)options.MaximumHeaderBytes)
        {
            throw Foreign(stream, length, source) ?? Fault.In(source, $"the header claims {claimed} bytes, more than the {options.MaximumHeaderBytes} allowed; this is not a safetensors file, or it is damaged");
        }

        if (claimed > (ulong)(length - prefix.Length))
        {
            throw Foreign(stream, length, source) ?? Fault.In(source, $"the header claims {claimed} bytes, but only {length - prefix.Length} follow; the file is truncated, or it is not a safetensors file");
        }

        return (int)claimed;
    }

    /// <summary>The exception for a file that is clearly something else, such as a table given instead of a model; null if that is
    /// unknown.</summary>
    private static ModelFileException? Foreign(Stream stream, long length, string source)
    {
        stream.Position = stream.Length - length;
        byte[] head = new byte[Math.Min(length, HeadLength)];
        stream.ReadExactly(head);
        if (head is [_, _, _, _, _, _, _, _, (byte)'{', ..] && head.AsSpan(0, sizeof(ulong)).ContainsAnyExceptInRange((byte)'\t', (byte)'~'))
        {
            // JSON follows eight bytes that are no text: a damaged length.
            return null;
        }

        return FileGuess.Of(head) is { } guess and not FileGuess.Model
            ? Fault.In(source, $"this is not a model file; it looks like {guess}. Specify the file to which the model was saved")
            : null;
    }

    private static void CheckFormat(SafetensorsHeader header, string? writer, string source)
    {
        if (!header.Metadata.TryGetValue(SafetensorsFile.FormatKey, out string? text))
        {
            return;
        }

        string format = text.TrimStart('0');
        if (format.Length == 0 || format.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw Fault.In(source, $"the format version is {Fault.Quote(text)}, which is not a whole number of at least 1; the file is damaged");
        }

        if (!int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > SafetensorsFile.CurrentFormat)
        {
            throw Fault.In(
                source,
                $"{Fault.Quote(writer ?? "an unknown program")} wrote this file in format {Fault.Quote(format)[1..^1]}, but this Descent reads formats up to {SafetensorsFile.CurrentFormat}; use a newer Descent");
        }
    }

    private static void CheckChecksum(
        byte[] prefix, byte[] text, byte[] buffer, SafetensorsHeader header, SafetensorsReadOptions options, string source)
    {
        if (header.ChecksumAt < 0)
        {
            if (options.RequireChecksum)
            {
                throw Fault.In(source, $"the file has no checksum ({SafetensorsFile.ChecksumKey} in its metadata), so Descent did not write it, or it is damaged");
            }

            return;
        }

        Span<byte> digits = text.AsSpan(header.ChecksumAt, Checksum.Digits);
        string stored = Encoding.ASCII.GetString(digits);
        digits.Fill((byte)'0');
        string actual = Checksum.Of(prefix, text, [buffer]);
        if (!string.Equals(stored, actual, StringComparison.Ordinal))
        {
            throw Fault.In(source, $"the checksum does not match (stored {Fault.Quote(stored[..8])}…, computed '{actual[..8]}'…); the file was damaged or changed by another program: restore it from a copy");
        }
    }

    private static void CheckTypes(SafetensorsHeader header, SafetensorsReadOptions options, string source)
    {
        foreach (TensorEntry entry in header.Tensors)
        {
            if (entry.Type is not (DataType.F32 or DataType.F64) && !options.AllowOtherTypes)
            {
                throw Fault.In(source, $"tensor {Fault.Quote(entry.Name)} has the type {entry.Type}, but Descent computes with F32 and F64; convert it, or set AllowOtherTypes to read its bytes");
            }
        }
    }

    private static void CheckFinite(Tensor[] tensors, string source)
    {
        foreach (Tensor tensor in tensors)
        {
            if (tensor.IndexOfNonFinite() is var index and >= 0)
            {
                throw Fault.In(source, $"tensor {Fault.Quote(tensor.Name)} contains NaN or infinity at element {index}, with which a network cannot predict; train again, or set AllowNonFinite to inspect it");
            }
        }
    }
}
