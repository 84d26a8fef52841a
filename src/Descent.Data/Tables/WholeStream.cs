using System.Globalization;

namespace Descent.Data;

/// <summary>Passes the bytes of a file through, and throws at their end if these are not as many as the file had when it was opened.</summary>
/// <remarks>A file that another program shortens, perhaps between two rows, would otherwise be taken for a complete one.</remarks>
internal sealed class WholeStream(Stream inner, string source, long length) : ForwardStream(inner)
{
    private long total;

    public override int Read(Span<byte> buffer)
    {
        int count = Inner.Read(buffer);
        total += count;
        return count > 0 || buffer.IsEmpty || total == length
            ? count
            : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{source} changed while it was read: it had {length:#,0} bytes when it was opened, and {total:#,0} at the end. Read it again when no other program writes to it."));
    }
}
