using Parquet.Data;
using Parquet.Schema;

namespace Descent.Sources.Parquet;

/// <summary>The values of a column of a row group as values of cells.</summary>
internal static class CellColumn
{
    private static readonly HashSet<Type> s_types =
    [
        typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double),
        typeof(Half), typeof(decimal), typeof(DateTime), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(ReadOnlyMemory<char>),
    ];

    /// <summary>Whether the values of a field can be cells.</summary>
    public static bool CanRead(DataField field) => s_types.Contains(field.ClrType);

    /// <summary>The first values of a column; null where there is none.</summary>
    /// <exception cref="InvalidDataException">If there are fewer.</exception>
    public static object?[] Values(RawColumnData data, DataField field, int count) => data switch
    {
        RawColumnData<int> numbers when field is TimeDataField time => Each(numbers, field, count, number => Time(time, number)),
        RawColumnData<long> numbers when field is TimeDataField time => Each(numbers, field, count, number => Time(time, number)),
        RawColumnData<ReadOnlyMemory<char>> texts => Each(texts, field, count, text => text.ToString()),
        RawColumnData<TimeSpan> times => Each(times, field, count, time => TimeOnly.FromTimeSpan(time)),
        RawColumnData<bool> values => Each(values, field, count, Same),
        RawColumnData<sbyte> values => Each(values, field, count, Same),
        RawColumnData<byte> values => Each(values, field, count, Same),
        RawColumnData<short> values => Each(values, field, count, Same),
        RawColumnData<ushort> values => Each(values, field, count, Same),
        RawColumnData<int> values => Each(values, field, count, Same),
        RawColumnData<uint> values => Each(values, field, count, Same),
        RawColumnData<long> values => Each(values, field, count, Same),
        RawColumnData<ulong> values => Each(values, field, count, Same),
        RawColumnData<float> values => Each(values, field, count, Same),
        RawColumnData<double> values => Each(values, field, count, Same),
        RawColumnData<Half> values => Each(values, field, count, Same),
        RawColumnData<decimal> values => Each(values, field, count, Same),
        RawColumnData<DateTime> values => Each(values, field, count, Same),
        RawColumnData<DateOnly> values => Each(values, field, count, Same),
        RawColumnData<TimeOnly> values => Each(values, field, count, Same),
        RawColumnData<Guid> values => Each(values, field, count, Same),
        _ => throw new InvalidDataException($"its values are not of type {field.ClrType.Name}"),
    };

    private static object Same<T>(T value)
        where T : struct => value;

    private static object?[] Each<T>(RawColumnData<T> data, DataField field, int count, Func<T, object> convert)
        where T : struct
    {
        int present = field.MaxDefinitionLevel;
        ReadOnlySpan<T> values = data.Values;
        ReadOnlySpan<int> levels = present == 0 ? [] : data.DefinitionLevels;
        int found = present == 0 ? values.Length : levels.Length;
        if (found < count)
        {
            throw new InvalidDataException($"it has {found} cells instead of {count}");
        }

        object?[] cells = new object?[count];
        for (int row = 0, next = 0; row < count; row++)
        {
            if (present == 0 || levels[row] == present)
            {
                cells[row] = convert(values[next++]);
            }
        }

        return cells;
    }

    private static object Time(TimeDataField field, long number) => new TimeOnly(field.Precision switch
    {
        TimeUnitPrecision.Millis => number * TimeSpan.TicksPerMillisecond,
        TimeUnitPrecision.Micros => number * TimeSpan.TicksPerMicrosecond,
        _ => number / TimeSpan.NanosecondsPerTick,
    });
}
