namespace Descent;

/// <summary>A pool of objects that one call at a time may use. They are kept for later calls; a new one is needed only if more calls run concurrently than ever before.</summary>
internal sealed class Pool<TItem>
    where TItem : class
{
    private readonly TItem?[] idle = new TItem?[Environment.ProcessorCount + 1];

    /// <summary>Takes an idle object; null if there is none.</summary>
    public TItem? Rent()
    {
        for (int i = 0; i < idle.Length; i++)
        {
            if (Volatile.Read(ref idle[i]) is not null && Interlocked.Exchange(ref idle[i], null) is { } item)
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>Returns an object to the pool.</summary>
    public void Return(TItem item)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            if (Interlocked.CompareExchange(ref idle[i], item, null) is null)
            {
                return;
            }
        }
    }
}
