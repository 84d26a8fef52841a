using System.Globalization;

namespace Descent.Cli.Screens;

/// <summary>Writes scores and losses with the same number of places, so that columns of them can be compared at a glance.</summary>
internal static class Fixed
{
    /// <summary>Four places; four digits where four places would say too little or too much.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Text.</returns>
    public static string Text(double value) =>
        value.ToString(value == 0 || Math.Abs(value) is >= 0.001 and < 1000 ? "F4" : "G4", CultureInfo.InvariantCulture);
}
