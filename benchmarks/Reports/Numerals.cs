using System.Globalization;

namespace Descent.Benchmarks.Reports;

/// <summary>Numbers as tables show them: three digits that count.</summary>
internal static class Numerals
{
    public static string Short(double? value) => value switch
    {
        null => "–",
        >= 1000 => Math.Round(value.Value).ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.Value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("F2", CultureInfo.InvariantCulture),
    };

    /// <summary>A peer's time over ours.</summary>
    public static string Times(double? peer, double? ours) => peer is null || ours is null ? "–" : $"{Short(peer / ours)}×";
}
