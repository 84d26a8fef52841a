using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Descent.Data;

public sealed partial class Table
{
    /// <summary>Reads the rows of a query, of any database with a provider for .NET.</summary>
    /// <param name="reader">The open reader, before its first row; it is read to the end, and not disposed.</param>
    /// <param name="source">The name of the table in messages; by default "query".</param>
    /// <param name="memoryLimit">The maximum number of bytes, as for <see cref="CsvOptions.MemoryLimit"/>; null, the default, for the available memory.</param>
    /// <returns>The table, with the names of the query; it may have no rows.</returns>
    /// <exception cref="DataException">If names repeat, a value has a type without a text, the database fails, or the rows do not fit into memory.</exception>
    public static Table From(IDataReader reader, string source = "query", long? memoryLimit = null) => Chunks(reader, source, int.MaxValue, memoryLimit).First();

    /// <summary>Reads the rows of a query a number at a time, so that a result of any size needs only the memory of one chunk.</summary>
    /// <param name="reader">The open reader, before its first row; it is not disposed.</param>
    /// <param name="source">The name of the table in messages.</param>
    /// <param name="rowsPerChunk">The number of rows per table, at least 1; by default 4096.</param>
    /// <returns>The tables in order; a single one without rows if there are none.</returns>
    /// <exception cref="DataException">As for <see cref="From(IDataReader, string, long?)"/>, thrown while enumerating.</exception>
    public static IEnumerable<Table> ReadChunks(IDataReader reader, string source, int rowsPerChunk = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerChunk, 1);
        return Chunks(reader, source, rowsPerChunk, null);
    }

    /// <summary>Copies a <see cref="DataTable"/>, without its deleted rows.</summary>
    /// <param name="table">The rows.</param>
    /// <returns>The table, named in messages like the original.</returns>
    /// <exception cref="DataException">If a value has a type without a text.</exception>
    public static Table From(DataTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using DataTableReader reader = table.CreateDataReader();
        return From(reader, table.TableName.Length == 0 ? "memory" : table.TableName);
    }

    /// <summary>Copies a matrix of numbers.</summary>
    /// <param name="values">The values, of shape rows × columns; NaN is a missing value.</param>
    /// <param name="names">The names of the columns; null, the default, for column1, column2 and so on.</param>
    /// <returns>The table, whose numbers are equal to the given ones to the bit.</returns>
    /// <exception cref="DataException">If there is not one name per column, or names repeat.</exception>
    public static Table From(double[,] values, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        int width = values.GetLength(1);
        if (names is not null && names.Count != width)
        {
            throw new DataException($"memory: {names.Count} names were given for {width} columns; give one name per column.");
        }

        TableBuilder builder = new("memory", names ?? [.. Enumerable.Range(1, width).Select(number => string.Create(CultureInfo.InvariantCulture, $"column{number}"))]);
        for (int row = 0; row < values.GetLength(0); row++)
        {
            for (int column = 0; column < width; column++)
            {
                builder.Append(column, values[row, column]);
            }
        }

        return builder.Build();
    }

    /// <summary>Computes a table from objects, such as <c>Table.From(people, ("age", p => p.Age), ("city", p => p.City))</c>.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="rows">One object per row.</param>
    /// <param name="columns">The name of each column, and the value of an object in it; null is a missing value.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">If names repeat, or a value has a type without a text.</exception>
    public static Table From<T>(IEnumerable<T> rows, params IReadOnlyList<(string Name, Func<T, object?> Value)> columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        TableBuilder builder = new("memory", [.. columns.Select(column => column.Name)]);
        foreach (T row in rows)
        {
            for (int column = 0; column < columns.Count; column++)
            {
                builder.Append(column, columns[column].Value(row));
            }
        }

        return builder.Build();
    }

    /// <summary>Copies objects: each public property is a column, in the order of declaration.</summary>
    /// <remarks>Trimming and native compilation keep the properties. It suits records and anonymous types.</remarks>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="rows">One object per row.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">If there are no public properties, or one has a type without a text.</exception>
    public static Table From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        PropertyInfo[] properties = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)];
        return properties.Length == 0
            ? throw new DataException($"{typeof(T).Name} has no public properties. Name each column and its value, as in Table.From(rows, (\"size\", row => row)).")
            : From(rows, [.. properties.Select(property => (property.Name, (Func<T, object?>)(row => row is null ? null : property.GetValue(row))))]);
    }

    private static IEnumerable<Table> Chunks(IDataReader reader, string source, int rowsPerChunk, long? memoryLimit)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(source);
        return Parts();

        IEnumerable<Table> Parts()
        {
            TableBuilder builder = new(source, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], memoryLimit);
            bool isFirst = true;
            for (int rows = 0; ; rows++)
            {
                bool isEnd = !Advance(reader, source);
                if (rows == rowsPerChunk || (isEnd && (rows > 0 || isFirst)))
                {
                    yield return builder.Build();
                    (rows, isFirst) = (0, false);
                }

                if (isEnd)
                {
                    yield break;
                }

                for (int column = 0; column < reader.FieldCount; column++)
                {
                    builder.Append(column, ValueOf(reader, column, source));
                }
            }
        }
    }

    private static bool Advance(IDataReader reader, string source)
    {
        try
        {
            return reader.Read();
        }
        catch (DbException fault)
        {
            throw new DataException($"{source} cannot be read: {fault.Message.TrimEnd('.')}.", fault);
        }
    }

    private static object ValueOf(IDataReader reader, int column, string source)
    {
        try
        {
            return reader.GetValue(column);
        }
        catch (Exception fault) when (fault is DbException or InvalidCastException or OverflowException or FormatException)
        {
            // Such as a numeric of PostgreSQL with forty digits.
            throw new DataException($"{source}, column \"{reader.GetName(column)}\" cannot be read: {fault.Message.TrimEnd('.')}. Convert it in the query, with CAST.", fault);
        }
    }
}
