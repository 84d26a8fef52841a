using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>The values of an objective, of a parameter or of a time on one side of a drawing.</summary>
/// <param name="Name">What is shown.</param>
/// <param name="Unit">Maps a value to [0, 1].</param>
/// <param name="Ticks">Places in [0, 1] and their labels.</param>
/// <param name="IsText">Whether the labels are texts, each of which is needed.</param>
internal sealed record Scale(string Name, Func<double, double> Unit, IReadOnlyList<(double At, string Label)> Ticks, bool IsText = false)
{
    /// <summary>The range of a parameter, in which equal lengths are equally probable.</summary>
    public static Scale Of(SearchParameter parameter, int count) => parameter is ChoiceParameter choice
        ? new(parameter.Name, parameter.ToUnit, [.. choice.Choices.Select((text, i) => (parameter.ToUnit(i), text))], true)
        : new(parameter.Name, parameter.ToUnit,
        [
            .. (parameter switch
            {
                IntegerParameter whole => new Axis(whole.Low, whole.High, Logarithmic: whole.Log).Ticks(count).Where(double.IsInteger),
                NumberParameter number => new Axis(number.Low, number.High, Logarithmic: number.Log).Ticks(count),
                _ => throw new ArgumentException($"{parameter} is of an unknown kind.", nameof(parameter)),
            }).Select(tick => (parameter.ToUnit(tick), Number(tick))),
        ]);

    /// <summary>A range around values, logarithmic if that shows more.</summary>
    public static Scale Around(string name, IEnumerable<double> values, int count, bool mayBeLogarithmic = true) => Of(name, Axis.Around(values, 0, 1, 0.04, mayBeLogarithmic), count);

    public static Scale Of(string name, Axis axis, int count, bool isWhole = false) =>
        new(name, axis.Map, [.. axis.Ticks(count).Where(tick => !isWhole || double.IsInteger(tick)).Select(tick => (axis.Map(tick), Number(tick)))]);
}

/// <summary>A panel with two scales, on which the charts of a study put their marks.</summary>
internal sealed class StudyPlane
{
    private const double Width = Charts.Half, Left = 118, Right = Width - 26, CharacterWidth = 8;
    private const int LongestLabel = 14;

    private readonly StringBuilder svg;
    private readonly Scale across, up;
    private readonly double top, bottom;

    /// <summary>Opens the panel and draws its grid.</summary>
    /// <param name="id">What tells it from other drawings of the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What can be seen.</param>
    /// <param name="across">The horizontal scale.</param>
    /// <param name="up">The vertical scale.</param>
    /// <param name="names">What the marks mean; empty if there is one kind.</param>
    /// <param name="height">The height between the two ends of the vertical scale.</param>
    public StudyPlane(string id, string title, string description, Scale across, Scale up, IReadOnlyList<PlotName> names, double height = 240)
    {
        (this.across, this.up) = (across, up);
        int longest = across.Ticks.Select(tick => Math.Min(tick.Label.Length, LongestLabel)).DefaultIfEmpty(0).Max();
        // Labels that are wider than their room are turned.
        bool isTurned = across.IsText && longest * CharacterWidth > (Right - Left) / across.Ticks.Count;
        double foot = (isTurned ? longest * CharacterWidth : 0) + 54;
        top = names.Count > 0 ? 48 : 16;
        bottom = top + height;
        PlotFrame frame = new(new Axis(0, 1, Left, Right), new Axis(0, 1, bottom, top), Width, bottom + foot);
        svg = frame.Open(id, title, description, isFile: false);
        foreach ((double at, string label) in up.Ticks)
        {
            string y = Place(frame.Up.Map(at));
            svg.Append($"""<path class="grid" d="M{Place(Left)} {y}H{Place(Right)}"/><text x="{Place(Left - 9)}" y="{y}" dy=".35em" text-anchor="end">{Shorten(label, 9)}</text>""");
        }

        foreach ((double at, string label) in across.Ticks)
        {
            string x = Place(frame.Across.Map(at));
            svg.Append($"""<path class="grid" d="M{x} {Place(top)}V{Place(bottom)}"/>""").Append(isTurned
                ? $"""<text transform="translate({Place(frame.Across.Map(at) + 5)} {Place(bottom + 16)}) rotate(-45)" text-anchor="end">{Shorten(label, LongestLabel)}</text>"""
                : $"""<text x="{x}" y="{Place(bottom + 19)}" text-anchor="middle">{Escape(label)}</text>""");
        }

        svg.Append($"""<path class="grid" d="M{Place(Left)} {Place(bottom)}H{Place(Right)}"/><text x="{Place((Left + Right) / 2)}" y="{Place(bottom + foot - 12)}" text-anchor="middle">{Shorten(across.Name, 30)}</text>""");
        svg.Append($"""<text transform="translate(17 {Place((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">{Shorten(up.Name, 26)}</text>""");
        frame.AppendNames(svg, names);
    }

    /// <summary>Dots; those that are not finite are left out.</summary>
    public StudyPlane Dots(IEnumerable<(double X, double Y)> points, int color, double opacity = 1) => Path("curve dots", color, opacity, string.Concat(
        points.Where(point => double.IsFinite(X(point.X)) && double.IsFinite(Y(point.Y))).Select(point => $"M{Place(X(point.X))} {Place(Y(point.Y))}h0")));

    /// <summary>A line with gaps where a point is not finite; of steps if it keeps a height until the next point.</summary>
    public StudyPlane Line(IEnumerable<(double X, double Y)> points, int color, double opacity = 1, bool isSteps = false)
    {
        StringBuilder path = new();
        bool isOpen = false;
        foreach ((double x, double y) in points)
        {
            bool isFinite = double.IsFinite(Y(y));
            path.Append(!isFinite ? "" : !isOpen ? $"M{Place(X(x))} {Place(Y(y))}" : isSteps ? $"H{Place(X(x))}V{Place(Y(y))}" : $"L{Place(X(x))} {Place(Y(y))}");
            isOpen = isFinite;
        }

        return Path("curve", color, opacity, path.ToString());
    }

    /// <summary>A box between two places of [0, 1] on both scales.</summary>
    public StudyPlane Box(double left, double right, double low, double high, int color, double opacity, string title = "")
    {
        (double x, double y) = (Left + ((Right - Left) * left), bottom - ((bottom - top) * high));
        string name = title.Length > 0 ? $"<title>{Escape(title)}</title>" : "";
        svg.Append($"""<rect x="{Place(x)}" y="{Place(y)}" width="{Place((Right - Left) * (right - left))}" height="{Place((bottom - top) * (high - low))}" fill="{Color(color)}" fill-opacity="{At(opacity)}">{name}</rect>""");
        return this;
    }

    public StudyPlane Ring(double x, double y)
    {
        svg.Append(double.IsFinite(X(x)) && double.IsFinite(Y(y)) ? $"""<circle cx="{Place(X(x))}" cy="{Place(Y(y))}" r="6.5" fill="none" stroke="{Color(1)}" stroke-width="2.5"/>""" : "");
        return this;
    }

    public override string ToString() => $"{svg}</svg>";

    private double X(double value) => Left + ((Right - Left) * across.Unit(value));

    private double Y(double value) => bottom - ((bottom - top) * up.Unit(value));

    private StudyPlane Path(string kind, int color, double opacity, string path)
    {
        svg.Append(path.Length > 0 ? $"""<path class="{kind}" stroke="{Color(color)}" stroke-opacity="{At(opacity)}" d="{path}"/>""" : "");
        return this;
    }
}
