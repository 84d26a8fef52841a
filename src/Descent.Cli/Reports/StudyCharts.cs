using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>One objective of a study with the trials at one moment.</summary>
internal sealed record StudyObjective(string Name, int Index, StudyDirection Direction, SearchSpace Space, IReadOnlyList<Trial> Trials)
{
    /// <summary>The objectives of a study, with its trials at this moment.</summary>
    public static StudyObjective[] Of(Study study, IReadOnlyList<string>? names)
    {
        IReadOnlyList<Trial> trials = study.Trials;
        return
        [
            .. study.Directions.Select((direction, i) => new StudyObjective(names?[i] ?? (study.Directions.Count == 1 ? "value" : string.Create(CultureInfo.InvariantCulture, $"objective {i + 1}")), i, direction, study.Space, trials)),
        ];
    }

    /// <summary>The completed trials with a finite value.</summary>
    public IReadOnlyList<Trial> Completed => [.. Trials.Where(trial => trial.State == TrialState.Completed && double.IsFinite(trial.Values[Index]))];

    /// <summary>The best of them; null if there is none.</summary>
    public Trial? Best => Completed.MinBy(Loss);

    public double Value(Trial trial) => trial.Values[Index];

    /// <summary>The value if smaller is better, otherwise its negative.</summary>
    public double Loss(Trial trial) => Direction == StudyDirection.Maximize ? -Value(trial) : Value(trial);

    /// <summary>The trials that were better than all completed before.</summary>
    public IReadOnlyList<Trial> Improvements
    {
        get
        {
            List<Trial> better = [];
            foreach (Trial trial in Completed)
            {
                if (better.Count == 0 || Loss(trial) < Loss(better[^1]))
                {
                    better.Add(trial);
                }
            }

            return better;
        }
    }
}

/// <summary>The charts of a study. Trials are counted from 1.</summary>
internal static class StudyCharts
{
    private const int Levels = 9, Cells = 24, MostLines = 200, LongestName = 26;

    /// <summary>The value of every trial, and the best so far.</summary>
    public static string History(StudyObjective objective)
    {
        (double Number, double Value)[] pruned = [.. objective.Trials.Where(trial => trial.State == TrialState.Pruned && trial.LastStep is not null).Select(trial => (trial.Number + 1.0, trial.Intermediate[trial.LastStep!.Value]))];
        IReadOnlyList<Trial> improvements = objective.Improvements;
        int last = objective.Trials.Count;
        // Values before the end may be far from those at the end: they are drawn at the edge rather than stretch the scale.
        (double least, double most) = (objective.Completed.Min(objective.Value), objective.Completed.Max(objective.Value));
        pruned = [.. pruned.Select(point => (point.Number, Math.Clamp(point.Value, least, most)))];
        return new StudyPlane(
            $"history-{objective.Index}", $"{objective.Name} by trial", $"{string.Join("; ", improvements.Select(trial => $"{Measure(objective.Value(trial))} at trial {Count(trial.Number + 1)}"))}.",
            Scale.Of("trial", new Axis(1, Math.Max(last, 2)), 6, isWhole: true), Scale.Around(objective.Name, objective.Completed.Select(objective.Value), 5),
            [new("completed", 0, PlotName.Dot), new("best", 1, PlotName.Line), .. pruned.Length > 0 ? (PlotName[])[new("pruned", 2, PlotName.Dot)] : []])
            .Dots(pruned, 2, 0.6)
            .Dots(objective.Completed.Select(trial => (trial.Number + 1.0, objective.Value(trial))), 0, 0.6)
            .Line([.. improvements.Select(trial => (trial.Number + 1.0, objective.Value(trial))), (last, objective.Value(improvements[^1]))], 1, isSteps: true)
            .ToString();
    }

