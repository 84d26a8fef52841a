using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Descent.Formats;

/// <summary>Writes the format, which <see cref="SafetensorsFile"/> describes.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 64;
    private static readonly string s_writer = $"Descent {typeof(SafetensorsWriter).Assembly.GetName().Version?.ToString(3)}";

    public static void Write(SafetensorsFile file, Stream stream)
    {
        // Largest elements first; otherwise a double after an odd number of singles would not be aligned.
        Tensor[] buffer = [.. file.Tensors.OrderByDescending(tensor => tensor.Type.Bits())];
        byte[] header = Header(file, buffer, out int digits);
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        string checksum = Checksum.Of(prefix, header, buffer.Select(tensor => tensor.Bytes));
        Encoding.ASCII.GetBytes(checksum, header.AsSpan(digits));

        stream.Write(prefix);
        stream.Write(header);
        foreach (Tensor tensor in buffer)
        {
            stream.Write(tensor.Bytes.Span);
        }
    }

    /// <summary>The padded header with zeros in place of the checksum, and the offset of these zeros.</summary>
    private static byte[] Header(SafetensorsFile file, Tensor[] buffer, out int digits)
    {
        ArrayBufferWriter<byte> bytes = new();
        // Relaxed escaping keeps names readable, and the header is never embedded in HTML.
        using Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject(SafetensorsFile.MetadataName);
        json.WriteString(SafetensorsFile.ChecksumKey, new string('0', Checksum.Digits));
        digits = (int)(json.BytesCommitted + json.BytesPending) - Checksum.Digits - 1;
        json.WriteString(SafetensorsFile.FormatKey, $"{file.Format}");
        json.WriteString(SafetensorsFile.WriterKey, s_writer);
        foreach ((string key, string text) in file.Metadata)
        {
            json.WriteString(key, text);
        }

        json.WriteEndObject();
        WriteTensors(json, file.Tensors, buffer);
        json.WriteEndObject();
        json.Flush();

        if (bytes.WrittenCount > SafetensorsFile.HeaderLimit - Alignment)
        {
            throw new ModelFileException($"The names and the metadata take {bytes.WrittenCount} bytes, but the format allows at most {SafetensorsFile.HeaderLimit}; store less in the metadata.");
        }

        int padded = (8 + bytes.WrittenCount + Alignment - 1) / Alignment * Alignment - 8;
        byte[] header = new byte[padded];
        bytes.WrittenSpan.CopyTo(header);
        header.AsSpan(bytes.WrittenCount).Fill((byte)' ');
        return header;
    }

    private static void WriteTensors(Utf8JsonWriter json, IReadOnlyList<Tensor> tensors, Tensor[] buffer)
    {
        Dictionary<Tensor, long> begins = [];
        long end = 0;
        foreach (Tensor tensor in buffer)
        {
            begins.Add(tensor, end);
            end += tensor.Bytes.Length;
        }

        foreach (Tensor tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.ToString());
            json.WriteStartArray("shape");
            foreach (long size in tensor.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(begins[tensor]);
            json.WriteNumberValue(begins[tensor] + tensor.Bytes.Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
