using System.Globalization;
using System.Text;

namespace Descent.Benchmarks.Reports;

/// <summary>A curve per number of threads, both axes logarithmic.</summary>
internal static class ScalingChart
{
    private const double Width = 640, Height = 320, Left = 64, Right = 620, Top = 20, Bottom = 276;

    public static string Of(string series, IReadOnlyList<(int Threads, (double Size, double Picoseconds)[] Points)> curves)
    {
        double[] sizes = [.. curves.SelectMany(curve => curve.Points).Select(point => point.Size)], times = [.. curves.SelectMany(curve => curve.Points).Select(point => point.Picoseconds)];
        double low = sizes.Min(), high = sizes.Max(), floor = Math.Pow(10, Math.Floor(Math.Log10(times.Min()))), ceiling = Math.Pow(10, Math.Ceiling(Math.Log10(times.Max())));
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>Time per multiply-add over {series}</title>\n");
        svg.Append("<style>svg{background:#fff}text{font:13px system-ui,sans-serif;fill:#444}.grid{stroke:#ddd}.curve{fill:none;stroke-width:2}</style>\n");
        for (double tick = floor; tick <= ceiling * 1.001; tick *= 10)
        {
            for (int part = 1; part < 10 && tick * part <= ceiling * 1.001; part++)
            {
                string label = part is 1 or 2 or 5 ? Numerals.Short(tick * part) : "";
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {Y(tick * part):F1}H{Right}\"/><text x=\"{Left - 8}\" y=\"{Y(tick * part):F1}\" dy=\".35em\" text-anchor=\"end\">{label}</text>\n");
            }
        }

        foreach (double size in sizes.Distinct())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(size):F1}\" y=\"{Bottom + 20}\" text-anchor=\"middle\">{Label(size)}</text>\n");
        }

        string[] colors = ["#1f5fa8", "#c2571a", "#2a7d4f", "#7a4fa3"];
        for (int i = 0; i < curves.Count; i++)
        {
            string path = string.Join('L', curves[i].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Size):F1} {Y(point.Picoseconds):F1}")));
            string color = colors[i % colors.Length];
            (double size, double picoseconds) = curves[i].Points[^1];
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"curve\" stroke=\"{color}\" d=\"M{path}\"/><text x=\"{X(size):F1}\" y=\"{Y(picoseconds) - 8:F1}\" text-anchor=\"end\" style=\"fill:{color}\">{curves[i].Threads} thread{(curves[i].Threads == 1 ? "" : "s")}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Right}\" y=\"{Height - 8}\" text-anchor=\"end\">{series}</text><text x=\"8\" y=\"14\">ps per multiply-add</text>\n</svg>\n");
        return svg.ToString();

        double X(double size) => low == high ? Left : Left + 24 + ((Right - Left - 48) * Math.Log(size / low) / Math.Log(high / low));

        double Y(double picoseconds) => Bottom - ((Bottom - Top) * Math.Log(picoseconds / floor) / Math.Log(ceiling / floor));
    }

    private static string Label(double size) => size >= 1e6 ? $"{size / 1e6:F0}M" : size >= 1e4 ? $"{size / 1e3:F0}k" : size.ToString("F0", CultureInfo.InvariantCulture);
}
