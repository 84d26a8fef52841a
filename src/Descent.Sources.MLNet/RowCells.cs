using System.Globalization;
using Descent.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Sources.MLNet;

/// <summary>The values of a row of a data view as values of cells, one per column or element of a vector.</summary>
internal sealed class RowCells
{
    private readonly object?[] cells;
    private readonly Action[] readers;

    /// <summary>Prepares to read some columns.</summary>
    /// <param name="row">The row or the cursor, which may move afterwards.</param>
    /// <param name="columns">The columns, which must be active.</param>
    public RowCells(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
    {
        cells = new object?[columns.Sum(column => NamesOf(column).Count)];
        int first = 0;
        readers = new Action[columns.Count];
        foreach ((int index, DataViewSchema.Column column) in columns.Index())
        {
            readers[index] = Reader(row, column, first);
            first += NamesOf(column).Count;
        }
    }

    /// <summary>Reads the cells of the current row; the next row overwrites them.</summary>
    public ReadOnlySpan<object?> Read()
    {
        foreach (Action reader in readers)
        {
            reader();
        }

        return cells;
    }

    /// <summary>The columns of a table that a column becomes: one of its name, or <c>Features.size</c> for the element "size" of the vector "Features" and <c>Features.0</c> if it has no name.</summary>
    /// <exception cref="DataException">If the values cannot be cells.</exception>
    public static IReadOnlyList<string> NamesOf(DataViewSchema.Column column)
    {
        if (WhyNot(column) is { } why)
        {
            throw new DataException($"The data view's column \"{column.Name}\" has {why}.");
        }

        if (column.Type is not VectorDataViewType vector)
        {
            return [column.Name];
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
        {
            column.GetSlotNames(ref names);
        }

        string[] all = [.. names.DenseValues().Select(name => name.ToString())];
        return [.. Enumerable.Range(0, vector.Size).Select(slot => $"{column.Name}.{(slot < all.Length && all[slot].Length > 0 ? all[slot] : slot.ToString(CultureInfo.InvariantCulture))}")];
    }

    /// <summary>Whether the values of a column can be cells.</summary>
    public static bool CanRead(DataViewSchema.Column column) => WhyNot(column) is null;

    /// <summary>The texts of a column of keys, in the order of the keys; null for other columns and for keys without values.</summary>
    public static string[]? KeysOf(DataViewSchema.Column column) => column.Annotations.Schema.GetColumnOrNull("KeyValues") is not { } values || ItemOf(column) is not KeyDataViewType ? null : ItemOf(values) switch
    {
        TextDataViewType => Keys<ReadOnlyMemory<char>>(column),
        BooleanDataViewType => Keys<bool>(column),
        { } item when item.RawType == typeof(float) => Keys<float>(column),
        { } item when item.RawType == typeof(double) => Keys<double>(column),
        { } item when item.RawType == typeof(int) => Keys<int>(column),
        { } item when item.RawType == typeof(uint) => Keys<uint>(column),
        { } item when item.RawType == typeof(long) => Keys<long>(column),
        { } item when item.RawType == typeof(byte) => Keys<byte>(column),
        _ => null,
    };

    private static string[] Keys<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. TableColumn.Of(column.Name, values.DenseValues().Select(value => value is ReadOnlyMemory<char> text ? text.ToString() : (object?)value)).Cells];
    }

    private static string? WhyNot(DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { IsKnownSize: false } => "vectors of different lengths. Make them equally long, for example by counting or hashing",
        _ => ItemOf(column) switch
        {
            NumberDataViewType or KeyDataViewType or BooleanDataViewType or TextDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType => null,
            TimeSpanDataViewType => "durations. Use their seconds, a number",
            DataViewType other => $"values of type {other}, which cannot be cells of a table. Leave it out, or compute numbers of it",
        },
    };

    private static DataViewType ItemOf(DataViewSchema.Column column) => (column.Type as VectorDataViewType)?.ItemType ?? column.Type;

    private Action Reader(DataViewRow row, DataViewSchema.Column column, int first)
    {
        if (ItemOf(column) is KeyDataViewType key)
        {
            // Keys count from 1 inside, where 0 is a missing value; as numbers, ML.NET's readers and writers count them from 0.
            string[]? texts = KeysOf(column);
            object? Text(ulong value) => value == 0 ? null : texts is null ? value - 1 : texts[value - 1];
            return key.RawType == typeof(byte) ? Typed<byte>(row, column, first, value => Text(value))
                : key.RawType == typeof(ushort) ? Typed<ushort>(row, column, first, value => Text(value))
                : key.RawType == typeof(uint) ? Typed<uint>(row, column, first, value => Text(value))
                : Typed<ulong>(row, column, first, Text);
        }

        return Type.GetTypeCode(ItemOf(column).RawType) switch
        {
            TypeCode.Boolean => Typed<bool>(row, column, first, value => value),
            TypeCode.SByte => Typed<sbyte>(row, column, first, value => value),
            TypeCode.Byte => Typed<byte>(row, column, first, value => value),
            TypeCode.Int16 => Typed<short>(row, column, first, value => value),
            TypeCode.UInt16 => Typed<ushort>(row, column, first, value => value),
            TypeCode.Int32 => Typed<int>(row, column, first, value => value),
            TypeCode.UInt32 => Typed<uint>(row, column, first, value => value),
            TypeCode.Int64 => Typed<long>(row, column, first, value => value),
            TypeCode.UInt64 => Typed<ulong>(row, column, first, value => value),
            TypeCode.Single => Typed<float>(row, column, first, value => value),
            TypeCode.Double => Typed<double>(row, column, first, value => value),
            TypeCode.DateTime => Typed<DateTime>(row, column, first, value => value),
            _ => ItemOf(column) is TextDataViewType
                ? Typed<ReadOnlyMemory<char>>(row, column, first, value => value.ToString())
                : Typed<DateTimeOffset>(row, column, first, value => value),
        };
    }

    private Action Typed<T>(DataViewRow row, DataViewSchema.Column column, int first, Func<T, object?> convert)
    {
        if (column.Type is not VectorDataViewType vector)
        {
            ValueGetter<T> one = row.GetGetter<T>(column);
            return () =>
            {
                T value = default!;
                one(ref value);
                cells[first] = convert(value);
            };
        }

        ValueGetter<VBuffer<T>> all = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return () =>
        {
            all(ref values);
            foreach ((int slot, T value) in values.Items(all: true).Select(item => (item.Key, item.Value)))
            {
                cells[first + slot] = convert(value);
            }
        };
    }
}