    /// <summary>The value against one parameter; a ring marks the best trial.</summary>
    public static string Slice(StudyObjective objective, int parameter)
    {
        Trial[] with = [.. objective.Completed.Where(trial => !double.IsNaN(trial.Parameters![parameter]))];
        StudyPlane plane = new StudyPlane(
            $"slice-{objective.Index}-{parameter}", $"{objective.Name} by {objective.Space[parameter].Name}", $"{Wording.Count(with.Length, "trial")}.",
            Scale.Of(objective.Space[parameter], 5), Scale.Around(objective.Name, with.Select(objective.Value), 5), [])
            .Dots(with.Select(trial => (trial.Parameters![parameter], objective.Value(trial))), 0, 0.55);
        return (objective.Best is { } best ? plane.Ring(best.Parameters![parameter], objective.Value(best)) : plane).ToString();
    }

    /// <summary>What the forest predicts for two parameters, as the mean over the others, and the trials.</summary>
    public static string Contour(StudyObjective objective, StudyImportance importance, string first, string second)
    {
        (SearchParameter one, SearchParameter other) = (objective.Space[first], objective.Space[second]);
        (double[] columns, double[] rows) = (Middles(one), Middles(other));
        double[,] means = new double[columns.Length, rows.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++)
            {
                means[i, j] = importance.Mean(first, one.FromUnit(columns[i]), second, other.FromUnit(rows[j]));
            }
        }

        (double low, double high) = (means.Cast<double>().Min(), means.Cast<double>().Max());
        StudyPlane plane = new(
            $"contour-{objective.Index}", $"{objective.Name} by {first} and {second}", $"The prediction is from {Measure(low)} to {Measure(high)}.", Scale.Of(one, 5), Scale.Of(other, 5), [], 300);
        for (int j = 0; j < rows.Length; j++)
        {
            // Neighbors of one level are one box.
            int next;
            for (int i = 0; i < columns.Length; i = next)
            {
                int level = Level(i, j);
                next = i + 1;
                while (next < columns.Length && Level(next, j) == level)
                {
                    next++;
                }

                plane.Box((double)i / columns.Length, (double)next / columns.Length, (double)j / rows.Length, (j + 1.0) / rows.Length, 0, 0.75 * level / (Levels - 1));
            }
        }

        (int x, int y) = (objective.Space.IndexOf(first), objective.Space.IndexOf(second));
        plane.Dots(objective.Completed.Select(trial => (trial.Parameters![x], trial.Parameters[y])), 7, 0.8);
        return (objective.Best is { } best ? plane.Ring(best.Parameters![x], best.Parameters[y]) : plane).ToString();

        // The better, the stronger.
        int Level(int i, int j)
        {
            double share = high > low ? (means[i, j] - low) / (high - low) : 0;
            return (int)Math.Min(Levels - 1, Levels * (objective.Direction == StudyDirection.Maximize ? share : 1 - share));
        }

