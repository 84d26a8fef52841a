using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli.Learning;

namespace Descent.Tests.Cli.Learning;

/// <summary>The pages of the lessons need nothing else, and their links lead somewhere.</summary>
public sealed partial class LearnPagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AllPagesAreWritten()
    {
        ToolRun run = ToolRun.Of("learn", "--out", folder["pages"], "--json").EndsWith(0);
        string[] files = [.. Directory.EnumerateFiles(folder["pages"]).Select(path => Path.GetFileName(path))];
        Assert.Equal(LearnPages.Names.Select(name => $"{name}.html").Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.Equal(files.Length, run.Json().GetProperty("pages").GetArrayLength());
        Dictionary<string, string> pages = files.ToDictionary(file => file, file => File.ReadAllText(Path.Combine(folder["pages"], file)), StringComparer.Ordinal);
        foreach ((string file, string page) in pages)
        {
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("NaN\"", page, StringComparison.Ordinal);
            string[] ids = [.. Id().Matches(page).Select(match => match.Groups[1].Value)];
            Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
            Assert.All(Link().Matches(page), match =>
            {
                string[] parts = match.Groups[1].Value.Split('#');
                string target = parts[0].Length > 0 ? parts[0] : file;
                Assert.True(pages.ContainsKey(target), $"{file}: {match.Value}");
                Assert.True(parts.Length == 1 || pages[target].Contains($"id=\"{parts[1]}\"", StringComparison.Ordinal), $"{file}: {match.Value}");
            });
            // Every element that is opened is closed.
            Assert.All((string[])["section", "p", "table", "svg", "figure", "dl", "details", "pre", "nav", "g", "text"], tag => Assert.Equal(Count(page, $"<{tag}(?=[ >])"), Count(page, $"</{tag}>")));
        }

        Assert.Equal(40, Count(pages["quiz.html"], "<details>"));
        Assert.Equal(Lesson.All.Count, Count(pages["index.html"], "<dt>"));
        Assert.Equal(3, Count(pages["optimizers.html"], "<svg"));
    }

    [Fact]
    public void TheSameIsJson()
    {
        Assert.Equal("softmax", Json("softmax").GetProperty("lesson").GetString());
        Assert.Equal("epoch", Json("concepts/epoch").GetProperty("name").GetString());
        Assert.Equal(7, Json("quiz/7").GetProperty("number").GetInt32());
        Assert.Equal(40, Json("quiz").GetProperty("questions").GetArrayLength());
        Assert.Equal(Lesson.All.Count, Json("index").GetProperty("lessons").GetArrayLength());
        JsonElement parts = Json("optimizers").GetProperty("steps")[1].GetProperty("parts");
        JsonElement landscape = parts.EnumerateArray().Single(part => part.GetProperty("kind").GetString() == "landscape");
        Assert.Equal((25, 41), (landscape.GetProperty("surface").GetProperty("heights").GetArrayLength(), landscape.GetProperty("surface").GetProperty("heights")[0].GetArrayLength()));
        Assert.All((string[])["", "nothing", "concepts/nothing", "quiz/0", "quiz/41", "../index", "softmax/1"], name => Assert.Null(LearnPages.Json(name, new LessonSettings(), CancellationToken.None)));
        Assert.Null(LearnPages.Html("nothing", new LessonSettings(), CancellationToken.None));
        Assert.Contains("0.9526", LearnPages.Html("softmax", new LessonSettings { Numbers = [4, 1] }, CancellationToken.None), StringComparison.Ordinal);
    }

    private static JsonElement Json(string name) => JsonDocument.Parse(LearnPages.Json(name, new LessonSettings(), CancellationToken.None)!).RootElement;

    private static int Count(string page, string pattern) => Regex.Count(page, pattern);

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
