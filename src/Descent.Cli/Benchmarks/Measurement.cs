using System.Diagnostics;

namespace Descent.Cli.Benchmarks;

/// <summary>
/// How long a step takes, from many short windows: on a machine that does other things too, the median and the minimum of
/// windows say more than a mean over everything.
/// </summary>
/// <param name="Median">Microseconds per step, the middle window.</param>
/// <param name="Minimum">The fastest window.</param>
/// <param name="Low">The 5th percentile.</param>
/// <param name="High">The 95th percentile.</param>
/// <param name="Windows">How many windows there were.</param>
/// <param name="BytesPerStep">Managed memory allocated per step, by all threads.</param>
internal sealed record Measurement(double Median, double Minimum, double Low, double High, int Windows, double BytesPerStep)
{
    private const double WindowSeconds = 0.01, WarmUpShare = 0.5;
    private const int LeastWindows = 5, MostWindows = 100_000;

    /// <summary>Warms up, then measures.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="seconds">How long to measure; a few windows are taken in any case.</param>
    /// <param name="cancellation">Ends it between two windows.</param>
    public static Measurement Of(Work work, double seconds, CancellationToken cancellation)
    {
        int steps = StepsPerWindow(work, seconds * WarmUpShare, cancellation);
        double[] times = new double[Math.Clamp((int)Math.Min(seconds / WindowSeconds, MostWindows), LeastWindows, MostWindows)];
        int windows = 0;
        long allocated = GC.GetTotalAllocatedBytes(precise: true), began = Stopwatch.GetTimestamp();
        while (windows < times.Length && (windows < LeastWindows || Stopwatch.GetElapsedTime(began).TotalSeconds < seconds))
        {
            cancellation.ThrowIfCancellationRequested();
            times[windows++] = Window(work, steps) / steps * 1e6;
        }

        double bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / ((long)steps * windows);
        Array.Sort(times, 0, windows);
        ReadOnlySpan<double> sorted = times.AsSpan(0, windows);
        return new Measurement(Percentile(sorted, 0.5), sorted[0], Percentile(sorted, 0.05), Percentile(sorted, 0.95), windows, bytes);
    }

    /// <summary>The number below which a share of the sorted numbers lies, between its two neighbors.</summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    // Warming up also shows how many steps fill a window.
    private static int StepsPerWindow(Work work, double warmUp, CancellationToken cancellation)
    {
        int steps = 1;
        long began = Stopwatch.GetTimestamp();
        double fastest = double.PositiveInfinity;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            double elapsed = Window(work, steps);
            fastest = Math.Min(fastest, elapsed / steps);
            if (elapsed < WindowSeconds / 2)
            {
                steps *= 2;
            }
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < warmUp);
        return (int)Math.Clamp(WindowSeconds / fastest, 1, 10_000_000);
    }

    private static double Window(Work work, int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            work.Step();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
