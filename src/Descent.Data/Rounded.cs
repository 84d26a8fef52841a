using System.Globalization;

namespace Descent.Data;

/// <summary>Formats measured numbers for sentences: six significant digits, and an exponent only if many zeros would be
/// needed.</summary>
internal static class Rounded
{
    private const double Smallest = 1e-4, Large = 1e5, Largest = 1e15;

    /// <summary>The number as text, such as 0.839, 231932 or 9.9e+36.</summary>
    public static string Text(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < Smallest or >= Largest => value.ToString("0.#####e+0", CultureInfo.InvariantCulture),
        < Large => value.ToString("G6", CultureInfo.InvariantCulture),
        _ => value.ToString("F0", CultureInfo.InvariantCulture),
    };
}
