using System.Numerics;

namespace Descent.Data;

/// <summary>
/// Numbers to train on or to judge with: one row per sample, inputs and targets as contiguous row-major matrices,
/// optionally one weight per row. The element type is hidden so that options and models can share one data set.
/// </summary>
/// <remarks>The arrays handed in are used in place, not copied: do not change them while a model trains on them.</remarks>
public abstract class Dataset
{
    private protected Dataset(int rows, int inputColumns, int targetColumns)
    {
        Rows = rows;
        InputColumns = inputColumns;
        TargetColumns = targetColumns;
    }

    /// <summary>Number of samples.</summary>
    public int Rows { get; }

    /// <summary>Numbers per sample that go into the network.</summary>
    public int InputColumns { get; }

    /// <summary>Numbers per sample that the network should produce.</summary>
    public int TargetColumns { get; }

    /// <summary>Whether every row carries a weight of its own.</summary>
    public abstract bool IsWeighted { get; }

    /// <summary>This data set with elements of type <typeparamref name="T"/>; itself when they are already of that type.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <returns>The same rows, converted once if needed.</returns>
    public abstract Dataset<T> As<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The rows with the given numbers, copied, in that order.</summary>
    /// <param name="rows">Row numbers, each in 0 … <see cref="Rows"/> − 1.</param>
    /// <returns>A new data set.</returns>
    public abstract Dataset Select(ReadOnlySpan<int> rows);

    /// <summary>The first <paramref name="rows"/> rows (head) and the others (tail), as views of the same memory.</summary>
    /// <param name="rows">How many rows the first part takes.</param>
    /// <returns>Both parts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If the split lies outside the data.</exception>
    public abstract (Dataset Head, Dataset Tail) SplitAt(int rows);

    /// <summary>A data set over flat row-major memory.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="inputs">rows × <paramref name="inputColumns"/> numbers.</param>
    /// <param name="inputColumns">Inputs per row, at least 1.</param>
    /// <param name="targets">rows × <paramref name="targetColumns"/> numbers.</param>
    /// <param name="targetColumns">Targets per row, at least 1.</param>
    /// <param name="weights">Nothing, or one weight ≥ 0 per row, not all zero.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">If the lengths do not fit each other or a number is not finite; the message names the place.</exception>
    public static Dataset<T> Create<T>(ReadOnlyMemory<T> inputs, int inputColumns, ReadOnlyMemory<T> targets, int targetColumns, ReadOnlyMemory<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(inputs, inputColumns, targets, targetColumns, weights);

    /// <summary>A data set over flat arrays, row after row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="inputs">rows × <paramref name="inputColumns"/> numbers.</param>
    /// <param name="inputColumns">Inputs per row, at least 1.</param>
    /// <param name="targets">rows × <paramref name="targetColumns"/> numbers.</param>
    /// <param name="targetColumns">Targets per row, at least 1.</param>
    /// <param name="weights">Nothing, or one weight ≥ 0 per row, not all zero.</param>
    /// <returns>The data set; the arrays are used in place.</returns>
    /// <exception cref="ArgumentException">If the lengths do not fit each other or a number is not finite; the message names the place.</exception>
    public static Dataset<T> Create<T>(T[] inputs, int inputColumns, T[] targets, int targetColumns, T[]? weights = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return new(inputs, inputColumns, targets, targetColumns, weights);
    }

    /// <summary>A data set from two-dimensional arrays, one row per sample.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="inputs">rows × inputs.</param>
    /// <param name="targets">rows × targets.</param>
    /// <param name="weights">Nothing, or one weight ≥ 0 per row, not all zero.</param>
    /// <returns>The data set; the numbers are copied.</returns>
    /// <exception cref="ArgumentException">If the shapes do not fit each other or a number is not finite; the message names the place.</exception>
    public static Dataset<T> Create<T>(T[,] inputs, T[,] targets, T[]? weights = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return inputs.GetLength(0) == targets.GetLength(0)
            ? new(Flatten(inputs), inputs.GetLength(1), Flatten(targets), targets.GetLength(1), weights)
            : throw new ArgumentException($"inputs has {inputs.GetLength(0)} rows but targets has {targets.GetLength(0)}; both need one row per sample.", nameof(targets));
    }

    private static T[] Flatten<T>(T[,] matrix)
    {
        T[] flat = new T[matrix.Length];
        int i = 0;
        foreach (T value in matrix)
        {
            flat[i++] = value;
        }

        return flat;
    }
}
