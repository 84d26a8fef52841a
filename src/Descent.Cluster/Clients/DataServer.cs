using Descent.Formats;

namespace Descent.Cluster;

/// <summary>Sends the data of jobs to workers, from where it is in this process, and takes their epochs.</summary>
/// <param name="follow">Takes an epoch of a job: its number, that of the epoch, and the report.</param>
internal sealed class DataServer(Func<int, int, byte[], bool> follow) : IDataSource
{
    private const int MostBytes = 4 << 20;

    private readonly Dictionary<string, (JobData Data, int Users)> held = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Holds data until it is removed as often as it was added.</summary>
    public void Add(IReadOnlyList<JobData> data)
    {
        lock (gate)
        {
            foreach (JobData one in data)
            {
                held[one.Hash] = (one, held.GetValueOrDefault(one.Hash).Users + 1);
            }
        }
    }

    /// <summary>Removes data.</summary>
    public void Remove(IReadOnlyList<JobData> data)
    {
        lock (gate)
        {
            foreach (JobData one in data)
            {
                (JobData kept, int users) = held[one.Hash];
                if (users > 1)
                {
                    held[one.Hash] = (kept, users - 1);
                }
                else
                {
                    held.Remove(one.Hash);
                }
            }
        }
    }

    public Task<long> LengthOf(string hash) => Task.FromResult(Find(hash)?.Length ?? -1);

    public Task<byte[]> Read(string hash, long offset, int count)
    {
        if (count is < 0 or > MostBytes || Find(hash) is not { } data || offset < 0 || offset > data.Length - count)
        {
            throw new ArgumentException($"There are no {count} bytes at {offset} of the data {hash}.");
        }

        byte[] bytes = new byte[count];
        data.CopyTo(offset, bytes);
        return Task.FromResult(bytes);
    }

    public Task<bool> Follow(int job, int epoch, byte[] report) => Task.FromResult(follow(job, epoch, report));

    private JobData? Find(string hash)
    {
        lock (gate)
        {
            return held.GetValueOrDefault(hash).Data;
        }
    }
}
