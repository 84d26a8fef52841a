using System.IO.Compression;

namespace Descent.Cluster;

/// <summary>Compresses results. Weights compress little, predictions of classes well; the fastest level costs less than sending.</summary>
internal static class Packing
{
    /// <summary>Compresses bytes.</summary>
    public static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (BrotliStream stream = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Restores bytes.</summary>
    public static byte[] Unpack(byte[] packed)
    {
        using MemoryStream from = new(packed), to = new();
        using BrotliStream stream = new(from, CompressionMode.Decompress);
        stream.CopyTo(to);
        return to.ToArray();
    }
}
