using System.Globalization;
using System.Text.RegularExpressions;
using Descent.Cli.Reports;

namespace Descent.Tests.Cli.Reports;

/// <summary>Text on the page has a contrast of at least 4.5 to 1 (WCAG 2.1, 1.4.3), light and dark.</summary>
public class ContrastTests
{
    private static readonly Dictionary<string, double[]>[] s_modes = [.. Regex.Matches(ReportStyle.Sheet, @":root \{([^}]*)\}").Select(root =>
        Regex.Matches(root.Groups[1].Value, "--([a-z]+): #([0-9a-f]{6})").ToDictionary(color => color.Groups[1].Value, color => Convert.FromHexString(color.Groups[2].Value).Select(part => part / 255.0).ToArray(), StringComparer.Ordinal))];

    [Fact]
    public void BlackOnWhiteIsTwentyOne() => Assert.Equal(21, Contrast([0, 0, 0], [1, 1, 1]), 6);

    [Fact]
    public void TextStandsOut()
    {
        Assert.Equal(2, s_modes.Length);
        foreach (Dictionary<string, double[]> colors in s_modes)
        {
            foreach (string text in (string[])["ink", "muted", "blue", "orange", "red"])
            {
                Assert.All(["paper", "panel"], ground => Assert.True(Contrast(colors[text], colors[ground]) >= 4.5, $"{text} on {ground}: {Contrast(colors[text], colors[ground]):0.00}"));
            }

            Assert.True(Contrast(colors["muted"], colors["faint"]) >= 4.5);
            foreach (string fill in (string[])["blue", "orange"])
            {
                double[] ground = [.. colors[fill].Zip(colors["faint"], (over, under) => (ConfusionChart.Strongest * over) + ((1 - ConfusionChart.Strongest) * under))];
                Assert.True(Contrast(colors["ink"], ground) >= 4.5, $"{fill}: {Contrast(colors["ink"], ground):0.00}");
            }
        }
    }

    [Fact]
    public void NothingMakesTextFainter()
    {
        Assert.DoesNotMatch(@"\.(none|count|axis|note|hint|eyebrow|units)[^{]*\{[^}]*opacity", ReportStyle.Sheet);
        string chart = ConfusionChart.Render(SampleReports.Classification(5).Confusion!);
        Assert.All(Regex.Matches(chart, "class=\"(?:right|wrong)\"[^>]*fill-opacity=\"([^\"]*)\"").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)), opacity => Assert.InRange(opacity, 0, ConfusionChart.Strongest + 0.005));
    }

    private static double Contrast(double[] one, double[] other)
    {
        (double a, double b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(double[] color)
    {
        double[] linear = [.. color.Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}
