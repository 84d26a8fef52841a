using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// A block of values that begins on a 64-byte boundary and never moves. The garbage collector owns it, so it need not be disposed.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class AlignedBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Alignment in bytes: one cache line, one 512-bit register.</summary>
    public const int Alignment = 64;

    private readonly T[] pinned;

    /// <summary>Allocates a block of zeros.</summary>
    /// <param name="length">The number of values; padding up to the next full 64 bytes is added after them.</param>
    /// <exception cref="ArgumentOutOfRangeException">If the block would be longer than the longest possible array.</exception>
    public AlignedBlock(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > Array.MaxLength - (2 * PerAlignment))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"One block can contain at most {Array.MaxLength} values. Use smaller layers or a smaller batch.");
        }

        Length = (int)length;
        pinned = GC.AllocateArray<T>((int)Pad(length) + PerAlignment, pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref pinned[0]);
        Pointer = (T*)((start + Alignment - 1) & ~(nint)(Alignment - 1));
    }

    /// <summary>The number of values in <see cref="Alignment"/> bytes.</summary>
    public static int PerAlignment => Alignment / sizeof(T);

    /// <summary>The requested number of elements.</summary>
    public int Length { get; }

    /// <summary>The address of the first element, valid as long as this object is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>The elements.</summary>
    public Span<T> Span => new(Pointer, Length);

    /// <summary>The block as a matrix of one row.</summary>
    public Matrix<T> Row => new(Pointer, 1, Length, Length);

    /// <summary>A matrix inside the block.</summary>
    /// <param name="offset">The offset of its first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="stride">The distance from one row to the next.</param>
    /// <returns>The view.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> View(int offset, int rows, int columns, int stride) => new(Pointer + offset, rows, columns, stride);

    /// <summary>Creates another block with the same values.</summary>
    /// <returns>The copy.</returns>
    public AlignedBlock<T> Copy()
    {
        AlignedBlock<T> copy = new(Length);
        Span.CopyTo(copy.Span);

        // The spans do not keep this block alive, which its owner may replace in the meantime.
        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>The next multiple of <see cref="PerAlignment"/>.</summary>
    /// <param name="length">Any length.</param>
    /// <returns>The padded length.</returns>
    public static long Pad(long length) => (length + PerAlignment - 1) / PerAlignment * PerAlignment;
}
