namespace Descent.Cluster;

/// <summary>The state of a result.</summary>
[GenerateSerializer]
internal sealed class JobResultState
{
    [Id(0)]
    public byte[]? Result { get; set; }
}

/// <summary>Keeps the result of a job. Since every worker computes the same bits, the first result is as good as any.</summary>
internal sealed class JobResultGrain([PersistentState("result", ClusterHosting.StorageName)] IPersistentState<JobResultState> kept) : Grain, IJobResult
{
    public Task<bool> Has() => Task.FromResult(kept.State.Result is not null);

    public async Task<bool> Set(byte[] result)
    {
        if (kept.State.Result is not null)
        {
            return false;
        }

        kept.State.Result = result;
        try
        {
            await kept.WriteStateAsync();
        }
        catch
        {
            // What is not on disk must not be answered as if it were; the worker tries again.
            kept.State.Result = null;
            DeactivateOnIdle();
            throw;
        }

        return true;
    }

    public Task<byte[]?> Get() => Task.FromResult(kept.State.Result);

    public async Task Clear()
    {
        await kept.ClearStateAsync();
        DeactivateOnIdle();
    }
}
