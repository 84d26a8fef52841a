using System.Numerics;
using System.Numerics.Tensors;

namespace Descent.Data;

/// <summary>A <see cref="Dataset"/> whose elements are of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Dataset<T> : Dataset
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Dataset(ReadOnlyMemory<T> inputs, int inputColumns, ReadOnlyMemory<T> targets, int targetColumns, ReadOnlyMemory<T> weights, bool trusted = false)
        : base(CountRows(inputs.Length, inputColumns, nameof(inputs)), inputColumns, targetColumns)
    {
        if (CountRows(targets.Length, targetColumns, nameof(targets)) != Rows)
        {
            throw new ArgumentException($"inputs has {Rows} rows of {inputColumns} values but targets has {targets.Length / targetColumns} rows of {targetColumns}; both need one row per sample.", nameof(targets));
        }

        Inputs = inputs;
        Targets = targets;
        Weights = weights;
        if (!trusted)
        {
            RequireFinite(inputs.Span, inputColumns, nameof(inputs));
            RequireFinite(targets.Span, targetColumns, nameof(targets));
            RequireUsable(weights.Span, Rows);
        }
    }

    /// <summary>The inputs, rows × inputs, in row-major order.</summary>
    public ReadOnlyMemory<T> Inputs { get; }

    /// <summary>The targets, rows × targets, in row-major order.</summary>
    public ReadOnlyMemory<T> Targets { get; }

    /// <summary>One weight per row, or empty if all rows have the same weight.</summary>
    public ReadOnlyMemory<T> Weights { get; }

    /// <inheritdoc/>
    public override bool IsWeighted => !Weights.IsEmpty;

    /// <inheritdoc/>
    public override Dataset<TOther> As<TOther>() =>
        this as Dataset<TOther> ?? new Dataset<TOther>(Convert<TOther>(Inputs), InputColumns, Convert<TOther>(Targets), TargetColumns, Convert<TOther>(Weights));

    /// <inheritdoc/>
    public override Dataset<T> Select(ReadOnlySpan<int> rows)
    {
        T[] inputs = new T[rows.Length * InputColumns], targets = new T[rows.Length * TargetColumns], weights = new T[IsWeighted ? rows.Length : 0];
        for (int i = 0; i < rows.Length; i++)
        {
            Inputs.Span.Slice(rows[i] * InputColumns, InputColumns).CopyTo(inputs.AsSpan(i * InputColumns));
            Targets.Span.Slice(rows[i] * TargetColumns, TargetColumns).CopyTo(targets.AsSpan(i * TargetColumns));
            if (IsWeighted)
            {
                weights[i] = Weights.Span[rows[i]];
            }
        }

        return new(inputs, InputColumns, targets, TargetColumns, weights, trusted: true);
    }

    /// <inheritdoc/>
    public override (Dataset Head, Dataset Tail) SplitAt(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Rows);
        return (Part(0, rows), Part(rows, Rows - rows));

        Dataset<T> Part(int start, int count) => new(
            Inputs.Slice(start * InputColumns, count * InputColumns), InputColumns,
            Targets.Slice(start * TargetColumns, count * TargetColumns), TargetColumns,
            IsWeighted ? Weights.Slice(start, count) : default, trusted: true);
    }

    private static int CountRows(int length, int columns, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1, name + " columns");
        return length % columns == 0
            ? length / columns
            : throw new ArgumentException($"{name} holds {length} values, which is not a whole number of rows of {columns}.", name);
    }

    private static void RequireFinite(ReadOnlySpan<T> values, int columns, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i / columns}, {i % columns}] is {values[i]}; a network needs finite numbers. Fill or remove the row first.", name);
            }
        }
    }

    private static TOther[] Convert<TOther>(ReadOnlyMemory<T> values)
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        TOther[] converted = new TOther[values.Length];
        TensorPrimitives.ConvertTruncating<T, TOther>(values.Span, converted);
        return converted;
    }

    private static void RequireUsable(ReadOnlySpan<T> weights, int rows)
    {
        if (weights.IsEmpty)
        {
            return;
        }

        if (weights.Length != rows)
        {
            throw new ArgumentException($"weights holds {weights.Length} values for {rows} rows; give one per row.", nameof(weights));
        }

        for (int i = 0; i < rows; i++)
        {
            if (!T.IsFinite(weights[i]) || weights[i] < T.Zero)
            {
                throw new ArgumentException($"weights[{i}] is {weights[i]}; a weight must be finite and not negative.", nameof(weights));
            }
        }

        if (TensorPrimitives.Sum(weights) == T.Zero)
        {
            throw new ArgumentException("All weights are zero; give at least one row a weight above zero.", nameof(weights));
        }
    }
}
