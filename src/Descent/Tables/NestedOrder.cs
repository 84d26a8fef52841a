using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Rows in a random order of which every beginning is a fair sample: the classes keep their proportions.</summary>
internal static class NestedOrder
{
    public static int[] Of(Table table, Schema schema, int[] rows, ulong seed, string? splitBy = null)
    {
        if (splitBy is not null)
        {
            // Fewer rows of a table in which time passes are its latest ones.
            return [.. rows.Zip(RowOrder.Of(table, schema, splitBy, rows)).OrderByDescending(row => row.Second).Select(row => row.First)];
        }

        int[] shuffled = [.. rows];
        new CounterRandom(seed, Streams.Split + 2).Shuffle<int>(shuffled);
        if (schema.Task is not (TaskKind.Binary or TaskKind.Multiclass))
        {
            return shuffled;
        }

        // The i-th of a class's n rows stands where a share of (i + ½)/n of all rows stands; ties stay in random order.
        int[] classes = schema.Classes(table, shuffled);
        return [.. Enumerable.Range(0, shuffled.Length).GroupBy(i => classes[i]).OrderBy(own => own.Key)
            .SelectMany(own => own.Select((i, rank) => (Row: shuffled[i], Place: (rank + 0.5) / own.Count(), i)))
            .OrderBy(row => row.Place).ThenBy(row => row.i).Select(row => row.Row)];
    }
}
