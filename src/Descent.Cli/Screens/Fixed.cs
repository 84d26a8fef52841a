namespace Descent.Cli.Screens;

/// <summary>Writes measured numbers in the same way everywhere, so that columns of them can be compared at a glance.</summary>
internal static class Fixed
{
    private const double Largest = 1e15;

    /// <summary>
    /// Four decimals; from 1,000 on five digits or all before the point, with separated thousands; below 0.001, and from 10¹⁵ on, four
    /// digits and an exponent. NaN is "undefined".
    /// </summary>
    public static string Text(double value) => Math.Abs(value) switch
    {
        double.NaN => "undefined",
        0 => "0.0000",
        < 0.001 or >= Largest => Exponent(value),
        < 1_000 => value.ToString("F4", CultureInfo.InvariantCulture),
        < 10_000 => value.ToString("#,0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };

    /// <summary>A rounded number without trailing zeros, such as that of an axis: 0.5, 20,000 or 1e-7.</summary>
    public static string Number(double value, int digits = 4) => Math.Abs(value) switch
    {
        double.NaN => "undefined",
        0 => "0",
        >= 1e6 or < 1e-4 => Exponent(value, digits),
        >= 1000 => value.ToString(digits < 4 ? "#,0" : "#,0.##", CultureInfo.InvariantCulture),
        _ => value.ToString($"G{digits}", CultureInfo.InvariantCulture),
    };

    /// <summary>A number with an exponent, such as 1.5e-7.</summary>
    public static string Exponent(double value, int digits = 4) => double.IsInfinity(value)
        ? value > 0 ? "∞" : "-∞"
        : value.ToString($"0.{new string('#', digits - 1)}e+0", CultureInfo.InvariantCulture);

    /// <summary>Four decimals, however near the number is to 0, and no minus before zero.</summary>
    public static string Places(double value) => (Math.Round(value, 4) + 0.0).ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A standard deviation: two significant digits.</summary>
    public static string Spread(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 1e-4 => Exponent(value, 2),
        double.NaN or >= Largest => Text(value),
        var size => value.ToString($"#,0.{new string('0', Math.Max(0, 1 - (int)Math.Floor(Math.Log10(size))))}", CultureInfo.InvariantCulture),
    };

    /// <summary>A mean, as text, and its standard deviation with as many decimals: "0.9200 ± 0.0134" or "1,683,316 ± 212,644".</summary>
    public static string Beside(string mean, double deviation)
    {
        bool hasPlaces = char.IsAsciiDigit(mean[^1]) && !mean.Contains('e', StringComparison.Ordinal) && Math.Abs(deviation) < Largest;
        int point = mean.IndexOf('.', StringComparison.Ordinal), places = point < 0 ? 0 : mean.Length - 1 - point;
        string spread = deviation == 0 ? "0" : hasPlaces ? deviation.ToString($"N{places}", CultureInfo.InvariantCulture) : Text(deviation);
        return $"{mean} ± {spread}";
    }

    /// <summary>The shortest decimal number that reads as the same float, without an exponent, which some readers of CSV take for text.</summary>
    public static string Plain(float probability)
    {
        string text = probability.ToString("R", CultureInfo.InvariantCulture);
        int mark = text.IndexOf("E-", StringComparison.Ordinal);
        return mark < 0 ? text : $"0.{new string('0', int.Parse(text.AsSpan(mark + 2), CultureInfo.InvariantCulture) - 1)}{text[..mark].Replace(".", "", StringComparison.Ordinal)}";
    }

    /// <summary>A probability with two decimals, with more where it would round to 0 or 1 but is neither: "0.87", "0.9997" or "0.0004".</summary>
    public static string Probability(double value)
    {
        double rest = Math.Min(value, 1 - value);
        int places = rest is > 0 and < 0.005 ? Math.Min(9, (int)Math.Ceiling(-Math.Log10(rest))) : 2;
        return value.ToString($"F{places}", CultureInfo.InvariantCulture);
    }

    /// <summary>A share, 0 … 1, in whole percent, with more decimals where it would round to zero: "12 %" or "0.4 %".</summary>
    public static string Percent(double share) => share switch
    {
        double.NaN => "undefined",
        0 => "0 %",
        > -0.01 and < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %").Replace("-0 %", "0 %", StringComparison.Ordinal),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %"),
    };
}
