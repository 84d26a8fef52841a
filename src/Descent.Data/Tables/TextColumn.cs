using System.Text;

namespace Descent.Data;

/// <summary>The cells of one column as UTF-8 in one growing block: about 4 bytes per cell in addition to the text.</summary>
internal sealed class TextColumn(string name)
{
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

    /// <summary>Reserves space for one more cell of the given length and returns where its text starts.</summary>
    private int Reserve(int length)
    {
        int start = count == 0 ? 0 : ends[count - 1];
        if (length > Array.MaxLength - start)
        {
            throw new DataException($"Column \"{Name}\" holds more than 2 GiB of text. Leave the column out of the file, or read the file in parts.");
        }

        if (start + length > text.Length)
        {
            Array.Resize(ref text, Grown(text.Length, start + length));
        }

        if (count == ends.Length)
        {
            Array.Resize(ref ends, Grown(ends.Length, count + 1));
        }

        return start;
    }

    private static int Grown(int length, int needed) => (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(64L, needed), length * 3L / 2));
}
