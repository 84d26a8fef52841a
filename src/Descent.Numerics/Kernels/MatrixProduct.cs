using System.Numerics;

namespace Descent.Numerics;

/// <summary>
/// Computes the product <c>C = A·B</c> of two square matrices with the kernel of every dense layer, on one thread, in its own memory:
/// once created, it can be computed repeatedly without allocations.
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

    /// <summary>Allocates matrices of the given size, filled with zeros.</summary>
    /// <param name="size">The number of rows and columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">If <paramref name="size"/> is less than 1.</exception>
    public MatrixProduct(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        stride = (int)AlignedBlock<T>.Pad(size);

        // Rows that are a multiple of 4 KiB apart would compete for the same cache sets; Descent's own batches avoid it too.
        stride += stride % 1024 == 0 ? AlignedBlock<T>.PerAlignment : 0;
        left = new AlignedBlock<T>((long)size * stride);
        right = new AlignedBlock<T>((long)size * stride);
        product = new AlignedBlock<T>((long)size * stride);
        compute = LaneWidth.Dispatch(LaneWidth.Current, new Making(this));
    }

    /// <summary>The number of rows and columns of each matrix.</summary>
    public int Size { get; }

    /// <summary>Sets A.</summary>
    /// <param name="values">The elements in row-major order.</param>
    /// <exception cref="ArgumentException">If the number of elements is not <see cref="Size"/>².</exception>
    public void SetLeft(ReadOnlySpan<T> values) => Set(left, values);

    /// <summary>Sets B.</summary>
    /// <param name="values">The elements in row-major order.</param>
    /// <exception cref="ArgumentException">If the number of elements is not <see cref="Size"/>².</exception>
    public void SetRight(ReadOnlySpan<T> values) => Set(right, values);

    /// <summary>Computes C.</summary>
    public void Compute() => compute();

    /// <summary>Gets C.</summary>
    /// <returns>The elements in row-major order.</returns>
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
            throw new ArgumentException($"A matrix of {Size} × {Size} has {Size * Size} elements, but {values.Length} were given.", nameof(values));
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
