namespace Descent.Formats;

/// <summary>Checks that the tensors of a header fill the buffer exactly: right sizes, no overlaps, no gaps, nothing after the last
/// one.</summary>
internal static class BufferLayout
{
    public static void Check(IReadOnlyList<TensorEntry> entries, long bufferLength, string source)
    {
        foreach (TensorEntry entry in entries)
        {
            CheckOne(entry, bufferLength, source);
        }

        long filled = 0;
        string previous = "the start";
        foreach (TensorEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            string name = Fault.Quote(entry.Name);
            if (entry.Begin < filled)
            {
                throw Fault.In(source, $"tensor {name} begins at byte {entry.Begin} and overlaps {previous}, which ends at {filled}");
            }

            if (entry.Begin > filled)
            {
                throw Fault.In(source, $"tensor {name} begins at byte {entry.Begin}, which leaves a gap after {previous}, which ends at {filled}");
            }

            (filled, previous) = (entry.End, name);
        }

        if (filled != bufferLength)
        {
            throw Fault.In(source, $"{bufferLength - filled} bytes follow the last tensor, which ends at byte {filled} of the buffer; the file is damaged");
        }
    }

    private static void CheckOne(TensorEntry entry, long bufferLength, string source)
    {
        string name = Fault.Quote(entry.Name);
        if (entry.Begin > entry.End)
        {
            throw Fault.In(source, $"tensor {name} ends at byte {entry.End}, before it begins at {entry.Begin}");
        }

        if (entry.End > bufferLength)
        {
            throw Fault.In(source, $"tensor {name} ends at byte {entry.End}, but the file has {bufferLength} bytes of tensors; the file is truncated or damaged");
        }

        long expected;
        try
        {
            expected = entry.Type.ByteCount(entry.Shape);
        }
        catch (OverflowException cause)
        {
            throw Fault.In(source, $"tensor {name} cannot have the shape {Fault.Quote(entry.Shape)} with type {entry.Type}: {cause.Message}", cause);
        }

        if (expected != entry.End - entry.Begin)
        {
            throw Fault.In(
                source,
                $"tensor {name} of shape {Fault.Quote(entry.Shape)} and type {entry.Type} needs {expected} bytes, but its offsets span {entry.End - entry.Begin}");
        }
    }
}
