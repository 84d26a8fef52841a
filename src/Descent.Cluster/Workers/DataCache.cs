using System.Collections.Concurrent;
using System.Security.Cryptography;
using Descent.Formats;
using Microsoft.Extensions.Logging;

namespace Descent.Cluster;

/// <summary>The rows of jobs: received once, in parts, checked by their hash, and kept in files up to a number of bytes.</summary>
internal sealed partial class DataCache(ClusterOptions options, ClusterMetrics metrics, ILogger<DataCache> log)
{
    /// <summary>The size of a part. A message of Orleans may have 100 MB.</summary>
    private const int PartBytes = 1 << 20;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WeakReference<byte[]>> held = new(StringComparer.Ordinal);

    /// <summary>Gets the bytes of a hash: from memory, from a file, or from the client.</summary>
    /// <exception cref="IOException">If the client does not have them, or what it sent has another hash.</exception>
    public async Task<byte[]> Get(string hash, IDataSource source, CancellationToken cancellation)
    {
        RequireHash(hash);
        // Jobs that need the same rows wait for the first of them.
        SemaphoreSlim turn = turns.GetOrAdd(hash, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            if (held.TryGetValue(hash, out WeakReference<byte[]>? known) && known.TryGetTarget(out byte[]? bytes))
            {
                return bytes;
            }

            bytes = Kept(hash) ?? await Receive(hash, source, cancellation);
            held[hash] = new WeakReference<byte[]>(bytes);
            return bytes;
        }
        finally
        {
            turn.Release();
        }
    }

    private byte[]? Kept(string hash)
    {
        string path = PathOf(hash);
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (HashOf(bytes) == hash)
            {
                // The newest files are kept longest.
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
                return bytes;
            }

            File.Delete(path);
        }
        catch (IOException)
        {
            // It is not there, or another worker of this machine removes it: it is received again.
        }

        return null;
    }

    private async Task<byte[]> Receive(string hash, IDataSource source, CancellationToken cancellation)
    {
        long length = await source.LengthOf(hash);
        if (length < 0 || length > Array.MaxLength)
        {
            throw new IOException($"The program that submitted the job {(length < 0 ? "does not have" : "has too many bytes of")} the data {hash}.");
        }

        byte[] bytes = new byte[length];
        for (int offset = 0; offset < length; offset += PartBytes)
        {
            cancellation.ThrowIfCancellationRequested();
            byte[] part = await source.Read(hash, offset, (int)Math.Min(PartBytes, length - offset));
            if (part.Length != Math.Min(PartBytes, length - offset))
            {
                throw new IOException($"The data {hash} was cut off at byte {offset + part.Length}.");
            }

            part.CopyTo(bytes, offset);
        }

        metrics.Received(length);
        if (HashOf(bytes) != hash)
        {
            throw new IOException($"The data {hash} arrived with another hash.");
        }

        Keep(hash, bytes);
        return bytes;
    }

    private void Keep(string hash, byte[] bytes)
    {
        if (bytes.LongLength > options.CacheBytes)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(options.CacheFolder);
            AtomicFile.Write(PathOf(hash), stream => stream.Write(bytes));
            long sum = 0;
            foreach (FileInfo file in new DirectoryInfo(options.CacheFolder).EnumerateFiles("*.rows").OrderByDescending(file => file.LastWriteTimeUtc))
            {
                sum += file.Length;
                if (sum > options.CacheBytes)
                {
                    file.Delete();
                }
            }
        }
        catch (Exception fault) when (fault is IOException or ModelFileException or UnauthorizedAccessException)
        {
            // On a full disk the rows stay in memory while jobs use them, and are then received again; that is slower, but right.
            metrics.Uncached();
            LogUnkept(options.CacheFolder, fault.Message);
        }
    }

    private string PathOf(string hash) => Path.Combine(options.CacheFolder, $"{hash}.rows");

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rows of a job cannot be kept in {Folder}, and are received again when they are needed: {Reason}")]
    private partial void LogUnkept(string folder, string reason);

    // It becomes part of a path.
    private static void RequireHash(string hash)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
        {
            throw new IOException("The name of data must be a hash of 64 hexadecimal digits.");
        }
    }
}
