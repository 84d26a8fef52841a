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

    /// <summary>Passes on the first values of a column one after the other; null where there is none.</summary>
    /// <param name="data">The column of a row group.</param>
    /// <param name="field">Its description.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="append">Takes a value.</param>
    /// <exception cref="InvalidDataException">If there are fewer values.</exception>
    public static void Append(RawColumnData data, DataField field, int count, Action<object?> append)
    {
        switch (data)
        {
            case RawColumnData<int> numbers when field is TimeDataField time:
                Each(numbers, field, count, number => Time(time, number), append);
                break;
            case RawColumnData<long> numbers when field is TimeDataField time:
                Each(numbers, field, count, number => Time(time, number), append);
                break;
            case RawColumnData<ReadOnlyMemory<char>> texts:
                Each(texts, field, count, text => text.ToString(), append);
                break;
            case RawColumnData<TimeSpan> times:
                Each(times, field, count, time => TimeOnly.FromTimeSpan(time), append);
                break;
            case RawColumnData<bool> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<sbyte> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<byte> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<short> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<ushort> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<int> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<uint> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<long> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<ulong> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<float> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<double> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<Half> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<decimal> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<DateTime> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<DateOnly> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<TimeOnly> values:
                Each(values, field, count, Same, append);
                break;
            case RawColumnData<Guid> values:
                Each(values, field, count, Same, append);
                break;
            default:
                throw new InvalidDataException($"its values are not of type {field.ClrType.Name}");
        }
    }

    private static object Same<T>(T value)
        where T : struct => value;

    private static void Each<T>(RawColumnData<T> data, DataField field, int count, Func<T, object> convert, Action<object?> append)
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

        for (int row = 0, next = 0; row < count; row++)
        {
            append(present == 0 || levels[row] == present ? convert(values[next++]) : null);
        }
    }

    private static TimeOnly Time(TimeDataField field, long number) => new(field.Precision switch
    {
        TimeUnitPrecision.Millis => number * TimeSpan.TicksPerMillisecond,
        TimeUnitPrecision.Micros => number * TimeSpan.TicksPerMicrosecond,
        _ => number / TimeSpan.NanosecondsPerTick,
    });
}
