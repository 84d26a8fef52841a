using System.Globalization;

namespace Descent.Data.Tables;

/// <summary>Refuses a table that would not fit into memory before the operating system has to kill the process.</summary>
internal sealed class MemoryGuard
{
    private readonly string _source;
    private readonly long _available;

    public MemoryGuard(string source, long? limit)
    {
        _source = source;
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        _available = limit ?? (memory.TotalAvailableMemoryBytes - Math.Max(memory.MemoryLoadBytes, GC.GetTotalMemory(forceFullCollection: false)));
    }

    /// <summary>Checks a guess made before reading: the text once, and half as much again for growing columns.</summary>
    public void RequireRoomFor(long? textBytes) => Require(textBytes * 3 / 2 ?? 0);

    /// <summary>Checks what is really held.</summary>
    public void Require(long bytes)
    {
        if (bytes > _available)
        {
            throw new DataException($"{_source} needs about {MiB(bytes)} of memory and {MiB(_available)} are available. Use fewer rows or columns, or a machine with more memory; predictions read any size in chunks.");
        }
    }

    private static string MiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB");
}
