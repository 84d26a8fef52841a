using System.Runtime.InteropServices;

namespace Descent;

/// <summary>How far the plateau schedules of one run have read its losses, so that each loss is looked at once. Not for several threads.</summary>
internal sealed class PlateauMemory
{
    private readonly Dictionary<PlateauSchedule, PlateauCount> counts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The factor of a schedule after some losses; fewer than last time are read from the beginning.</summary>
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

/// <summary>What a plateau schedule remembers of losses.</summary>
internal struct PlateauCount
{
    private double best = double.PositiveInfinity;
    private int bad, cooling;
    private double factor = 1;

    public PlateauCount()
    {
    }

    /// <summary>How many losses were read.</summary>
    public int Seen { get; private set; }

    /// <summary>Reads the losses that are new, and gives what the number is multiplied by.</summary>
    public double Read(PlateauSchedule schedule, ReadOnlySpan<double> losses)
    {
        for (; Seen < losses.Length; Seen++)
        {
            double loss = losses[Seen];
            // A loss that is not finite is no improvement, nor can it stand in the way of one.
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
