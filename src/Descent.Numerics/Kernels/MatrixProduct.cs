using System.Numerics;

namespace Descent.Numerics;

/// <summary>
/// The product <c>C = A·B</c> of two square matrices by the kernel behind every dense layer, on one thread, over memory of its own:
/// made once, it is computed again and again without allocating anything.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <example>
/// <code>
/// MatrixProduct&lt;float&gt; product = new(2);
/// product.SetLeft([1, 2, 3, 4]);
/// product.SetRight([1, 0, 0, 1]);
/// product.Compute();
/// float[] same = product.ToArray();
/// </code>
/// </example>
public sealed class MatrixProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int stride;
    private readonly AlignedBlock<T> left, right, product;
    private readonly Action compute;

    /// <summary>Makes room for matrices of a size; all numbers are 0.</summary>
    /// <param name="size">Rows and columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">If <paramref name="size"/> is less than 1.</exception>
    public MatrixProduct(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        stride = (int)AlignedBlock<T>.Pad(size);

        // Rows a multiple of 4 KiB apart would fight for the same cache sets; Descent's own batches keep off it too.
        stride += stride % 1024 == 0 ? AlignedBlock<T>.PerAlignment : 0;
        left = new AlignedBlock<T>((long)size * stride);
        right = new AlignedBlock<T>((long)size * stride);
        product = new AlignedBlock<T>((long)size * stride);
        compute = LaneWidth.Dispatch(LaneWidth.Current, new Making(this));
    }

    /// <summary>Rows and columns of each matrix.</summary>
    public int Size { get; }

    /// <summary>Sets A.</summary>
    /// <param name="values">Its numbers, row after row.</param>
    /// <exception cref="ArgumentException">If they are not <see cref="Size"/>² numbers.</exception>
    public void SetLeft(ReadOnlySpan<T> values) => Set(left, values);

    /// <summary>Sets B.</summary>
    /// <param name="values">Its numbers, row after row.</param>
    /// <exception cref="ArgumentException">If they are not <see cref="Size"/>² numbers.</exception>
    public void SetRight(ReadOnlySpan<T> values) => Set(right, values);

    /// <summary>Computes C.</summary>
    public void Compute() => compute();

    /// <summary>C.</summary>
    /// <returns>Its numbers, row after row.</returns>
    public T[] ToArray()
    {
        T[] values = new T[Size * Size];
        for (int row = 0; row < Size; row++)
        {
            View(product).Row(row).CopyTo(values.AsSpan(row * Size));
        }

        return values;
    }

    private void Set(AlignedBlock<T> block, ReadOnlySpan<T> values)
    {
        if (values.Length != Size * Size)
        {
            throw new ArgumentException($"There are {values.Length} numbers; a matrix of {Size} × {Size} has {Size * Size}.", nameof(values));
        }

        for (int row = 0; row < Size; row++)
        {
            values.Slice(row * Size, Size).CopyTo(View(block).Row(row));
        }
    }

    private Matrix<T> View(AlignedBlock<T> block) => block.View(0, Size, Size, stride);

    private sealed class Making(MatrixProduct<T> of) : ILaneFunction<T, Action>
    {
        public Action Invoke<V>()
            where V : struct, ILane<V, T>
        {
            Workspace<T> workspace = new();
            workspace.Reserve();
            return () => Product<T, V>.Affine(of.View(of.left), default, of.View(of.right), of.View(of.product), workspace);
        }
    }
}
