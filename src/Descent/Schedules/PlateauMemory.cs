using System.Runtime.InteropServices;

namespace Descent;

/// <summary>The state of the plateau schedules of one run, so that each loss is read only once. Not thread-safe.</summary>
internal sealed class PlateauMemory
{
    private readonly Dictionary<PlateauSchedule, PlateauCount> counts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gets the factor of a schedule after some losses. If there are fewer losses than last time, they are read from the beginning.</summary>
    public double FactorOf(PlateauSchedule schedule, ReadOnlySpan<double> losses)
    {
        ref PlateauCount count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, schedule, out bool known);
        if (!known || count.Seen > losses.Length)
        {
            count = new PlateauCount();
        }

        return count.Read(schedule, losses);
    }
}

/// <summary>The state of a plateau schedule.</summary>
internal struct PlateauCount
{
    private double best = double.PositiveInfinity;
    private int bad, cooling;
    private double factor = 1;

    public PlateauCount()
    {
    }

    /// <summary>The number of losses that have been read.</summary>
    public int Seen { get; private set; }

    /// <summary>Reads the new losses, and returns the factor of the value.</summary>
    public double Read(PlateauSchedule schedule, ReadOnlySpan<double> losses)
    {
        for (; Seen < losses.Length; Seen++)
        {
            double loss = losses[Seen];
            // A loss that is not finite is not an improvement, and does not prevent a later one.
            bool better = double.IsFinite(loss) && (double.IsInfinity(best) || loss < best - (schedule.Threshold * Math.Abs(best)));
            best = better ? loss : best;
            bad = better ? 0 : bad + 1;
            if (cooling > 0)
            {
                cooling--;
                bad = 0;
            }

            if (bad > schedule.Patience)
            {
                factor *= schedule.Factor;
                (bad, cooling) = (0, schedule.Cooldown);
            }
        }

        return factor;
    }
}
