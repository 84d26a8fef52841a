using System.Text.RegularExpressions;
using System.Xml.Linq;
using Descent.Cli.Reports;
using Descent.Cli.Runs;
using Descent.Tuning;

namespace Descent.Tests.Cli.Reports;

public class StudyPageTests
{
    private static readonly SearchSpace s_space = SearchSpace.Parse("learning-rate=log(1e-4,1); layers=choice(64;64,64;128,128,128;a very long name of a network); width=int(4,64); momentum=uniform(0,1) if layers=64");

    public static TheoryData<string> Pages => new(Page(Usual()), Page(Several()), Page(new Study(s_space)), Page(Failed()), Page(Hostile()));

    [Theory]
    [MemberData(nameof(Pages))]
    public void ThePageIsWellFormedAndNeedsNothingElse(string page)
    {
        Assert.Equal("main", XElement.Parse(page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + 7)]).Name);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        string[] ids = [.. Regex.Matches(page, " id=\"([^\"]*)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        foreach (XElement svg in HtmlReportTests.Drawings(page))
        {
            Assert.Equal("img", svg.Attribute("role")?.Value);
            Assert.True(svg.Element("title") is not null && svg.Element("desc") is not null);
            Assert.All(svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is not "aria-labelledby" and not "id"), attribute => Assert.DoesNotMatch("NaN|∞|Infinity", attribute.Value));
        }
    }

    [Fact]
    public void ASectionIsThereOnlyIfTheStudyHasItsData()
    {
        Assert.Equal(
            ["In short", "Progress and importance", "Value by parameter", "layers and learning-rate", "Parallel coordinates", "Values before the end", "Timeline", "Best trials", "Search space"],
            Headings(Page(Usual())).Except(["Interactions"]));
        Assert.Equal(["In short", "Search space"], Headings(Page(new Study(s_space))));
        Assert.Equal(["In short", "Timeline", "Search space"], Headings(Page(Failed())));
        Assert.Equal(["In short", "loss and accuracy", "loss: Progress and importance", "loss: Value by parameter"], Headings(Page(Several())).Where(heading => !heading.Contains("Interactions", StringComparison.Ordinal)).Take(4));
    }

    /// <summary>A parameter that few trials have is named instead of drawn.</summary>
    [Fact]
    public void FewPointsAreNoPlot()
    {
        Study study = new(SearchSpace.Parse("kind=choice(a;b); x=uniform(0,1) if kind=a; y=uniform(0,1) if kind=b"), new StudyOptions { Sampler = new RandomSampler(), Seed = 3 });
        study.Run(trial => trial.Parameters.IsActive("x") && study.Trials.Count(other => other.State == TrialState.Completed && other.Parameters!.IsActive("x")) >= 4 ? throw new TrialPrunedException("") : 1.0 + trial.Number, 30);
        int[] with = [.. new[] { "x", "y" }.Select(name => study.Trials.Count(trial => trial.State == TrialState.Completed && trial.Parameters!.IsActive(name)))];
        Assert.Equal((4, true), (with[0], with[1] >= 5));
        string page = Page(study);
        Message.Mentions(page, "fewer than 5 completed trials have a value: x.", "slice-0-0", "slice-0-2");
        Assert.DoesNotContain("slice-0-1", page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTrialIsDrawnOnce()
    {
        Study study = Usual();
        Trial[] completed = [.. study.Trials.Where(trial => trial.State == TrialState.Completed)];
        int pruned = study.Trials.Count(trial => trial.State == TrialState.Pruned);
        Assert.True(pruned > 0);
        XElement[] drawings = [.. HtmlReportTests.Drawings(Page(study))];
        Assert.Equal(completed.Length + pruned, Dots(Drawing("history-0")));
        Assert.Equal(completed.Length, Dots(Drawing("slice-0-0")));
        Assert.Equal(completed.Count(trial => trial.Parameters!.IsActive("momentum")), Dots(Drawing("slice-0-3")));
        Assert.Equal(completed.Length, Dots(Drawing("contour-0")));
        Assert.Equal(study.Trials.Count, Drawing("timeline").Elements("rect").Count(box => box.Element("title") is not null));
        Assert.Equal(completed.Length, Drawing("parallel-0").Elements("path").Where(path => path.Attribute("class")!.Value == "curve").Sum(path => Regex.Count(path.Attribute("d")!.Value, "M96 ")));
        Assert.Equal(study.Trials.Count, Drawing("intermediate").Elements("path").Count(path => path.Attribute("class")!.Value.StartsWith("curve", StringComparison.Ordinal)));

        XElement Drawing(string id) => drawings.Single(svg => svg.Element("title")!.Attribute("id")!.Value == $"{id}-title");

        static int Dots(XElement svg) => svg.Elements("path").Where(path => path.Attribute("class")!.Value == "curve dots").Sum(path => path.Attribute("d")!.Value.Count(letter => letter == 'M'));
    }

    /// <summary>Of recipes, the lines are those of trials with the same parameters, and importance is that within each.</summary>
    [Fact]
    public void RecipesAreComparedWithinEach()
    {
        Study study = new(SearchSpace.Parse("recipe=choice(mlp;tabm); mlp.units=int(1,64) if recipe=mlp; mlp.dropout=uniform(0,1) if recipe=mlp; tabm.units=int(1,64) if recipe=tabm; tabm.embedding-width=int(1,16) if recipe=tabm"), new StudyOptions { Sampler = new RandomSampler(), Seed = 1 });
        study.Run(trial => trial.Parameters.IsActive("mlp.units") ? 5 + trial.GetInteger("mlp.units") : 1 + trial.GetInteger("tabm.embedding-width"), 60);
        int count = study.Trials.Count(trial => trial.Parameters!.IsActive("tabm.units"));
        string page = Page(study);
        Message.Mentions(page, "Only the recipe has a value in all trials", $"Within tabm ({count} trials): embedding-width ", "importance-0-mlp", "importance-0-tabm", "of the recipe tabm, that of the best trial", ">embedding-width</text>");
        XElement lines = HtmlReportTests.Drawings(page).Single(svg => svg.Element("title")!.Attribute("id")!.Value == "parallel-0-title");
        Assert.Equal(count, lines.Elements("path").Where(path => path.Attribute("class")!.Value == "curve").Sum(path => Regex.Count(path.Attribute("d")!.Value, "M96 ")));
    }

    /// <summary>Trials that were stopped far from all others do not stretch the scale, and failures have a color of their own.</summary>
    [Fact]
    public void StoppedAndFailedTrialsAreTold()
    {
        Study study = new(SearchSpace.Parse("x=uniform(0,1)"), new StudyOptions { Sampler = new RandomSampler() });
        study.Run(
            trial =>
            {
                trial.Report(trial.Number == 3 ? 1e6 : 1, 1);
                return trial.Number switch { 3 => throw new TrialPrunedException(""), 5 => throw new InvalidDataException("no"), _ => 1 + trial.GetNumber("x") };
            },
            12);
        string page = Page(study);
        XElement history = HtmlReportTests.Drawings(page).Single(svg => svg.Element("title")!.Attribute("id")!.Value == "history-0-title");
        Assert.DoesNotContain(history.Elements("text"), text => text.Value.Contains("000", StringComparison.Ordinal));
        Assert.Contains("\u25cf completed", page, StringComparison.Ordinal);
        XElement timeline = HtmlReportTests.Drawings(page).Single(svg => svg.Element("title")!.Attribute("id")!.Value == "timeline-title");
        Assert.Equal("var(--c4)", Assert.Single(timeline.Elements("rect"), box => box.Element("title")?.Value.StartsWith("trial 6,", StringComparison.Ordinal) == true).Attribute("fill")!.Value);
    }

    [Fact]
    public void TheBestSoFarOnlyFalls()
    {
        Study study = new(SearchSpace.Parse("x=uniform(0,10)"), new StudyOptions { Directions = [StudyDirection.Maximize] });
        study.Run(trial => ((double[])[3, 1, 4, 4, 5, 2])[trial.Number], 6);
        StudyObjective objective = new("value", 0, StudyDirection.Maximize, study.Space, study.Trials);
        Assert.Equal([0, 2, 4], objective.Improvements.Select(trial => trial.Number));
        Assert.Equal(4, objective.Best!.Number);
    }

    [Fact]
    public void TheWordsSayWhatHappened()
    {
        Study study = new(SearchSpace.Parse("x=uniform(0,1); y=uniform(0,1)"), new StudyOptions { Sampler = new RandomSampler() });
        study.Run(
            trial =>
            {
                trial.Report(1, 3);
                return trial.Number switch { 1 or 2 => throw new InvalidDataException("no such column"), 5 => throw new TrialPrunedException(""), _ => trial.GetNumber("x") + (trial.Number < 40 ? 1 : 0) };
            },
            60);
        string[] words = [.. Words(study)];
        Message.Mentions(words[0], "60 trials", "57 completed", "1 pruned", "step 3", "2 failed");
        Message.Mentions(words[1], "2 trials", "System.IO.InvalidDataException: no such column");
        Assert.StartsWith("Best value: 0.", words[2], StringComparison.Ordinal);
        int best = study.Best!.Number;
        Assert.Contains($", trial {best + 1}, with x=", words[2], StringComparison.Ordinal);
        Message.Mentions(words[3], "improved value from 1.", $"{59 - best} completed trial{(best == 58 ? "" : "s")} came after the best");
        Assert.Equal(5, words.Length);

        Study random = new(SearchSpace.Parse("x=uniform(0,1)"), new StudyOptions { Sampler = new RandomSampler() });
        random.Run(trial => trial.Seed % 1000, 40);
        Assert.Contains(Words(random), line => line.StartsWith("Which parameters matter cannot be said from 40 trials", StringComparison.Ordinal));
        Study few = new(SearchSpace.Parse("x=uniform(0,1)"));
        few.Run(trial => trial.GetNumber("x"), 2);
        Assert.Contains(Words(few), line => line.Contains("cannot be said from 2 completed trials", StringComparison.Ordinal) && line.Contains("10", StringComparison.Ordinal));
        Assert.Equal(["0 trials: 0 completed, 0 pruned, 0 failed."], Words(new Study(s_space)));
        Assert.EndsWith("not dominated: no other is better in one objective and at least as good in all.", Words(Several())[^1], StringComparison.Ordinal);

        static IReadOnlyList<string> Words(Study study)
        {
            StudyObjective[] objectives = [.. study.Directions.Select((direction, i) => new StudyObjective("value", i, direction, study.Space, study.Trials))];
            return StudyText.Of(study, objectives, [.. objectives.Select(objective => study.Importance(objective.Index))]);
        }
    }

    internal static Study Usual()
    {
        Study study = new(s_space, new StudyOptions { Pruner = new PercentilePruner(StartupTrials: 4), Seed = 2 });
        study.Run(
            trial =>
            {
                double loss = Math.Pow(Math.Log10(trial.GetNumber("learning-rate")) + 2, 2) + trial.GetChoice("layers").Length / 9.0 + trial.GetInteger("width") / 200.0;
                for (int step = 1; step <= 8; step++)
                {
                    trial.Report(loss + (3.0 / step), step);
                    trial.ThrowIfPruned();
                }

                return loss + 0.1;
            },
            60);
        return study;
    }

    private static string Page(Study study) => StudyPage.Render(study, "prices.csv", DateTimeOffset.UnixEpoch, study.Directions.Count == 2 ? ["loss", "accuracy"] : null);

    private static Study Several()
    {
        Study study = new(s_space, new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Maximize] });
        study.Run(trial => [trial.GetNumber("learning-rate"), trial.GetInteger("width") - trial.GetNumber("learning-rate")], 30);
        return study;
    }

    private static Study Failed()
    {
        Study study = new(s_space);
        study.Run((Func<RunningTrial, double>)(_ => throw new InvalidDataException("<script>")), 3);
        return study;
    }

    // Values at the ends of what a number can be, one trial that stays open.
    private static Study Hostile()
    {
        Study study = new(SearchSpace.Parse("x=uniform(0,1); one=choice(</script>); same=choice(&;<b>)"));
        study.Run(trial => trial.Number switch { 0 => double.MaxValue, 1 => -double.MaxValue, 2 => double.PositiveInfinity, _ => 0 }, 6);
        study.Ask();
        return study;
    }

    private static IEnumerable<string> Headings(string page) => Regex.Matches(page, "<h2>(.*?)</h2>").Select(match => match.Groups[1].Value);
}
