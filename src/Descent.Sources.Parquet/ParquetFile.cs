using Descent.Data;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Descent.Sources.Parquet;

/// <summary>An open Parquet file, read one row group after another.</summary>
internal sealed class ParquetFile : IDisposable
{
    // The memory for a row: the largest decoded value of one column, and in each column where the text of a cell ends, while the block of these grows.
    private const int LargestValue = 16, CellEnd = 12;

    private readonly string source;
    private readonly Stream stream;
    private readonly ParquetReader reader;
    private readonly DataField?[] fields;
    private readonly TableBuilder builder;
    private readonly CancellationToken cancellation;
    private int group;
    private int left;

    public ParquetFile(string path, ParquetTableOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (options.Rows is { } rows)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1, nameof(options));
        }

        this.cancellation = cancellation;
        left = options.Rows ?? int.MaxValue;
        source = Path.GetFileName(path);
        (stream, reader, IReadOnlyList<Field> schema) = Open(path);
        try
        {
            fields = [.. schema.Select(field => Readable(field, options.Ignore.Contains(field.Name, StringComparer.Ordinal)))];
            builder = new TableBuilder(source, [.. schema.Select(field => field.Name)], options.MemoryLimit);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The names of all columns.</summary>
    public static IReadOnlyList<string> NamesOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        (Stream opened, _, IReadOnlyList<Field> schema) = Open(path);
        opened.Dispose();
        return [.. schema.Select(field => field.Name)];
    }

    /// <summary>Reads the next row group into the table that is built; returns false at the end.</summary>
    public bool ReadGroup()
    {
        if (left == 0 || group == reader.RowGroupCount)
        {
            return false;
        }

        using ParquetRowGroupReader rows = Guarded(source, () => reader.OpenRowGroupReader(group));
        if (rows.RowCount is < 0 or > int.MaxValue || rows.RowGroup.TotalByteSize < 0)
        {
            throw Damaged(source, $"row group {group + 1} has {rows.RowCount} rows");
        }

        // Checked before anything is allocated: a column of equal values takes a few bytes in the file, for any number of rows.
        builder.RequireRoomFor((rows.RowCount * (LargestValue + ((long)CellEnd * fields.Length))) + rows.RowGroup.TotalByteSize);
        int count = (int)Math.Min(left, rows.RowCount);
        for (int column = 0; column < fields.Length; column++)
        {
            cancellation.ThrowIfCancellationRequested();
            Read(rows, column, count);
        }

        left -= count;
        group++;
        return true;
    }

    /// <summary>Makes a table of the rows that were read since the last one.</summary>
    public Table Build() => builder.Build();

    public void Dispose() => stream.Dispose();

    private static (Stream Stream, ParquetReader Reader, IReadOnlyList<Field> Schema) Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            string name = Path.GetFileName(path);
            FileStream opened = file;
            if (!opened.CanSeek)
            {
                throw new DataException($"{name} is a pipe, but a Parquet file is read from its end. Save it as a file first.");
            }

            if (opened.Length == 0)
            {
                throw new DataException($"{name} is empty: a Parquet file has at least its schema. Write the file again.");
            }

            // All settings that change values: whole days as dates, and texts and timestamps as what they are.
            ParquetOptions settings = new() { UseDateOnlyTypeForDates = true, TreatBigIntegersAsDates = true };
            ParquetReader decoder = Guarded(name, () => ParquetReader.CreateAsync(opened, settings, leaveStreamOpen: true).GetAwaiter().GetResult());

            // The schema is decoded when it is asked for.
            return (opened, decoder, Guarded(name, () => decoder.Schema.Fields));
        }
        catch (Exception fault) when (file is null && fault is IOException or UnauthorizedAccessException)
        {
            (string reason, string advice) = FileFault.Of(path, fault);
            throw new DataException($"{path} cannot be read: {reason}. {advice}", fault);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    private static DataException Damaged(string source, string what, Exception? cause = null) =>
        new($"{source} cannot be read: it is damaged, cut off, or not a Parquet file ({what.TrimEnd('.')}). Copy or write the file again.", cause!);

    // On damaged bytes, the library throws whatever its reader stumbles on: eleven types were seen.
    private static TResult Guarded<TResult>(string source, Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (NotSupportedException fault)
        {
            throw new DataException($"{source} cannot be read: {fault.Message.TrimEnd('.')}. Write it with another compression or encoding, such as snappy.", fault);
        }
        catch (Exception fault) when (fault is not (DataException or OperationCanceledException))
        {
            throw Damaged(source, fault.Message, fault);
        }
    }

    /// <summary>The field, if its values can be cells; null if they cannot and the column is ignored.</summary>
    private DataField? Readable(Field field, bool isIgnored)
    {
        string? what = field switch
        {
            DataField { IsArray: true } or { MaxRepetitionLevel: > 0 } => "lists",
            not DataField => "structures",
            DataField { ClrType: var type } when type == typeof(ReadOnlyMemory<byte>) => "bytes",
            DataField data => CellColumn.CanRead(data) ? null : $"values of type {data.ClrType.Name}",
        };
        return what is null ? (DataField)field : isIgnored ? null : throw new DataException(
            $"{source}: column \"{field.Name}\" has {what}, which cannot be cells of a table. Write numbers or texts into columns of their own, or leave the column out.", new Remedy(nameof(ParquetTableOptions.Ignore), field.Name));
    }

    private void Read(ParquetRowGroupReader rows, int column, int count)
    {
        if (fields[column] is not { } field)
        {
            for (int row = 0; row < count; row++)
            {
                builder.Append(column, null);
            }

            return;
        }

        string place = $"{source}, column \"{field.Name}\"";
        using RawColumnData data = Guarded(place, () => rows.ReadRawColumnDataBaseAsync(field, cancellation).AsTask().GetAwaiter().GetResult());
        Guarded(place, () =>
        {
            CellColumn.Append(data, field, count, value => builder.Append(column, value));
            return count;
        });
    }
}
