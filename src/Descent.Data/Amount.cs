using System.Globalization;

namespace Descent.Data;

/// <summary>Formats numbers for use in sentences: "1 row", "1,599 rows", "0.693", "1e-9".</summary>
internal static class Amount
{
    /// <summary>The number followed by the noun, which gets an s unless the number is 1.</summary>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A measured number with four digits; whole from 10,000 on, and with an exponent if it is very small or very
    /// large.</summary>
    public static string Measure(double value) => Math.Abs(value) switch
    {
        double.NaN => "undefined",
        0 => "0",
        double.PositiveInfinity => value > 0 ? "∞" : "-∞",
        < 1e-4 or >= 1e15 => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
        >= 1e4 => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <summary>A number as read, with all its digits; minus zero is zero.</summary>
    public static string Exact(double value) => (value + 0.0).ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal).Replace("E+0", "e+", StringComparison.Ordinal).Replace('E', 'e');

    /// <summary>"1 of 20 rows has", "2 of 20 rows have".</summary>
    /// <param name="part">The number of things the sentence is about.</param>
    /// <param name="all">The number of all things.</param>
    /// <param name="noun">The noun for the things, in the singular.</param>
    /// <param name="one">The verb if <paramref name="part"/> is 1.</param>
    /// <param name="many">The verb otherwise.</param>
    public static string Part(long part, long all, string noun, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{part:#,0} of {Of(all, noun)} {(part == 1 ? one : many)}");
}
