using System.Numerics;

namespace Descent.Data;

/// <summary>
/// Rows for training or evaluation: one row per sample, inputs and targets as contiguous row-major matrices, and optionally one
/// weight per row. This type hides the element type, so that options and models can share one data set.
/// </summary>
/// <remarks>The arrays passed in are used in place, not copied; do not change them while a model trains on them.</remarks>
public abstract class Dataset
{
    private protected Dataset(int rows, int inputColumns, int targetColumns)
    {
        Rows = rows;
        InputColumns = inputColumns;
        TargetColumns = targetColumns;
    }

    /// <summary>The number of rows (samples).</summary>
    public int Rows { get; }

    /// <summary>The number of inputs per row.</summary>
    public int InputColumns { get; }

    /// <summary>The number of targets per row.</summary>
    public int TargetColumns { get; }

    /// <summary>Whether every row has its own weight.</summary>
    public abstract bool IsWeighted { get; }

    /// <summary>Returns this data set with elements of type <typeparamref name="T"/>; the same object if they already have that
    /// type.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <returns>The same rows, converted once if needed.</returns>
    public abstract Dataset<T> As<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Copies the given rows, in the given order.</summary>
    /// <param name="rows">Row numbers, each in 0 … <see cref="Rows"/> − 1.</param>
    /// <returns>A new data set.</returns>
    public abstract Dataset Select(ReadOnlySpan<int> rows);

    /// <summary>Splits the data set into its first <paramref name="rows"/> rows (head) and the others (tail), as views of the same
    /// memory.</summary>
    /// <param name="rows">The number of rows in the first part.</param>
    /// <returns>Both parts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If <paramref name="rows"/> is negative or exceeds <see cref="Rows"/>.</exception>
    public abstract (Dataset Head, Dataset Tail) SplitAt(int rows);

    /// <summary>Creates a data set over flat row-major memory.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="inputs">rows × <paramref name="inputColumns"/> values.</param>
    /// <param name="inputColumns">Inputs per row, at least 1.</param>
    /// <param name="targets">rows × <paramref name="targetColumns"/> values.</param>
    /// <param name="targetColumns">Targets per row, at least 1.</param>
    /// <param name="weights">Empty, or one weight ≥ 0 per row, not all zero.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">If the lengths do not match or a value is not finite; the message gives its
    /// position.</exception>
    public static Dataset<T> Create<T>(ReadOnlyMemory<T> inputs, int inputColumns, ReadOnlyMemory<T> targets, int targetColumns, ReadOnlyMemory<T> weights = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(inputs, inputColumns, targets, targetColumns, weights);

    /// <summary>Creates a data set over flat arrays in row-major order.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="inputs">rows × <paramref name="inputColumns"/> values.</param>
    /// <param name="inputColumns">Inputs per row, at least 1.</param>
    /// <param name="targets">rows × <paramref name="targetColumns"/> values.</param>
    /// <param name="targetColumns">Targets per row, at least 1.</param>
    /// <param name="weights">Null, or one weight ≥ 0 per row, not all zero.</param>
    /// <returns>The data set; the arrays are used in place.</returns>
    /// <exception cref="ArgumentException">If the lengths do not match or a value is not finite; the message gives its
    /// position.</exception>
    public static Dataset<T> Create<T>(T[] inputs, int inputColumns, T[] targets, int targetColumns, T[]? weights = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return new(inputs, inputColumns, targets, targetColumns, weights);
    }

    /// <summary>Creates a data set from two-dimensional arrays, one row per sample.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="inputs">rows × inputs.</param>
    /// <param name="targets">rows × targets.</param>
    /// <param name="weights">Null, or one weight ≥ 0 per row, not all zero.</param>
    /// <returns>The data set; the values are copied.</returns>
    /// <exception cref="ArgumentException">If the shapes do not match or a value is not finite; the message gives its
    /// position.</exception>
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
