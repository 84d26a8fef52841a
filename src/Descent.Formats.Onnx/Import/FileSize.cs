using Google.Protobuf;

namespace Descent.Formats.Onnx;

/// <summary>Counts the entries of a file before it is read, because an empty entry takes two bytes in the file and a hundred in memory.</summary>
internal static class FileSize
{
    private const int MostEntries = 100_000, GraphField = 7, NodeField = 1, AttributeField = 5;

    /// <summary>Rejects a file with too many entries.</summary>
    /// <exception cref="ModelFileException">If there are too many.</exception>
    /// <exception cref="InvalidProtocolBufferException">If the file is damaged.</exception>
    public static void Require(ReadOnlySpan<byte> file, string source)
    {
        int entries = 0;
        Count(file.ToArray(), [GraphField, NodeField, AttributeField], ref entries);
        if (entries > MostEntries)
        {
            throw Fault.In(source, $"the file has more than {MostEntries:N0} entries, too many for a dense network.");
        }
    }

    /// <summary>Counts the fields of a message and, along a path of field numbers, of messages inside it.</summary>
    private static void Count(byte[] message, ReadOnlySpan<int> path, ref int entries)
    {
        using CodedInputStream input = new(message);
        for (uint tag; entries <= MostEntries && (tag = input.ReadTag()) != 0;)
        {
            entries++;
            if (path.Length > 0 && WireFormat.GetTagFieldNumber(tag) == path[0] && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                Count(input.ReadBytes().ToByteArray(), path[1..], ref entries);
            }
            else
            {
                input.SkipLastField();
            }
        }
    }
}
