using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Descent.Data;

/// <summary>Passes bytes through, and throws at the first one that is not valid UTF-8, giving its offset.</summary>
/// <remarks>Replacing invalid bytes with "�" would silently merge categories and labels that differ.</remarks>
internal sealed class StrictUtf8Stream(Stream inner, string source, long offset) : ForwardStream(inner)
{
    private readonly byte[] begun = new byte[8];
    private int begunCount;
    private long offset = offset;

    public override int Read(Span<byte> buffer)
    {
        int count = Inner.Read(buffer);
        if (count > 0)
        {
            Check(buffer[..count]);
            offset += count;
        }
        else if (begunCount > 0 && !buffer.IsEmpty)
        {
            throw Invalid(offset - begunCount, begun[0]);
        }

        return count;
    }

    private void Check(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IndexOf((byte)0) is var zero and >= 0)
        {
            throw TextEncodings.Zero(source, offset + zero, []);
        }

        int start = FinishBegunCharacter(chunk);
        ReadOnlySpan<byte> rest = chunk[start..];
        int tail = UnfinishedTail(rest);
        ReadOnlySpan<byte> body = rest[..^tail];
        if (!Utf8.IsValid(body))
        {
            int bad = 0;
            while (Rune.DecodeFromUtf8(body[bad..], out _, out int length) == OperationStatus.Done)
            {
                bad += length;
            }

            throw Invalid(offset + start + bad, body[bad]);
        }

        rest[^tail..].CopyTo(begun.AsSpan(begunCount));
        begunCount += tail;
    }

    /// <summary>Completes the character that was cut off at the end of the last chunk, and returns how many bytes of this chunk it
    /// took.</summary>
    private int FinishBegunCharacter(ReadOnlySpan<byte> chunk)
    {
        int taken = 0;
        while (begunCount > 0 && taken < chunk.Length)
        {
            begun[begunCount++] = chunk[taken++];
            switch (Rune.DecodeFromUtf8(begun.AsSpan(0, begunCount), out _, out _))
            {
                case OperationStatus.Done:
                    begunCount = 0;
                    break;
                case OperationStatus.InvalidData:
                    throw Invalid(offset + taken - begunCount, begun[0]);
                default:
                    break;
            }
        }

        return taken;
    }

    /// <summary>The number of bytes at the end that begin an incomplete character.</summary>
    private static int UnfinishedTail(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte lead = bytes[^back];
            int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            if (lead is < 0x80 or >= 0xC0)
            {
                return needed > back ? back : 0;
            }
        }

        return 0;
    }

    private DataException Invalid(long at, byte value) =>
        new($"{source}: byte {at} (0x{value:X2}) is not valid UTF-8. Set the encoding of the file, or save it as UTF-8.", new Remedy(nameof(CsvOptions.Encoding), value: "windows-1252"));
}
