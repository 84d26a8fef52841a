using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Descent.Data;

/// <summary>Examines the columns of a table in parallel, with the same result as one after the other.</summary>
internal static class EachColumn
{
    /// <summary>Examines every column.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="notices">Receives the notices in the order of the columns.</param>
    /// <param name="examine">Examines a column, given its number and a list for its notices. What it throws is thrown for the first such column.</param>
    public static TResult[] Do<TResult>(int columns, List<Notice> notices, Func<int, List<Notice>, TResult> examine)
    {
        TResult[] results = new TResult[columns];
        List<Notice>[] found = new List<Notice>[columns];
        ExceptionDispatchInfo?[] faults = new ExceptionDispatchInfo?[columns];
        // One at a time, because some columns take much longer than others.
        Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, columns), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, column =>
        {
            found[column] = [];
            try
            {
                results[column] = examine(column, found[column]);
            }
            catch (DataException fault)
            {
                faults[column] = ExceptionDispatchInfo.Capture(fault);
            }
        });
        for (int column = 0; column < columns; column++)
        {
            notices.AddRange(found[column]);
            faults[column]?.Throw();
        }

        return results;
    }
}
