using System.Text.Json;
using Descent.Data;

namespace Descent.Formats;

/// <summary>The description of one tensor in a header.</summary>
internal readonly record struct TensorEntry(string Name, DataType Type, long[] Shape, long Begin, long End);

/// <summary>A parsed header: the tensors, the texts, and the offset of the digits of the checksum (−1 if there is none).</summary>
internal sealed record SafetensorsHeader(List<TensorEntry> Tensors, OrderedDictionary<string, string> Metadata, int ChecksumAt);

/// <summary>Parses the JSON of a header token by token, so that nothing is created before it has been checked.</summary>
internal ref struct SafetensorsHeaderParser
{
    // The file, a tensor, its shape: exactly the levels that the format needs.
    private const int MaximumDepth = 3;

    private readonly string source;
    private readonly SafetensorsHeader header;
    private Utf8JsonReader json;
    private int checksumAt = -1;

    private SafetensorsHeaderParser(ReadOnlySpan<byte> text, string source)
    {
        this.source = source;
        json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaximumDepth });
        header = new SafetensorsHeader([], new(StringComparer.Ordinal), -1);
    }

    public static SafetensorsHeader Parse(ReadOnlySpan<byte> text, string source)
    {
        ReadOnlySpan<byte> trimmed = text.TrimEnd((byte)' ');
        if (trimmed.Length < 2 || trimmed[0] != '{' || trimmed[^1] != '}')
        {
            throw Fault.In(source, "the header is not a JSON object padded with spaces; this is not a safetensors file, or it is damaged");
        }

        try
        {
            return new SafetensorsHeaderParser(trimmed, source).ParseFile();
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            // The reader throws InvalidOperationException for text that is not valid Unicode.
            throw Fault.In(source, $"the header is not valid JSON ({JsonFault.Reason(cause).TrimEnd('.')}); the file is damaged", cause);
        }
    }

    private SafetensorsHeader ParseFile()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        json.Read();
        while (NextName("the header") is string name)
        {
            if (!names.Add(name))
            {
                throw Fault.In(source, $"the name {Fault.Quote(name)} occurs twice in the header; every tensor needs a unique name");
            }

            if (name == SafetensorsFile.MetadataName)
            {
                ParseMetadata();
            }
            else
            {
                header.Tensors.Add(ParseTensor(name));
            }
        }

        if (json.Read())
        {
            throw Fault.In(source, "the header continues after the end of its JSON object");
        }

        return header with { ChecksumAt = checksumAt };
    }

    private void ParseMetadata()
    {
        Expect(JsonTokenType.StartObject, SafetensorsFile.MetadataName);
        while (NextName(SafetensorsFile.MetadataName) is string key)
        {
            Expect(JsonTokenType.String, $"the metadata {Fault.Quote(key)}");
            if (!header.Metadata.TryAdd(key, json.GetString()!))
            {
                throw Fault.In(source, $"the metadata key {Fault.Quote(key)} occurs twice");
            }

            if (key == SafetensorsFile.ChecksumKey)
            {
                if (json.ValueIsEscaped || json.ValueSpan.Length != Checksum.Digits)
                {
                    throw Fault.In(source, $"the checksum is not {Checksum.Digits} hexadecimal digits; the file is damaged");
                }

                checksumAt = (int)json.TokenStartIndex + 1;
            }
        }
    }

    private TensorEntry ParseTensor(string name)
    {
        string what = $"tensor {Fault.Quote(name)}";
        DataType? type = null;
        long[]? shape = null, offsets = null;
        Expect(JsonTokenType.StartObject, what);
        while (NextName(what) is string field)
        {
            bool twice = field switch
            {
                "dtype" => type is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => throw Fault.In(source, $"{what} has the unknown field {Fault.Quote(field)}; the format has dtype, shape and data_offsets"),
            };
            if (twice)
            {
                throw Fault.In(source, $"{what} has the field {field} twice");
            }

            switch (field)
            {
                case "dtype":
                    type = ParseType(what);
                    break;
                case "shape":
                    shape = ParseNumbers($"the shape of {what}");
                    break;
                default:
                    offsets = ParseNumbers($"data_offsets of {what}");
                    break;
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            throw Fault.In(source, $"{what} lacks {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        }

        return offsets.Length == 2
            ? new TensorEntry(name, type.Value, shape, offsets[0], offsets[1])
            : throw Fault.In(source, $"data_offsets of {what} has {offsets.Length} numbers; expected 2, begin and end");
    }

    private DataType ParseType(string what)
    {
        Expect(JsonTokenType.String, $"dtype of {what}");
        string name = json.GetString()!;
        return DataTypes.TryParse(name, out DataType type)
            ? type
            : throw Fault.In(source, $"{what} has the unknown type {Fault.Quote(name)}; expected one of {string.Join(", ", Enum.GetNames<DataType>())}");
    }

    private long[] ParseNumbers(string what)
    {
        List<long> numbers = [];
        Expect(JsonTokenType.StartArray, what);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
            {
                throw Fault.In(source, $"{what} may contain only whole numbers from 0 to 2^63 − 1");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private string? NextName(string what)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.PropertyName => json.GetString(),
            JsonTokenType.EndObject => null,
            _ => throw Fault.In(source, $"{what} is not an object"),
        };
    }

    private void Expect(JsonTokenType expected, string what)
    {
        json.Read();
        if (json.TokenType != expected)
        {
            throw Fault.In(source, $"{what}: expected {expected}, found {json.TokenType}");
        }
    }
}
