using System.Security.Cryptography;

namespace Descent.Formats;

/// <summary>The SHA-256 of a whole file, computed with zeros in place of the digits of the checksum itself.</summary>
internal static class Checksum
{
    /// <summary>The number of hexadecimal digits of a checksum.</summary>
    public const int Digits = 64;

    /// <summary>The checksum of a file that consists of these parts in sequence.</summary>
    public static string Of(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> headerWithZeros, IEnumerable<ReadOnlyMemory<byte>> buffer)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(headerWithZeros);
        foreach (ReadOnlyMemory<byte> part in buffer)
        {
            hash.AppendData(part.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
