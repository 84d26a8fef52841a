using System.Net;

namespace Descent.Cluster;

/// <summary>Where a cluster is, and what this process gives to it.</summary>
public sealed class ClusterOptions
{
    /// <summary>The port of the first worker of a cluster on one machine.</summary>
    internal const int UsualPort = 11111;

    /// <summary>
    /// Where the cluster is: the connection string or URI of a PostgreSQL database, which its machines share, or <c>local</c> for workers on this machine alone, without a database;
    /// <c>local:12000</c> is another one on this machine. Default <c>local</c>.
    /// </summary>
    public string Connection { get; set; } = "local";

    /// <summary>The name, of several clusters in one database; default <c>descent</c>.</summary>
    public string Name { get; set; } = "descent";

    /// <summary>The secret that all processes of the cluster share, at least 16 characters. With it, all connections are encrypted and nobody without it can join. It may only be null if <see cref="Address"/> is a loopback address.</summary>
    public string? Secret { get; set; }

    /// <summary>The address at which other workers reach this one; default 127.0.0.1.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port for other workers; 0, the default, for the first free one from 11111.</summary>
    public int Port { get; set; }

    /// <summary>The port for programs that submit jobs; 0, the default, for the next free one.</summary>
    public int GatewayPort { get; set; }

    /// <summary>The number of threads for trainings, and so of small trainings at a time; default one per processor.</summary>
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>The bytes of memory for trainings; default three quarters of what the process may use.</summary>
    public long Memory { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>The folder in which the rows of jobs are kept; default one in the folder for temporary files.</summary>
    public string CacheFolder { get; set; } = Path.Combine(Path.GetTempPath(), "descent-cluster");

    /// <summary>The largest number of bytes in <see cref="CacheFolder"/>, beyond those of running jobs; default 4 GiB.</summary>
    public long CacheBytes { get; set; } = 4L << 30;

    /// <summary>The time after which a job of a worker that is silent is given to another one; default 15 seconds. Orleans declares a silo dead after the same time.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The time that running jobs have when the process is asked to stop, before they are handed back; default 25 seconds.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Whether the cluster is on this machine alone, without a database.</summary>
    internal bool IsLocal => Connection == "local" || Connection.StartsWith("local:", StringComparison.Ordinal);

    /// <summary>The port of the first worker of a local cluster.</summary>
    internal int LocalPort => Connection == "local" ? UsualPort
        : int.TryParse(Connection["local:".Length..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65_000 ? port
        : throw new ArgumentException($"A cluster on this machine is local or local:PORT with a port from 1 to 64,999, but is '{Connection}'.");

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">If an option is out of range, or there is no secret although other machines can connect.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Connection, nameof(Connection));
        ArgumentException.ThrowIfNullOrWhiteSpace(Name, nameof(Name));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfLessThan(Memory, 1, nameof(Memory));
        ArgumentOutOfRangeException.ThrowIfNegative(CacheBytes, nameof(CacheBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(Lease, TimeSpan.FromSeconds(1), nameof(Lease));
        ArgumentOutOfRangeException.ThrowIfLessThan(Drain, TimeSpan.Zero, nameof(Drain));
        if (IsLocal)
        {
            _ = LocalPort;
        }

        if (Secret is null && !IPAddress.IsLoopback(Address))
        {
            throw new ArgumentException($"Other machines can connect to {Address}, so a secret is needed that all processes of the cluster share. Set it, or listen on {IPAddress.Loopback}.");
        }

        if (IsLocal && !IPAddress.IsLoopback(Address))
        {
            throw new ArgumentException($"A local cluster is on this machine alone, but {Address} can be reached from others. Name a PostgreSQL database, which the machines share.");
        }

        if (Secret is { Length: < 16 })
        {
            throw new ArgumentException($"The secret of a cluster needs at least 16 characters, because who records a connection can try secrets offline, but it has {Secret.Length}.");
        }
    }
}
