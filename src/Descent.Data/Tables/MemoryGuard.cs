using System.Globalization;

namespace Descent.Data;

/// <summary>Refuses a table that would not fit into memory before the operating system has to kill the process.</summary>
internal sealed class MemoryGuard
{
    private readonly string source;
    private readonly long available;
    private readonly bool isLimited;

    public MemoryGuard(string source, long? limit)
    {
        this.source = source;
        isLimited = limit is not null;
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        // The load is that of the machine, of which a limit of the heap may be a small part.
        long total = memory.TotalAvailableMemoryBytes, heap = GC.GetTotalMemory(forceFullCollection: false), load = memory.MemoryLoadBytes <= total ? memory.MemoryLoadBytes : 0;
        available = limit ?? Math.Max(0, total - Math.Max(load, heap));
    }

    /// <summary>Checks an estimate made before reading: the size of the text, plus half of it for growing columns.</summary>
    public void RequireRoomFor(long? textBytes) => Require(textBytes * 3 / 2 ?? 0);

    /// <summary>Checks the memory in use.</summary>
    public void Require(long bytes)
    {
        if (bytes > available)
        {
            throw new DataException($"{source} needs about {MiB(bytes)} of memory, and {Available}. Use fewer rows or columns, or {More}; predictions read any size in chunks.", [.. Raised]);
        }
    }

    /// <summary>Checks the memory for the different texts of a column, while they are collected.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="texts">The number of different texts so far.</param>
    /// <param name="bytes">The number of bytes that they need.</param>
    /// <param name="held">The number of bytes of the table, which count against a limit; of the available memory they are taken already.</param>
    public void RequireTexts(string column, int texts, long bytes, long held)
    {
        bytes += isLimited ? held : 0;
        if (bytes > available)
        {
            throw new DataException(
                string.Create(CultureInfo.InvariantCulture, $"Column \"{column}\" of {source} has {texts:#,0} different texts or more, which need about {MiB(bytes)} of memory{(isLimited ? " together with the table" : "")}, and {Available}. Use fewer rows, or {More}."),
                [.. Raised, new Remedy(nameof(SchemaOptions.Ignore), column)]);
        }
    }

    /// <summary>Checks the memory for the encoded inputs and targets of a table, before they are allocated.</summary>
    /// <param name="rows">The number of rows to encode.</param>
    /// <param name="inputs">The number of inputs per row, one for every level of a text column.</param>
    /// <param name="outputs">The number of targets per row.</param>
    /// <param name="size">The number of bytes of a value.</param>
    /// <param name="more">The number of bytes needed in addition.</param>
    public void RequireNumbers(long rows, int inputs, int outputs, int size, long more = 0)
    {
        // As double, because rows × inputs of an excessive table may exceed 2⁶³.
        double bytes = ((double)rows * (inputs + outputs) * size) + more;
        if (bytes > available)
        {
            string rest = more == 0 ? "" : $", and {MiB(more)} for training";
            throw new DataException(
                string.Create(CultureInfo.InvariantCulture, $"{source} needs about {MiB(bytes)} of memory when encoded ({rows:#,0} rows of {inputs:#,0} inputs and {outputs:#,0} {(outputs == 1 ? "target" : "targets")}{rest}), and {Available}. Use fewer rows or columns, or {More}."),
                [.. Raised, new Remedy(nameof(PreprocessorOptions.MaximumCategories)), new Remedy(nameof(SchemaOptions.Ignore))]);
        }
    }

    private string Available => isLimited ? $"the limit is {MiB(available)}" : $"{MiB(available)} are available";

    private string More => isLimited ? "a higher limit" : "a machine with more memory";

    private IEnumerable<Remedy> Raised => isLimited ? [new Remedy(nameof(CsvOptions.MemoryLimit))] : [];

    private static string MiB(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{(Math.Abs(bytes) < 1 << 20 ? $"{bytes / 1024:0.#} KiB" : $"{bytes / (1 << 20):0.#} MiB")}");
}
