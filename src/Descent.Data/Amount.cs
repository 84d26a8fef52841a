using System.Globalization;

namespace Descent.Data;

/// <summary>Numbers as they stand in sentences: "1 row", "1,599 rows", "0.693", "1e-9".</summary>
internal static class Amount
{
    /// <summary>The number and the noun, which takes an s unless there is one thing.</summary>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A measured number, four digits; whole from 10,000 on, and with an exponent where it is very small or very large.</summary>
    public static string Measure(double value) => Math.Abs(value) switch
    {
        double.NaN => "undefined",
        0 => "0",
        double.PositiveInfinity => value > 0 ? "∞" : "-∞",
        < 1e-4 or >= 1e15 => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
        >= 1e4 => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <summary>A number that was read, with all its digits.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal).Replace("E+0", "e+", StringComparison.Ordinal).Replace('E', 'e');

    /// <summary>"1 of 20 rows has", "2 of 20 rows have".</summary>
    /// <param name="part">How many are meant.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="noun">What they are.</param>
    /// <param name="one">What is said of one.</param>
    /// <param name="many">What is said of several.</param>
    public static string Part(long part, long all, string noun, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{part:#,0} of {Of(all, noun)} {(part == 1 ? one : many)}");
}
