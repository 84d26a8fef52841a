using System.Numerics.Tensors;
using System.Text;

namespace Descent.Data;

/// <summary>The cells of one column as UTF-8 in one growing block: about 4 bytes per cell in addition to the text.</summary>
internal sealed class TextColumn(string name)
{
    private const int LargestKept = 1 << 16;

    private byte[] text = [];
    private int[] ends = [];
    private int count;

    public string Name { get; } = name;

    public int Count => count;

    /// <summary>The number of bytes of memory in use.</summary>
    public long Footprint => text.LongLength + (4L * ends.LongLength);

    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)count, nameof(row));
            int start = row == 0 ? 0 : ends[row - 1];
            return text.AsSpan(start, ends[row] - start);
        }
    }

    /// <summary>Removes all cells, and keeps the memory unless it is large.</summary>
    public void Clear(int largestKept = LargestKept)
    {
        count = 0;
        text = text.Length <= largestKept ? text : [];
        ends = ends.Length <= largestKept ? ends : [];
    }

    /// <summary>Reserves memory for more cells like these.</summary>
    /// <param name="factor">The final number of cells divided by the present one.</param>
    public void Grow(double factor)
    {
        Array.Resize(ref text, (int)Math.Clamp(factor * Length, text.Length, Array.MaxLength));
        Array.Resize(ref ends, (int)Math.Clamp(factor * count, ends.Length, Array.MaxLength));
    }

    /// <summary>Appends the cells of another column.</summary>
    public void Append(TextColumn other)
    {
        int start = Reserve(other.Length, other.count);
        other.text.AsSpan(0, other.Length).CopyTo(text.AsSpan(start));
        TensorPrimitives.Add(other.ends.AsSpan(0, other.count), start, ends.AsSpan(count));
        count += other.count;
    }

    public void Append(ReadOnlySpan<byte> cell)
    {
        int start = Reserve(cell.Length);
        cell.CopyTo(text.AsSpan(start));
        ends[count++] = start + cell.Length;
    }

    public void Append(string cell)
    {
        int length = Encoding.UTF8.GetByteCount(cell), start = Reserve(length);
        _ = Encoding.UTF8.GetBytes(cell, text.AsSpan(start));
        ends[count++] = start + length;
    }

    private int Length => count == 0 ? 0 : ends[count - 1];

    /// <summary>Reserves space for more cells with the given number of bytes together, and returns where their text starts.</summary>
    private int Reserve(int length, int cells = 1)
    {
        int start = Length;
        if (length > Array.MaxLength - start)
        {
            throw new DataException($"Column \"{Name}\" holds more than 2 GiB of text. Leave the column out of the file, or read the file in parts.");
        }

        if (start + length > text.Length)
        {
            Array.Resize(ref text, Grown(text.Length, start + length));
        }

        if (count + cells > ends.Length)
        {
            Array.Resize(ref ends, Grown(ends.Length, count + cells));
        }

        return start;
    }

    private static int Grown(int length, int needed) => (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(64L, needed), length * 3L / 2));
}