        static double[] Middles(SearchParameter parameter)
        {
            int count = (int)Math.Min(Cells, parameter.Count ?? Cells);
            return [.. Enumerable.Range(0, count).Select(i => (i + 0.5) / count)];
        }
    }

    /// <summary>The values that trials reported before their end.</summary>
    public static string Intermediate(StudyObjective objective)
    {
        Trial[] all = [.. objective.Trials.Where(trial => trial.Intermediate.Count > 0)];
        IReadOnlyList<Trial> shown = Curve.Thinned(all, MostLines);
        double[] steps = [.. shown.SelectMany(trial => trial.Intermediate.Keys).Select(step => (double)step)];
        StudyPlane plane = new(
            "intermediate", $"{objective.Name} by step", $"{Wording.Count(shown.Count, "trial")} of {Count(all.Length)}.",
            Scale.Of("step", new Axis(steps.Min(), Math.Max(steps.Max(), steps.Min() + 1)), 6, isWhole: true), Scale.Around(objective.Name, shown.SelectMany(trial => trial.Intermediate.Values), 5), [new("completed", 0, PlotName.Line), new("best", 1, PlotName.Line), new("pruned", 2, PlotName.Line)], 280);
        foreach (Trial trial in shown.Where(trial => trial != objective.Best))
        {
            Draw(trial, trial.State == TrialState.Pruned ? 2 : 0, 0.35);
        }

        if (objective.Best is { Intermediate.Count: > 0 } best)
        {
            Draw(best, 1, 1);
        }

        return plane.ToString();

        void Draw(Trial trial, int color, double opacity)
        {
            (double, double)[] points = [.. trial.Intermediate.Select(entry => ((double)entry.Key, entry.Value))];
            _ = points.Length == 1 ? plane.Dots(points, color, opacity) : plane.Line(points, color, opacity);
        }
    }

    /// <summary>When trials ran, each in a lane of those that ran at the same time.</summary>
    public static string Timeline(IReadOnlyList<Trial> trials)
    {
        Trial[] ended = [.. trials.Where(trial => trial.End is not null).OrderBy(trial => trial.Start)];
        DateTimeOffset first = ended[0].Start;
        List<DateTimeOffset> lanes = [];
        int[] places = [.. ended.Select(trial =>
        {
            int lane = lanes.FindIndex(end => end <= trial.Start);
            if (lane < 0)
            {
                lane = lanes.Count;
                lanes.Add(default);
            }

            lanes[lane] = trial.End!.Value;
            return lane;
        })];
        double whole = Math.Max(ended.Max(trial => (trial.End!.Value - first).TotalSeconds), 1e-3);
        (string unit, double seconds) = whole switch { < 300 => ("seconds", 1.0), < 3 * 3600 => ("minutes", 60.0), _ => ("hours", 3600.0) };
        StudyPlane plane = new(
            "timeline", "When trials ran", $"{Wording.Count(ended.Length, "trial")} in {Number(whole / seconds)} {unit}, up to {Count(lanes.Count)} at the same time.",
            Scale.Of($"{unit} since the first start", new Axis(0, whole / seconds), 6), new Scale("worker", value => value, [.. Enumerable.Range(0, lanes.Count).Where(lane => lanes.Count <= 12 || (lane + 1) % 5 == 0).Select(lane => ((lane + 0.5) / lanes.Count, Count(lane + 1)))]),
            [new("completed", 0, PlotName.Box), new("failed", 4, PlotName.Box), new("pruned", 2, PlotName.Box)], Math.Clamp(lanes.Count * 26, 80, 400));
        for (int i = 0; i < ended.Length; i++)
        {
            Trial trial = ended[i];
            (double start, double end) = ((trial.Start - first).TotalSeconds / whole, (trial.End!.Value - first).TotalSeconds / whole);
            double gap = Math.Min(0.002, (end - start) / 3);
            plane.Box(start, end - gap, (places[i] + 0.12) / lanes.Count, (places[i] + 0.88) / lanes.Count, trial.State switch { TrialState.Failed => 4, TrialState.Pruned => 2, _ => 0 }, 0.75,
                string.Create(CultureInfo.InvariantCulture, $"trial {trial.Number + 1}, {(trial.End.Value - trial.Start).TotalSeconds:0.##} s"));
        }

        return plane.ToString();
    }

    /// <summary>Two objectives against each other; those that none dominates have a color of their own.</summary>
    public static string Front(StudyObjective one, StudyObjective other, IReadOnlyList<Trial> front)
    {
        HashSet<int> best = [.. front.Select(trial => trial.Number)];
        Trial[] both = [.. one.Completed.Where(trial => double.IsFinite(other.Value(trial)))];
        return new StudyPlane(
            $"front-{one.Index}-{other.Index}", $"{other.Name} by {one.Name}", $"{Wording.Count(front.Count, "trial")} that no other dominates.",
            Scale.Around(one.Name, both.Select(one.Value), 5), Scale.Around(other.Name, both.Select(other.Value), 5), [new("all trials", 0, PlotName.Dot), new("not dominated", 1, PlotName.Dot)])
            .Dots(both.Where(trial => !best.Contains(trial.Number)).Select(trial => (one.Value(trial), other.Value(trial))), 0, 0.5)
            .Dots(both.Where(trial => best.Contains(trial.Number)).Select(trial => (one.Value(trial), other.Value(trial))), 1)
            .ToString();
    }

    /// <summary>Every completed trial as a line through its parameters and its value; the best tenth has a color of its own.</summary>
    public static string Parallel(StudyObjective objective, IReadOnlyList<SearchParameter> parameters)
    {
        const double margin = 96, distance = 128, top = 62, bottom = 338;
        Scale[] scales = [.. parameters.Select(parameter => Scale.Of(parameter, 5)), Scale.Around(objective.Name, objective.Completed.Select(objective.Value), 5)];
        // Neighbors are in two lines, so that a name has the room of two axes. Names share the recipe in front of the dot, or are known by the rest.
        string? recipe = parameters.Select(parameter => parameter.Name.Split('.') is [var first, _] ? first : null).Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var one] ? one : null;
        string[] names = [.. scales.Select(scale => recipe is not null && scale.Name.StartsWith($"{recipe}.", StringComparison.Ordinal) ? scale.Name[(recipe.Length + 1)..] : scale.Name)];
        int[] indices = [.. parameters.Select(parameter => objective.Space.IndexOf(parameter.Name))];
        double width = (2 * margin) + (distance * (scales.Length - 1));
        Trial[] worstFirst = [.. objective.Completed.OrderByDescending(objective.Loss)];
        int good = Math.Max(1, worstFirst.Length / 10);
        StringBuilder svg = new PlotFrame(new Axis(0, 1), new Axis(0, 1), width, bottom + 20).Open(
            $"parallel-{objective.Index}", "Parameters and value of every trial", $"{Wording.Count(worstFirst.Length, "trial")}, of which the best {Count(good)} stand out.", isFile: false);
        for (int i = 0; i < scales.Length; i++)
        {
            string x = Place(X(i));
            svg.Append(System.Globalization.CultureInfo.InvariantCulture, $"""<path class="zero" d="M{x} {Place(top)}V{Place(bottom)}"/><text class="name" x="{x}" y="{(i % 2 == 0 ? 24 : 44)}" text-anchor="middle">{Shorten(names[i], LongestName)}</text>""");
        }

        IReadOnlyList<Trial> others = Curve.Thinned(worstFirst[..^good], MostLines);
        AppendLines(others, 0, 0.22);
        AppendLines(worstFirst[^good..], 1, 1, " style=\"stroke-width:3.4px\"");
        // Over the lines, with a border in the color of the panel.
        for (int i = 0; i < scales.Length; i++)
        {
            svg.Append("<g class=\"mark\">").AppendJoin("", scales[i].Ticks.Select(tick => $"""<text x="{Place(X(i))}" y="{Place(Y(tick.At))}" dy=".35em" text-anchor="middle">{Shorten(tick.Label, 14)}</text>""")).Append("</g>");
        }

        return svg.Append("</svg>").ToString();

        double X(int axis) => margin + (distance * axis);

        static double Y(double unit) => bottom - ((bottom - top - 8) * unit);

        void AppendLines(IEnumerable<Trial> trials, int color, double opacity, string style = "")
        {
            string path = string.Concat(trials.Select(trial => Path([.. scales.Select((scale, i) => (X(i), Y(scale.Unit(i < indices.Length ? trial.Parameters![indices[i]] : objective.Value(trial)))))])));
            svg.Append(path.Length > 0 ? $"""<path class="curve" stroke="{Color(color)}" stroke-opacity="{At(opacity)}"{style} d="{path}"/>""" : "");
        }

        // A parameter that is not active has no place on its axis.
        static string Path(IReadOnlyList<(double X, double Y)> points) => string.Concat(points.Select((point, i) => double.IsNaN(point.Y) ? "" : $"{(i > 0 && !double.IsNaN(points[i - 1].Y) ? 'L' : 'M')}{Place(point.X)} {Place(point.Y)}"));
    }
}
