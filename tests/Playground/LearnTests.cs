using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli.Learning;
using Descent.Tests.Cli;

namespace Descent.Tests.Playground;

/// <summary>The lessons and the quiz as pages of the playground.</summary>
public partial class LearnTests
{
    [Fact]
    public async Task EveryLinkOfTheListsLeadsToAPage()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        string index = await playground.Client.GetStringAsync("/learn/");
        Assert.Equal(Lesson.All.Select(lesson => $"{lesson.Name}.html"), Links(index).Where(link => Lesson.Find(link.Split('.')[0]) is not null));
        string quiz = await playground.Client.GetStringAsync("/learn/quiz.html");
        Assert.Equal(Enumerable.Range(1, 40).Select(number => $"quiz-{number}.html"), Links(quiz).Where(link => link.StartsWith("quiz-", StringComparison.Ordinal)));
        // Of the forty, those that are answered without an experiment, and one with.
        foreach (Question question in Question.All.Where(question => !question.Command.StartsWith("learn ", StringComparison.Ordinal) || question.Number == 35))
        {
            string page = await playground.Client.GetStringAsync($"/learn/quiz-{question.Number}.html");
            Assert.Contains(WebUtility.HtmlEncode(question.Answer.Split(['’', '\''])[0])[..30], page, StringComparison.Ordinal);
            string shown = page[page.IndexOf("What shows it", StringComparison.Ordinal)..];
            Assert.True(shown.Length > 1000, $"{question.Number}: {shown}");
            foreach (string link in Links(page).Where(link => link.EndsWith(".html", StringComparison.Ordinal) && !link.StartsWith("quiz", StringComparison.Ordinal) && link.StartsWith("explain-", StringComparison.Ordinal)))
            {
                Assert.Contains("descent explain", await playground.Client.GetStringAsync($"/learn/{link}"), StringComparison.Ordinal);
            }
        }

        foreach (string name in (string[])["nothing.html", "quiz-0.html", "quiz-41.html", "explain-nothing.html", "softmax", "../app.js", "softmax.html/x"])
        {
            using HttpResponseMessage answer = await playground.Client.GetAsync($"/learn/{name}");
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound || name == "../app.js", name);
        }
    }

    [Fact]
    public async Task TheFiguresAreThoseOfTheReadersNumbers()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        // softmax(4, 1) = 1/(1 + e⁻³).
        Assert.Contains((1 / (1 + Math.Exp(-3))).ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture), await playground.Client.GetStringAsync("/learn/softmax.html?numbers=4,1"), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await playground.Client.GetStringAsync("/learn/softmax.json?numbers=4,1"));
        Assert.Equal("softmax", json.RootElement.GetProperty("lesson").GetString());
        string refused = await playground.Client.GetStringAsync("/learn/softmax.html?numbers=%3Cb%3E");
        Assert.Contains("role=\"alert\"", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", refused, StringComparison.Ordinal);
        using HttpResponseMessage answer = await playground.Client.GetAsync("/learn/softmax.json?numbers=x");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        // Only what changes the numbers is taken from the address.
        using TemporaryFolder folder = new();
        await playground.Client.GetStringAsync($"/learn/softmax.html?out={Uri.EscapeDataString(folder["x.html"])}&numbers=--out%20{Uri.EscapeDataString(folder["y.html"])}");
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task APageMayShowItsOwnStyleAndNothingElse()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        using HttpResponseMessage answer = await playground.Client.GetAsync("/learn/momentum.html");
        string page = await answer.Content.ReadAsStringAsync(), policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        string[] styles = [.. Styles().Matches(page).Select(style => style.Groups[1].Value).Distinct()];
        Assert.Equal(2, styles.Length);
        Assert.Equal($"default-src 'none'; style-src {string.Join(' ', styles.Select(style => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'"))}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", policy);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        await using RunningPlayground without = await RunningPlayground.Start(options => options.LearnPage = null);
        using HttpResponseMessage none = await without.Client.GetAsync("/learn/");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static IEnumerable<string> Links(string page) => Anchors().Matches(page).Select(link => link.Groups[1].Value).Distinct();

    [GeneratedRegex("<a href=\"([^\"#]+)", RegexOptions.None, 1000)]
    private static partial Regex Anchors();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline, 1000)]
    private static partial Regex Styles();
}
