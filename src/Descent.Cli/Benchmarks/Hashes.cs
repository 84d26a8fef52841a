using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Descent.Cli.Benchmarks;

/// <summary>Short fingerprints of numbers, bit for bit.</summary>
internal static class Hashes
{
    private const int Digits = 16;

    /// <summary>Of a network's parameters in the order of its layers.</summary>
    public static string Of<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in model.Parameters)
        {
            hash.AppendData(MemoryMarshal.AsBytes<T>(model.GetParameter(parameter.Name)));
        }

        return Short(hash.GetHashAndReset());
    }

    public static string Of<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Short(SHA256.HashData(MemoryMarshal.AsBytes(numbers)));

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash)[..Digits];
}
