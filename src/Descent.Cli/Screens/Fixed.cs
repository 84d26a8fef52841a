using System.Globalization;

namespace Descent.Cli.Screens;

/// <summary>The one way in which the tool writes measured numbers, so that columns of them can be compared at a glance.</summary>
internal static class Fixed
{
    private const double Largest = 1e15;

    /// <summary>
    /// Four places; from 1,000 on five digits or all before the point, with thousands apart; below 0.001, and from 10¹⁵ on, four digits
    /// and an exponent. What is no number is "undefined".
    /// </summary>
    /// <param name="value">The number.</param>
    /// <returns>Text, without a minus before zero.</returns>
    public static string Text(double value)
    {
        double size = Math.Abs(value);
        return size switch
        {
            double.NaN => "undefined",
            0 => "0.0000",
            double.PositiveInfinity => value > 0 ? "∞" : "-∞",
            < 0.001 or >= Largest => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
            < 1_000 => value.ToString("F4", CultureInfo.InvariantCulture),
            < 10_000 => value.ToString("#,0.0", CultureInfo.InvariantCulture),
            _ => value.ToString("#,0", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Four places, however near the number is to 0.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Text, without a minus before zero.</returns>
    public static string Places(double value) => (Math.Round(value, 4) + 0.0).ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A standard deviation: two digits that count.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Text.</returns>
    public static string Spread(double value)
    {
        double size = Math.Abs(value);
        return !double.IsFinite(size) || size is 0 or < 1e-4 or >= Largest ? (size == 0 ? "0" : size < 1e-4 ? value.ToString("0.#e+0", CultureInfo.InvariantCulture) : Text(value))
            : value.ToString($"#,0.{new string('0', Math.Max(0, 1 - (int)Math.Floor(Math.Log10(size))))}", CultureInfo.InvariantCulture);
    }

    /// <summary>A mean and its standard deviation, both to the same place, as the one is read against the other.</summary>
    /// <param name="mean">The mean as text.</param>
    /// <param name="deviation">The deviation.</param>
    /// <returns>Text such as "0.9200 ± 0.0134" or "1,683,316 ± 212,644".</returns>
    public static string Beside(string mean, double deviation)
    {
        bool hasPlaces = char.IsAsciiDigit(mean[^1]) && !mean.Contains('e', StringComparison.Ordinal) && Math.Abs(deviation) < Largest;
        int point = mean.IndexOf('.', StringComparison.Ordinal), places = point < 0 ? 0 : mean.Length - 1 - point;
        string spread = deviation == 0 ? "0" : hasPlaces ? deviation.ToString($"N{places}", CultureInfo.InvariantCulture) : Text(deviation);
        return $"{mean} ± {spread}";
    }

    /// <summary>A share in whole percent, with more places where it would round to nothing.</summary>
    /// <param name="share">The share, 0 … 1.</param>
    /// <returns>Text such as "12 %" or "0.4 %".</returns>
    public static string Percent(double share) => share switch
    {
        double.NaN => "undefined",
        0 => "0 %",
        > -0.01 and < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %").Replace("-0 %", "0 %", StringComparison.Ordinal),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %"),
    };
}
