using System.Globalization;

namespace Descent.Data;

/// <summary>A number of things in words: "1 row", "1,599 rows".</summary>
internal static class Amount
{
    /// <summary>The number and the noun, which takes an s unless there is one thing.</summary>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>"1 of 20 rows has", "2 of 20 rows have".</summary>
    /// <param name="part">How many are meant.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="noun">What they are.</param>
    /// <param name="one">What is said of one.</param>
    /// <param name="many">What is said of several.</param>
    public static string Part(long part, long all, string noun, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{part:#,0} of {Of(all, noun)} {(part == 1 ? one : many)}");
}
