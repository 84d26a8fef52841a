namespace Descent.Cli;

/// <summary>The error stream: when it cannot be written, there is nowhere to say so, and work is not given up for that.</summary>
internal sealed class LenientStream(Stream inner) : OneWayStream
{
    private bool isBroken;

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            if (!isBroken)
            {
                inner.Write(buffer);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            isBroken = true;
        }
    }
}
