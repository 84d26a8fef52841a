using System.Globalization;
using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Descent.Formats;
using Descent.Tests.Cli;
using Microsoft.Playwright;

namespace Descent.Tests.Playground;

/// <summary>The page in a browser: what a reader does with it, and whether everyone can.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData("xor", 900, 0.97)]
    [InlineData("circles", 900, 0.97)]
    [InlineData("moons", 900, 0.97)]
    [InlineData("spirals", 4200, 0.95)]
    [InlineData("gaussians", 900, 0.90)]
    [InlineData("multilabel", 8800, 0.90)]
    [InlineData("multiclass", 4400, 0.90)]
    [InlineData("regression", 8800, 0.96)]
    public async Task EveryToyProblemIsLearned(string problem, int steps, double least)
    {
        IPage page = await Start($$"""{"problem":{"kind":"{{problem}}"},"networks":[{"layers":[{"units":12},{"units":12}],"rate":0.01,"epochs":2000}],"step":{{steps}}}""", steps);
        string text = await page.InnerTextAsync("#facts div:last-child dd");
        double score = double.Parse(text.TrimEnd('%', ' '), CultureInfo.InvariantCulture) / (text.Contains('%', StringComparison.Ordinal) ? 100 : 1);
        Assert.True(score >= least, $"{problem}: {text} on unseen rows");
    }

    [Fact]
    public async Task AReaderTrainsGoesBackAndBranches()
    {
        IPage page = await browser.Open();
        await page.SelectOptionAsync("#speed", "25");
        await page.ClickAsync("#run");
        await page.WaitForSelectorAsync("body[data-running=true]");
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.step) > 200");
        await page.ClickAsync("#run");
        await page.WaitForSelectorAsync("body[data-running=false]");
        string hash = await Hash(page), facts = await page.InnerTextAsync("#facts");
        int step = int.Parse((await page.GetAttributeAsync("body", "data-step"))!, CultureInfo.InvariantCulture);

        await page.EvaluateAsync("() => { const slider = document.getElementById('time'); slider.value = 60; slider.dispatchEvent(new Event('input')); }");
        await page.WaitForSelectorAsync("body[data-step='60']");
        Assert.NotEqual(hash, await Hash(page));
        Assert.NotEqual(facts, await page.InnerTextAsync("#facts"));
        string early = await Hash(page);
        await page.ClickAsync("#live");
        await page.WaitForSelectorAsync($"body[data-step='{step}']");
        Assert.Equal((hash, facts), (await Hash(page), await page.InnerTextAsync("#facts")));

        await page.EvaluateAsync("() => { const slider = document.getElementById('time'); slider.value = 60; slider.dispatchEvent(new Event('input')); }");
        await page.WaitForSelectorAsync("body[data-step='60']");
        Assert.Equal(early, await Hash(page));
        await page.ClickAsync("#branch");
        await page.WaitForSelectorAsync("text=Network B");
        await page.ClickAsync("#step");
        await page.WaitForFunctionAsync("() => { const [a, b] = document.body.dataset.hash.split(' '); return a === b && document.body.dataset.running === 'false'; }");
    }

    [Fact]
    public async Task ALinkGivesTheSameWeights()
    {
        IPage page = await Start("""{"problem":{"kind":"moons","noise":0.2},"networks":[{"optimizer":"nadam"}],"step":123}""", 123);
        await page.ClickAsync("#share");
        string link = await page.InputValueAsync("dialog input"), hash = await page.InnerTextAsync("#hash");
        IPage other = await browser.Open(link);
        await other.WaitForSelectorAsync("body[data-step='123'][data-running=false]");
        Assert.Equal(hash, await Hash(other));
        Assert.Contains("nadam", await other.EvaluateAsync<string>("() => document.querySelector('[aria-label=Optimizer]').value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoNetworksRace()
    {
        IPage page = await browser.Open();
        await page.ClickAsync("#examples");
        await page.ClickAsync("dialog button:has-text('Momentum against')");
        await page.WaitForSelectorAsync("text=Network B");
        await page.SelectOptionAsync("#speed", "100");
        await page.ClickAsync("#run");
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.step) > 1000");
        await page.ClickAsync("#run");
        Assert.Equal(2, (await Hash(page)).Split(' ').Distinct().Count());
        Assert.Equal(2, await page.Locator(".maps canvas").CountAsync());
    }

    [Fact]
    public async Task ATableIsDroppedAndUnderstood()
    {
        IPage page = await browser.Open();
        await page.SetInputFilesAsync("#file", ToolRun.Iris);
        await page.WaitForSelectorAsync("[aria-label=Target]");
        Assert.Equal("species", await page.InputValueAsync("[aria-label=Target]"));
        await page.ClickAsync("text=Columns");
        Assert.Contains("species", await page.InnerTextAsync("dialog table"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");
        await page.SelectOptionAsync("#speed", "0");
        await page.ClickAsync("#run");
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.step) > 300");
        await page.ClickAsync("#run");
        await page.WaitForSelectorAsync("body[data-running=false]");
        Assert.Matches("9[0-9]|100", await page.InnerTextAsync("#facts div:last-child dd"));
    }

    [Fact]
    public async Task AHeaderWithAScriptIsShownAsText()
    {
        IPage page = await browser.Open();
        string csv = $"<script>document.title='bad'</script>,<img src=x onerror=document.title='bad'>\n{string.Concat(Enumerable.Range(0, 40).Select(row => $"{row},{(row % 2 == 0 ? "<b>yes</b>" : "no")}\n"))}";
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "<i>x</i>.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
        await page.WaitForSelectorAsync("[aria-label=Target]");
        await page.ClickAsync("text=Columns");
        Assert.Contains("<script>", await page.InnerTextAsync("dialog table"), StringComparison.Ordinal);
        Assert.Equal("Descent playground", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("dialog b, dialog i, dialog img, dialog script").CountAsync());
    }

    [Fact]
    public async Task AHostileLinkGivesAPageWithNumbers()
    {
        IPage page = await browser.Open();
        foreach (string link in new[] { "#s=%%%", "#s=e30", Link("""{"problem":{"rows":1e99},"networks":[{"rate":1e300,"layers":[{"units":-5},{"units":1e9}],"optimizer":"<img>"}],"step":20}""") })
        {
            IPage other = await browser.Open(browser.Address + "/" + link);
            await other.WaitForSelectorAsync("body[data-running=false]");
            Assert.DoesNotContain("NaN", await other.InnerTextAsync("body"), StringComparison.Ordinal);
            Assert.DoesNotContain("undefined", await other.InnerTextAsync("body"), StringComparison.Ordinal);
        }

        await page.CloseAsync();
    }

    [Fact]
    public async Task AWeightIsExplainedByKeyboardAlone()
    {
        IPage page = await browser.Open();
        await page.FocusAsync("#step");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("body[data-step='1'][data-running=false]");
        await page.FocusAsync(".neuron >> nth=2");
        await page.Keyboard.PressAsync("Enter");
        await page.FocusAsync("dialog .weights button >> nth=1");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("dialog .update");
        Assert.Contains("θ", await page.InnerTextAsync("dialog .update"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await page.Locator("dialog").CountAsync());
    }

    [Fact]
    public async Task PicturesAndFilesAreSaved()
    {
        IPage page = await browser.Open();
        foreach ((string selector, string begin) in new[] { ("[data-picture='network.svg']", "<svg"), ("[data-picture='map.svg']", "<svg"), ("[data-picture='curves.png']", "\u0089PNG"), ("[data-format=onnx]", ""), ("[data-format=data]", "x,y,class") })
        {
            if (await page.Locator("dialog").CountAsync() == 0)
            {
                await page.ClickAsync("#export");
            }

            IDownload file = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(selector));
            byte[] content = await File.ReadAllBytesAsync(await file.PathAsync());
            Assert.StartsWith(begin, Encoding.Latin1.GetString(content), StringComparison.Ordinal);
            Assert.True(content.Length > 400, file.SuggestedFilename);
        }
    }

    [Fact]
    public async Task ALessonIsComputedWithOtherNumbersAndLeadsToItsExample()
    {
        IPage page = await browser.Open();
        IPage lessons = await page.RunAndWaitForPopupAsync(() => page.ClickAsync("#learn"));
        await lessons.ClickAsync("text=Softmax >> nth=0");
        await lessons.FillAsync("[name=numbers]", "4,1");
        await lessons.ClickAsync("text=Compute");
        await lessons.WaitForSelectorAsync("text=0.9526 >> nth=0");
        Assert.Equal("4,1", await lessons.InputValueAsync("[name=numbers]"));
        await lessons.ClickAsync("text=Watch it in the playground");
        await lessons.WaitForSelectorAsync("#message:has-text('softmax')");
        Assert.Equal("gaussians", await lessons.InputValueAsync("#problem"));
        Assert.Equal("learn/softmax.html", await lessons.GetAttributeAsync("#message a", "href"));
    }

    [Fact]
    public async Task AQuestionIsAnsweredWhenTheReaderWants()
    {
        IPage page = await browser.Open($"{browser.Address}/learn/quiz-6.html", isPage: false);
        Assert.False(await page.IsVisibleAsync("text=What shows it"));
        await page.Keyboard.PressAsync("Tab");
        await page.FocusAsync("summary");
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await page.IsVisibleAsync("text=What shows it"));
        // The style of the page is allowed, and nothing else was asked for.
        Assert.Equal("960px", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('main')).maxWidth"));
    }

    [Fact]
    public async Task ARecordingIsScrubbedAndBranched()
    {
        IPage page = await browser.OpenRecording();
        await page.WaitForSelectorAsync("body[data-step='160']");
        string end = await Hash(page);
        Assert.True(await page.IsDisabledAsync("#run"));
        await page.FocusAsync("#time");
        await page.Keyboard.PressAsync("Home");
        await page.WaitForSelectorAsync("body[data-step='0']");
        for (int i = 1; i <= 5; i++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await page.WaitForSelectorAsync($"body[data-step='{i}']");
        }

        await page.ClickAsync("#branch");
        await page.WaitForSelectorAsync("text=Network B");
        await page.SelectOptionAsync("#speed", "0");
        await page.ClickAsync("#run");
        await page.WaitForSelectorAsync("body[data-step='160'][data-running=false]");
        Assert.Equal($"{end} {end}", await Hash(page));
    }

    [Theory]
    [InlineData(1280, 800, ColorScheme.Light, "", "softmax.html", "quiz.html", "softmax.html?numbers=x")]
    [InlineData(400, 800, ColorScheme.Dark, "momentum.html", "concepts.html", "quiz-6.html", "explain-adam.html")]
    public async Task NothingOnTheLessonsKeepsAnyoneOut(int width, int height, ColorScheme scheme, params string[] names)
    {
        foreach (string name in names)
        {
            IPage page = await browser.Open($"{browser.Address}/learn/{name}", width, height, scheme, isPage: false);
            await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(each => each.open = true)");
            await Accessible(page, name);
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), name);
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(400, 800, ColorScheme.Dark)]
    public async Task NothingOnThePageKeepsAnyoneOut(int width, int height, ColorScheme scheme)
    {
        IPage page = await browser.Open(width: width, height: height, scheme: scheme);
        await Accessible(page, "page");
        foreach ((string open, string name) in new[] { ("#examples", "examples"), ("#export", "export"), ("#share", "share"), ("[aria-label='About Optimizer, and its options']", "optimizer"), (".more >> nth=0", "layer"), (".neuron >> nth=0", "neuron") })
        {
            await page.ClickAsync(open);
            await page.WaitForSelectorAsync("dialog[open]");
            await Accessible(page, name);
            await page.Keyboard.PressAsync("Escape");
        }

        if (width >= 1000)
        {
            // One screen, without scrolling.
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"));
        }
        else
        {
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        }
    }

    private static async Task Accessible(IPage page, string where)
    {
        AxeResult result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, $"{where}: {string.Join("; ", result.Violations.Select(violation => $"{violation.Id} {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}"))}");
    }

    private async Task<IPage> Start(string state, int step)
    {
        IPage page = await browser.Open($"{browser.Address}/{Link(state)}");
        await page.WaitForSelectorAsync($"body[data-step='{step}'][data-running=false]");
        return page;
    }

    internal static string Link(string state) => $"#s={Convert.ToBase64String(Encoding.UTF8.GetBytes(state)).Replace('+', '-').Replace('/', '_').TrimEnd('=')}";

    private static async Task<string> Hash(IPage page) => (await page.GetAttributeAsync("body", "data-hash"))!;
}

