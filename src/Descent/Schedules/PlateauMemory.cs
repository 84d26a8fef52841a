namespace Descent.Schedules;

/// <summary>How far the plateau schedules of one run have read its losses, so that each loss is looked at once. Not for several threads.</summary>
internal sealed class PlateauMemory
{
    private readonly Dictionary<PlateauSchedule, PlateauCount> counts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The count of a schedule, read up to some losses; fewer than last time are read from the beginning.</summary>
    public PlateauCount Of(PlateauSchedule schedule, ReadOnlySpan<double> losses)
    {
        if (!counts.TryGetValue(schedule, out PlateauCount? count) || count.Seen > losses.Length)
        {
            counts[schedule] = count = new PlateauCount();
        }

        count.Read(schedule, losses);
        return count;
    }
}

/// <summary>What a plateau schedule remembers of losses.</summary>
internal sealed class PlateauCount
{
    private double best = double.PositiveInfinity;
    private int bad, cooling;

    /// <summary>How many losses were read.</summary>
    public int Seen { get; private set; }

    /// <summary>By what the number is multiplied.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>Reads the losses that are new.</summary>
    public void Read(PlateauSchedule schedule, ReadOnlySpan<double> losses)
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
                Factor *= schedule.Factor;
                (bad, cooling) = (0, schedule.Cooldown);
            }
        }
    }
}
