using Descent.Data;

namespace Descent.Sources.Parquet;

/// <summary>Reads Parquet files as tables.</summary>
/// <remarks>
/// Numbers keep every bit, and null and NaN are missing values. Timestamps keep 100 nanoseconds. A column of lists, structures or bytes is
/// an error unless it is ignored. Damage inside the values of a file may go unnoticed, because few programs write checksums of pages.
/// </remarks>
/// <example><code>Table table = ParquetTable.Read("measurements.parquet");</code></example>
public static class ParquetTable
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellation">Ends the reading between two columns.</param>
    /// <returns>The table, with at least one row.</returns>
    /// <exception cref="DataException">If the file cannot be read, is damaged, has no rows or a column that cannot be a column of a table, or does not fit into memory.</exception>
    public static Table Read(string path, ParquetTableOptions? options = null, CancellationToken cancellation = default)
    {
        using ParquetFile file = new(path, options ?? new(), cancellation);
        while (file.ReadGroup())
        {
        }

        Table table = file.Build();
        return table.Rows > 0 ? table : throw new DataException($"{table.Source} has columns ({Wording.Names(table.Columns)}) but no rows.");
    }

    /// <summary>Reads a file one row group at a time, so that a file of any size needs only the memory of one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellation">Ends the reading between two columns.</param>
    /// <returns>The tables in order; a single one without rows if the file has none.</returns>
    /// <exception cref="DataException">As for <see cref="Read"/>, thrown while enumerating.</exception>
    public static IEnumerable<Table> ReadChunks(string path, ParquetTableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Chunks();

        IEnumerable<Table> Chunks()
        {
            using ParquetFile file = new(path, options ?? new(), cancellation);
            bool isEmpty = true;
            while (file.ReadGroup())
            {
                Table rows = file.Build();
                if (rows.Rows > 0)
                {
                    isEmpty = false;
                    yield return rows;
                }
            }

            if (isEmpty)
            {
                yield return file.Build();
            }
        }
    }

    /// <summary>The names of the columns of a file, which is quick: only its last bytes are read.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The names, of all columns.</returns>
    /// <exception cref="DataException">If the file cannot be read or is damaged.</exception>
    public static IReadOnlyList<string> ColumnsOf(string path) => ParquetFile.NamesOf(path);
}
