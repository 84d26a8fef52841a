using System.Diagnostics;
using System.Numerics;

namespace Descent.Numerics;

/// <summary>Measures the maximum number of floating-point operations per second for a number of threads, at the current register width,
/// with which the speed of kernels is compared.</summary>
public static class ProcessorPeak
{
    private const int Windows = 60;
    private const double WindowSeconds = 1e-3;

    /// <summary>Runs only fused multiply-adds in registers, for about a tenth of a second.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="threads">The number of threads that run at the same time, at least 1.</param>
    /// <returns>The best of 60 windows of a millisecond, in 10⁹ operations per second for all threads together; a multiply-add counts
    /// as two.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If <paramref name="threads"/> is less than 1.</exception>
    public static double Measure<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneWidth.Dispatch(LaneWidth.Current, new Meter<T>(threads));

    private sealed class Meter<T>(int threads) : ILaneFunction<T, double>, ITeamWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private Func<long, T> chains = _ => T.Zero;
        private long rounds = 1000;

        public double Invoke<V>()
            where V : struct, ILane<V, T>
        {
            chains = MultiplyAddPeak<T, V>.Run;
            using Team team = new(threads);
            double seconds = Seconds(team);
            while (seconds < WindowSeconds)
            {
                rounds *= 2;
                seconds = Seconds(team);
            }

            for (int i = 0; i < Windows; i++)
            {
                seconds = Math.Min(seconds, Seconds(team));
            }

            return (double)rounds * MultiplyAddPeak<T, V>.OperationsPerRound * threads / seconds * 1e-9;
        }

        public void Execute(int member, int members) => chains(rounds);

        private double Seconds(Team team)
        {
            long start = Stopwatch.GetTimestamp();
            team.Run(this);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
