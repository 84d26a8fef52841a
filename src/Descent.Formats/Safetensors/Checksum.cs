using System.Security.Cryptography;

namespace Descent.Formats;

/// <summary>SHA-256 over a whole file in which the digits of the checksum itself are zeros.</summary>
internal static class Checksum
{
    /// <summary>How many hexadecimal digits a checksum has.</summary>
    public const int Digits = 64;

    /// <summary>The checksum of a file that consists of these parts one after the other.</summary>
    public static string Of(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> headerWithZeros, IEnumerable<ReadOnlyMemory<byte>> buffer)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(headerWithZeros);
        foreach (ReadOnlyMemory<byte> part in buffer)
            hash.AppendData(part.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
