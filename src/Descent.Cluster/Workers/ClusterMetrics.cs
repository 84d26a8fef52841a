using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Descent.Cluster;

/// <summary>The metrics and traces of a worker, in the meter and the source <c>Descent.Cluster</c>.</summary>
internal sealed class ClusterMetrics
{
    private readonly Counter<long> jobs, received, uncached;
    private readonly Histogram<double> seconds;

    public ClusterMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(ClusterHosting.TelemetryName);
        jobs = meter.CreateCounter<long>("descent.cluster.jobs", "{job}", "Jobs that this worker has ended, by outcome.");
        received = meter.CreateCounter<long>("descent.cluster.data.received", "By", "Bytes of rows that this worker has received.");
        seconds = meter.CreateHistogram<double>("descent.cluster.job.duration", "s", "Duration of a job on its worker.");
        uncached = meter.CreateCounter<long>("descent.cluster.data.uncached", "{file}", "Rows that could not be kept on disk.");
        meter.CreateObservableGauge("descent.cluster.jobs.running", () => Running?.Invoke() ?? 0, "{job}", "Jobs that this worker runs.");
    }

    /// <summary>The source of traces.</summary>
    public static ActivitySource Source { get; } = new(ClusterHosting.TelemetryName);

    /// <summary>Counts the running jobs.</summary>
    public Func<int>? Running { get; set; }

    /// <summary>Counts a job.</summary>
    public void Ended(string outcome, double duration)
    {
        jobs.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        seconds.Record(duration);
    }

    /// <summary>Counts rows that could not be kept on disk.</summary>
    public void Uncached() => uncached.Add(1);

    /// <summary>Counts bytes.</summary>
    public void Received(long bytes) => received.Add(bytes);
}
