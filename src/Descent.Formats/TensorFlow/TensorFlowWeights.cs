using System.Buffers.Binary;
using System.Text.Json;

namespace Descent.Formats;

/// <summary>The weights of a layers model: <c>weightsManifest</c> and the files that it names.</summary>
internal sealed class TensorFlowWeights
{
    private readonly string source;
    private readonly Dictionary<string, (int[] Shape, double[] Values)> tensors = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    private TensorFlowWeights(string source) => this.source = source;

    public static TensorFlowWeights Load(JsonElement file, string source)
    {
        TensorFlowWeights weights = new(source);
        foreach (JsonElement group in Json.Elements(file, "weightsManifest"))
        {
            weights.Read(group);
        }

        return weights.tensors.Count > 0 ? weights : throw Fault.In(source, "there are no weights: \"weightsManifest\" is missing or empty. Write the model again.");
    }

    /// <summary>Takes a weight of a layer.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="name">The name of the weight.</param>
    /// <param name="shape">The shape that it must have; null to take any.</param>
    public (int[] Shape, double[] Values) Take(string layer, string name, int[]? shape = null)
    {
        string found = Find(layer, name) ?? throw Fault.In(source, $"the weight {Fault.Quote($"{layer}/{name}")} is missing.");
        (int[] actual, double[] values) = tensors[found];
        _ = used.Add(found);
        return shape is null || shape.SequenceEqual(actual) ? (actual, values) : throw Fault.In(source, $"the weight {Fault.Quote(found)} has the shape [{string.Join(", ", actual)}], but the layer needs [{string.Join(", ", shape)}].");
    }

    /// <summary>Refuses weights that no layer has taken.</summary>
    public void RequireAllUsed()
    {
        if (tensors.Keys.FirstOrDefault(name => !used.Contains(name)) is { } left)
        {
            throw Fault.In(source, $"the weight {Fault.Quote(left)} belongs to no layer of the model.");
        }
    }

    // Converters put names of scopes before that of the layer, and versions behind.
    private string? Find(string layer, string name) => tensors.Keys.FirstOrDefault(key =>
    {
        string plain = key.EndsWith(":0", StringComparison.Ordinal) ? key[..^2] : key;
        return plain == $"{layer}/{name}" || plain.EndsWith($"/{layer}/{name}", StringComparison.Ordinal);
    });

    private void Read(JsonElement group)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(source))!;
        byte[] bytes = [.. Json.Elements(group, "paths").SelectMany(path => SmallFile.Read(Beside(folder, path.ValueKind == JsonValueKind.String ? path.GetString()! : "")))];
        int next = 0;
        foreach (JsonElement weight in Json.Elements(group, "weights"))
        {
            string name = Json.Text(weight, "name") ?? throw Fault.In(source, "a weight has no name.");
            int[] shape = [.. Json.Elements(weight, "shape").Select(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int count) && count >= 0 ? count : throw Fault.In(source, $"the weight {Fault.Quote(name)} has a size that is not one."))];
            JsonElement? quantization = Json.Member(weight, "quantization", JsonValueKind.Object);
            string type = Json.Text(quantization ?? weight, "dtype") ?? "";
            int width = type switch { "float32" => 4, "float16" or "uint16" => 2, "uint8" => 1, _ => throw Fault.In(source, $"the weight {Fault.Quote(name)} has the type {Fault.Quote(type)}; weights are float32, or quantized to float16, uint16 or uint8.") };
            if ((type[0] == 'u' && quantization is null) || shape.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue)) is var count && count * width > bytes.Length - next)
            {
                throw Fault.In(source, $"the weight {Fault.Quote(name)} {(type[0] == 'u' && quantization is null ? "has whole numbers" : $"does not fit into the files of weights, which have {bytes.Length:N0} bytes. Copy all of them beside the file")}.");
            }

            double scale = quantization is { } own ? Json.Number(own, "scale") ?? 1 : 1, least = quantization is { } same ? Json.Number(same, "min") ?? 0 : 0;
            double[] values = new double[(int)count];
            for (int i = 0; i < values.Length; i++, next += width)
            {
                ReadOnlySpan<byte> at = bytes.AsSpan(next);
                values[i] = type switch
                {
                    "float32" => BinaryPrimitives.ReadSingleLittleEndian(at),
                    "float16" => (double)BinaryPrimitives.ReadHalfLittleEndian(at),

                    // TensorFlow.js rounds to float at the end, too.
                    _ => (float)(((type == "uint8" ? at[0] : BinaryPrimitives.ReadUInt16LittleEndian(at)) * scale) + least),
                };
                if (!double.IsFinite(values[i]))
                {
                    throw Fault.In(source, $"the weight {Fault.Quote(name)} has a value that is not a finite number.");
                }
            }

            tensors[name] = (shape, values);
        }

        if (next < bytes.Length)
        {
            throw Fault.In(source, $"the files of weights have {bytes.Length:N0} bytes, but the weights need {next:N0}.");
        }
    }

    private string Beside(string folder, string path)
    {
        string full = path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(Path.Combine(folder, path));
        return full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? full : throw Fault.In(source, $"the file of weights {Fault.Quote(path)} is not in the folder of the model.");
    }
}
