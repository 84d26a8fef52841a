using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Orders rows randomly such that every prefix is a stratified sample, in which the classes keep their proportions.</summary>
internal static class NestedOrder
{
    public static int[] Of(Table table, Schema schema, int[] rows, ulong seed, string? splitBy = null)
    {
        if (splitBy is not null)
        {
            // If rows are ordered in time, a smaller part consists of the latest rows.
            return [.. rows.Zip(RowOrder.Of(table, schema, splitBy, rows)).OrderByDescending(row => row.Second).Select(row => row.First)];
        }

        int[] shuffled = [.. rows];
        new CounterRandom(seed, Streams.Split + 2).Shuffle<int>(shuffled);
        if (schema.Task is not (TaskKind.Binary or TaskKind.Multiclass))
        {
            return shuffled;
        }

        // The i-th of a class's n rows is placed at the share (i + ½)/n of all rows; ties stay in random order.
        int[] classes = schema.Classes(table, shuffled);
        return [.. Enumerable.Range(0, shuffled.Length).GroupBy(i => classes[i]).OrderBy(own => own.Key)
            .SelectMany(own => own.Select((i, rank) => (Row: shuffled[i], Place: (rank + 0.5) / own.Count(), i)))
            .OrderBy(row => row.Place).ThenBy(row => row.i).Select(row => row.Row)];
    }
}
