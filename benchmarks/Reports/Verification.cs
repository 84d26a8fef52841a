using System.Globalization;

namespace Descent.Benchmarks.Reports;

/// <summary>Whether a peer computed the same thing: its check number beside ours.</summary>
internal static class Verification
{
    // Adam's first steps have the size of the learning rate however small a gradient is, so rounding shows early.
    private const double FloatTolerance = 1e-3, DoubleTolerance = 1e-4;

    /// <summary>Whether two numbers agree within rounding, or null if there are no two numbers.</summary>
    public static bool? Agree(ResultLine ours, ResultLine peer)
    {
        double tolerance = peer.Type == "double" ? DoubleTolerance : FloatTolerance;
        return ours.Check is { } own && peer.Check is { } other ? Math.Abs(own - other) <= tolerance * Math.Abs(own) : null;
    }

    /// <summary>A sentence for every disagreement, and for every peer that computed something we did not.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<ResultLine> lines)
    {
        foreach (ResultLine peer in lines.Where(line => line.Peer != ResultLine.Ours && line.Check is not null))
        {
            ResultLine? ours = lines.FirstOrDefault(line => line.Peer == ResultLine.Ours && line.Workload == peer.Workload && line.Type == peer.Type);
            if (ours is null || Agree(ours, peer) != true)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{peer.Peer} arrives at {peer.Check} for {peer.Workload} ({peer.Type}), Descent at {ours?.Check}.");
            }
        }
    }
}
