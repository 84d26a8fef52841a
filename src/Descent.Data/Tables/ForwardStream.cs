namespace Descent.Data.Tables;

/// <summary>A read-only, forward-only stream over another one, which it owns.</summary>
internal abstract class ForwardStream(Stream inner) : OneWayStream
{
    public override bool CanRead => true;

    protected Stream Inner { get; } = inner;

    public abstract override int Read(Span<byte> buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
