using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Descent.Data;

namespace Descent;

/// <summary>The settings and data that must be equal for a run to continue as if it had never been stopped.</summary>
internal static class RunIdentity
{
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "Records format numbers in the current culture, so the current culture must be the invariant one.")]
    public static Dictionary<string, string> Of<T>(Model<T> model, Dataset<T> data, Dataset<T>? validation, TrainingOptions options, int batchSize, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            Dictionary<string, string> identity = new(StringComparer.Ordinal)
            {
                ["precision"] = typeof(T).Name,
                ["network"] = $"{model.Network}",
                ["loss"] = $"{options.Loss}",
                ["optimizer"] = $"{options.Optimizer}",
                ["regularizer"] = $"{options.Regularizer?.ToString() ?? "none"}",
                ["clipping"] = $"{options.Clipping?.ToString() ?? "none"}",
                ["parameter groups"] = options.Groups is { Count: > 0 } groups ? string.Join("; ", groups) : "none",
                ["batch size"] = options.DropPartialBatch ? $"{batchSize}, full ones only" : $"{batchSize}",
                ["order of rows"] = options.Shuffle ? "shuffled" : "as given",
                ["seed"] = $"{seed}",
                ["class weights"] = options.ClassWeights is { } weights ? string.Join(", ", weights) : "none",
                ["augmentations"] = options.Augmentations is { Count: > 0 } changes ? string.Join("; ", changes) : "none",
                ["best epoch"] = options.Monitor is { } metric ? $"by {metric}" : "by validation loss",
                ["best weights"] = options.RestoreBestWeights ? "restored" : "not restored",
                ["training data"] = Of(data),
                ["validation data"] = validation is null ? "none" : Of(validation),
            };

            (string Name, IEnumerable<object?> Parts)[] parts =
            [
                ("network's layers", model.Network), ("loss's options", [options.Loss]), ("optimizer's options", [options.Optimizer]), ("regularizer's options", [options.Regularizer]),
                ("clipping's limit", [options.Clipping?.Limit]), ("augmentations' options", options.Augmentations ?? []),
            ];
            foreach ((string name, IEnumerable<object?> own) in parts)
            {
                if (PartOptions.Of(own) is { } written)
                {
                    identity[name] = written;
                }
            }

            return identity;
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <exception cref="ArgumentException">If something differs.</exception>
    public static void Compare(Dictionary<string, string> saved, Dictionary<string, string> own)
    {
        foreach ((string name, string value) in own)
        {
            // Checkpoints of earlier versions, and of runs without custom types, do not contain the options in full.
            if (name.Contains('\'', StringComparison.Ordinal) && (!saved.TryGetValue(name, out string? words) || words.Contains("not registered", StringComparison.Ordinal)))
            {
                continue;
            }

            if (saved.GetValueOrDefault(name, name switch { "best epoch" => "by validation loss", "parameter groups" => "none", _ => "unknown" }) is var other && other != value)
            {
                throw new ArgumentException($"The checkpoint is from another run: its {name} is {other}, but that of this run is {value}. Resume with the data and options of the original run.");
            }
        }
    }

    /// <summary>Describes rows by their size and a hash.</summary>
    public static string Of<T>(Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<T> part in (ReadOnlyMemory<T>[])[data.Inputs, data.Targets, data.Weights])
        {
            // Hashed in pieces, because a span of bytes cannot cover the longest span of numbers.
            for (int done = 0; done < part.Length; done += 1 << 20)
            {
                hash.AppendData(MemoryMarshal.AsBytes(part.Span.Slice(done, Math.Min(1 << 20, part.Length - done))));
            }
        }

        return $"{data.Rows} rows of {data.InputColumns} + {data.TargetColumns} numbers, SHA-256 {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
