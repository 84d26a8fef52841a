using Descent.Tests.Cli;
using Descent.Tests.Repository;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Descent.Tests.Playground;

/// <summary>The page without a server of its own does what the other one does, to the last bit. Skipped where eng/playground/build has not made it.</summary>
public sealed class StaticPageTests(Browser browser) : IClassFixture<Browser>
{
    private const float Patience = 120_000;

    private static readonly string s_folder = Path.GetFullPath(Path.Combine(Checkout.Root, "artifacts", "playground"));

    [Theory]
    [InlineData("""{"problem":{"kind":"spirals"},"networks":[{"layers":[{"units":6,"activation":"prelu","dropout":0.2},{"units":5,"normalization":"batch_normalization"}]},{"optimizer":"nadam"}],"step":150}""", 150)]
    [InlineData("""{"problem":{"kind":"regression","rows":200},"networks":[{"optimizer":"lbfgs","layers":[{"units":8,"activation":"gelu"}]}],"step":12}""", 12)]
    public async Task ALinkGivesTheWeightsOfTheServer(string state, int step)
    {
        await using WebApplication files = await Serve();
        string link = BrowserTests.Link(state), reached = $"body[data-step='{step}'][data-running=false]";
        IPage page = await browser.Open($"{browser.Address}/{link}");
        await page.WaitForSelectorAsync(reached);
        string hash = (await page.GetAttributeAsync("body", "data-hash"))!, facts = await page.InnerTextAsync("#facts");
        List<string> asked = await Open(page, files, link);
        await page.WaitForSelectorAsync(reached);
        Assert.Equal((hash, facts), (await page.GetAttributeAsync("body", "data-hash"), await page.InnerTextAsync("#facts")));
        Assert.True(asked.Count > 20, $"{asked.Count} files");
        Assert.All(asked, address => Assert.StartsWith(files.Urls.First(), address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ATableIsReadTrainedAndExported()
    {
        await using WebApplication files = await Serve();
        IPage page = await browser.Open();
        await Open(page, files, "");
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "bad.csv", MimeType = "text/csv", Buffer = "a,b\n1,2\n"u8.ToArray() });
        await page.WaitForSelectorAsync("#message:has-text('ten rows')");
        await page.SetInputFilesAsync("#file", ToolRun.Iris);
        await page.WaitForSelectorAsync("[aria-label=Target]");
        await page.ClickAsync("#run");
        // While it trains, the page is answered.
        await page.WaitForFunctionAsync("() => document.body.dataset.running === 'true' && Number(document.body.dataset.step) > 60");
        await page.ClickAsync("#run");
        await page.WaitForSelectorAsync("body[data-running=false]");
        Assert.Matches("[0-9]", await page.InnerTextAsync("#facts div:last-child dd"));
        await page.ClickAsync("#export");
        Assert.Equal(0, await page.Locator("[data-format=command]").CountAsync());
        IDownload rows = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("[data-format=data]"));
        Assert.Equal(await File.ReadAllLinesAsync(ToolRun.Iris, TestContext.Current.CancellationToken), await File.ReadAllLinesAsync(await rows.PathAsync(), TestContext.Current.CancellationToken));
    }

    /// <summary>Goes to the page, and collects the addresses that it asks for.</summary>
    private static async Task<List<string>> Open(IPage page, WebApplication files, string link)
    {
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        page.SetDefaultTimeout(Patience);
        await page.GotoAsync($"{files.Urls.First()}/{link}");
        await page.WaitForSelectorAsync("body[data-step]");
        return asked;
    }

    private static async Task<WebApplication> Serve()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(s_folder, "index.html")), "There is no page without a server. eng/playground/build makes it.");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(s_folder) });
        await app.StartAsync();
        return app;
    }
}
