using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Descent.Serve;

/// <summary>The counters of a served model. Safe to use from many threads.</summary>
internal sealed class ModelCounters(string name, Histogram<double> seconds)
{
    /// <summary>The upper limits of the intervals in which times are counted, in seconds.</summary>
    public static readonly IReadOnlyList<double> Limits = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly KeyValuePair<string, object?> tag = new("descent.model", name);
    private readonly long[] errors = new long[FaultKind.All.Count], times = new long[Limits.Count + 1];
    private long rows, ticks, loads, failedLoads;

    /// <summary>The name of the model.</summary>
    public string Name => name;

    /// <summary>The number of answered requests.</summary>
    public long Requests => Enumerable.Range(0, times.Length).Sum(Times);

    /// <summary>The number of predicted rows.</summary>
    public long Rows => Interlocked.Read(ref rows);

    /// <summary>The time of all answered requests, in seconds.</summary>
    public double Seconds => Interlocked.Read(ref ticks) / (double)Stopwatch.Frequency;

    /// <summary>The number of files that were loaded.</summary>
    public long Loads => Interlocked.Read(ref loads);

    /// <summary>The number of files that could not be loaded.</summary>
    public long FailedLoads => Interlocked.Read(ref failedLoads);

    /// <summary>The number of requests that were answered with an error of a kind.</summary>
    public long Errors(FaultKind kind) => Interlocked.Read(ref errors[PlaceOf(kind)]);

    /// <summary>The number of requests whose time is in an interval.</summary>
    public long Times(int interval) => Interlocked.Read(ref times[interval]);

    /// <summary>Counts predicted rows.</summary>
    public void Predicted(int count) => Interlocked.Add(ref rows, count);

    /// <summary>Counts a request that ends now.</summary>
    /// <param name="started">When it began, a timestamp of <see cref="Stopwatch"/>.</param>
    public void Answered(long started)
    {
        long passed = Stopwatch.GetTimestamp() - started;
        double own = passed / (double)Stopwatch.Frequency;
        int interval = 0;
        while (interval < Limits.Count && own > Limits[interval])
        {
            interval++;
        }

        Interlocked.Increment(ref times[interval]);
        Interlocked.Add(ref ticks, passed);
        seconds.Record(own, tag);
    }

    /// <summary>Counts a request that is answered with an error.</summary>
    public void Failed(FaultKind kind) => Interlocked.Increment(ref errors[PlaceOf(kind)]);

    /// <summary>Counts a model file.</summary>
    public void Loaded(bool succeeded) => Interlocked.Increment(ref succeeded ? ref loads : ref failedLoads);

    private static int PlaceOf(FaultKind kind)
    {
        int place = 0;
        while (FaultKind.All[place] != kind)
        {
            place++;
        }

        return place;
    }
}