/// <summary>A playground and a browser for all tests of a class; the tests are skipped where there is no Chromium.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";

    private readonly TemporaryFolder folder = new();
    private RunningPlayground? playground, recorded;
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public string Address => playground!.Address;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
        {
            return;
        }

        playground = await RunningPlayground.Start();
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = ["--no-sandbox"] });
    }

    /// <summary>Opens the page, and waits for its first numbers.</summary>
    /// <param name="address">The address; that of the page if it is left out.</param>
    /// <param name="width">The width of the window.</param>
    /// <param name="height">Its height.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="isPage">Whether it is the page itself, and not a lesson.</param>
    public async Task<IPage> Open(string? address = null, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, bool isPage = true)
    {
        Assert.SkipUnless(chromium is not null, $"There is no browser at {Path}. Install Debian's package chromium to run the tests of the page.");
        IBrowserContext context = await chromium!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        page.PageError += (_, error) => Assert.Fail(error);
        await page.GotoAsync(address ?? Address);
        await page.WaitForSelectorAsync(isPage ? "body[data-step]" : "main");
        return page;
    }

    /// <summary>Opens a page that begins with a recorded training.</summary>
    public async Task<IPage> OpenRecording()
    {
        if (recorded is null && chromium is not null)
        {
            ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "40", "--record", folder["iris.recording"], "--out", folder["run"], "--quiet").EndsWith(0);
            RunRecording<float> recording = RunRecordingFile.Load<float>(folder["iris.recording"]);
            recorded = await RunningPlayground.Start(options => (options.Recording, options.RecordingName) = (recording, "iris.recording"));
        }

        return await Open(recorded?.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }

        playwright?.Dispose();
        foreach (RunningPlayground? own in (RunningPlayground?[])[playground, recorded])
        {
            if (own is not null)
            {
                await own.DisposeAsync();
            }
        }

        folder.Dispose();
    }
}
