using System.Collections.Concurrent;
using System.Numerics;
using Descent.Formats;

namespace Descent.Tests.Cluster;

/// <summary>Runs every job as another process would: from its description and the bytes of its data.</summary>
internal sealed class PortableRunner(int parallelism = 4) : IJobRunner
{
    private readonly ConcurrentBag<string> descriptions = [];
    private int bound;

    public int Parallelism => parallelism;

    /// <summary>The descriptions of the jobs that ran.</summary>
    public IReadOnlyCollection<string> Descriptions => descriptions;

    /// <summary>The number of jobs that could not be described.</summary>
    public int Bound => bound;

    public History Run<T>(TrainingJob<T> job, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (PortableJob.Of(job) is not { } portable)
        {
            Interlocked.Increment(ref bound);
            return LocalJobRunner.Instance.Run(job, cancellation);
        }

        descriptions.Add(portable.Description);
        Dictionary<string, byte[]> sent = portable.Data.ToDictionary(data => data.Hash, InParts, StringComparer.Ordinal);
        Assert.Equal(PortableJob.DataOf(portable.Description).Order(StringComparer.Ordinal), sent.Keys.Order(StringComparer.Ordinal));
        return PortableJob.Take(job, PortableJob.Run(portable.Description, hash => sent[hash], onEpoch: portable.IsFollowed ? (_, epoch) => PortableJob.Follow(job, epoch) : null, cancellation: cancellation));
    }

    // An odd size, so that parts begin within numbers.
    private static byte[] InParts(JobData data)
    {
        byte[] bytes = new byte[data.Length];
        for (int offset = 0; offset < bytes.Length; offset += 1021)
        {
            data.CopyTo(offset, bytes.AsSpan(offset, Math.Min(1021, bytes.Length - offset)));
        }

        Assert.Equal(data.Hash, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        return bytes;
    }
}
