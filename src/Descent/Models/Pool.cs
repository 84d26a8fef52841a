namespace Descent;

/// <summary>Memory that one call at a time may use: kept for the next call, made anew only when more calls come together than ever before.</summary>
internal sealed class Pool<TItem>
    where TItem : class
{
    private readonly TItem?[] idle = new TItem?[Environment.ProcessorCount + 1];

    /// <summary>An idle one, or null.</summary>
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

    /// <summary>Puts one back.</summary>
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
