using Descent.Data;

namespace Descent.Sources.Parquet;

/// <summary>How to read a Parquet file; the defaults suit most files.</summary>
public sealed record ParquetTableOptions
{
    /// <summary>Columns that are not used: one of lists, structures or bytes is read as empty cells instead of being an error. By default none.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The number of rows to read from the beginning; null (the default) for all.</summary>
    public int? Rows { get; init; }

    /// <summary>The maximum number of bytes for the table, as for <see cref="CsvOptions.MemoryLimit"/>; null (the default) for the available memory.</summary>
    public long? MemoryLimit { get; init; }
}
