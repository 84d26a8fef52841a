using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Descent.Tests.Playground;

/// <summary>Fault 72: only this machine, only the own page, limited uploads, slow clients, many tabs, closed tabs, hostile headers.</summary>
public class Fault72Tests
{
    private const string Running = """{"type":"run","speed":0}""";

    [Fact]
    public async Task ItListensOnTheLoopbackAddressOnly()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        int port = new Uri(playground.Address).Port;
        IPEndPoint[] ends = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == port)];
        Assert.NotEmpty(ends);
        Assert.All(ends, end => Assert.True(IPAddress.IsLoopback(end.Address), $"{end}"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task AnotherHostIsRefused(string host)
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        using HttpResponseMessage answer = await playground.Send(HttpMethod.Get, "/", host: host);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task OtherOriginsAreRefused()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        foreach (string? origin in (string?[])["https://evil.example", "null", null, playground.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)])
        {
            using HttpResponseMessage answer = await playground.Send(HttpMethod.Post, "/table", new StringContent("a,b\n1,2\n"), origin);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            using ClientWebSocket socket = new();
            if (origin is not null)
            {
                socket.Options.SetRequestHeader("Origin", origin);
            }

            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"{playground.Address.Replace("http", "ws", StringComparison.Ordinal)}/session"), CancellationToken.None));
        }

        Assert.Equal(0, playground.SharedState.Sessions);
    }

    [Fact]
    public async Task EveryAnswerForbidsWhatComesFromElsewhere()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        foreach (string path in (string[])["/", "/app.js", "/catalogue", "/nothing"])
        {
            using HttpResponseMessage answer = await playground.Client.GetAsync(path);
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task ThePageIsSmallAndLoadsNothingFromElsewhere()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        int bytes = 0;
        foreach (string path in (string[])["/", "/app.js", "/catalogue.js", "/charts.js", "/colors.js", "/dialogs.js", "/dom.js", "/maps.js", "/network.js", "/panels.js", "/pen.js", "/presets.js", "/remedies.js", "/socket.js", "/state.js", "/style.css", "/icon.svg", "/catalogue"])
        {
            string text = await playground.Client.GetStringAsync(path);
            bytes += Encoding.UTF8.GetByteCount(text);
            Assert.DoesNotContain("https://", text.Replace("https://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.InRange(bytes, 50_000, 300_000);
    }

    [Fact]
    public async Task UploadsAreLimited()
    {
        await using RunningPlayground playground = await RunningPlayground.Start(options => options.UploadLimit = 5000);
        string rows = $"a,b\n{string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},{row % 2}\n"))}";
        using HttpResponseMessage small = await playground.Send(HttpMethod.Post, "/table?name=x.csv", new StringContent(rows), playground.Address);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        // A client that is still sending reads the reason, too.
        foreach ((bool isChunked, int size) in new[] { (false, 50_000), (true, 50_000), (false, 60_000_000), (true, 60_000_000) })
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/table") { Content = new ByteArrayContent(new byte[size]) };
            request.Headers.Add("Origin", playground.Address);
            request.Headers.TransferEncodingChunked = isChunked;
            using HttpResponseMessage answer = await playground.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            Assert.Contains("more than 0 MiB", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnotherPageMayLinkButLoadNothing()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        foreach ((string site, string destination, HttpStatusCode expected) in new[] { ("cross-site", "image", HttpStatusCode.Forbidden), ("same-site", "iframe", HttpStatusCode.Forbidden), ("cross-site", "document", HttpStatusCode.OK), ("same-origin", "image", HttpStatusCode.OK) })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/learn/");
            request.Headers.Add("Sec-Fetch-Site", site);
            request.Headers.Add("Sec-Fetch-Dest", destination);
            using HttpResponseMessage answer = await playground.Client.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "ten rows")]
    [InlineData("", "empty")]
    [InlineData("a,b\n1,2,3\n", "line 2")]
    public async Task AnUnusableTableIsExplained(string csv, string part)
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        using HttpResponseMessage answer = await playground.Send(HttpMethod.Post, "/table?name=t.csv", new StringContent(csv), playground.Address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(part, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHeaderWithAScriptIsText()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        string csv = $"<script>alert(1)</script>,b\n{string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},{row % 2}\n"))}";
        using HttpResponseMessage answer = await playground.Send(HttpMethod.Post, "/table?name=%3Cimg%20src=x%3E.csv", new StringContent(csv), playground.Address);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain('<', text);
        Assert.Equal("<script>alert(1)</script>", JsonDocument.Parse(text).RootElement.GetProperty("columns")[0].GetString());
    }

    [Fact]
    public async Task AClosedTabStopsItsTraining()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using (Tab tab = await playground.Open())
        {
            await tab.Send("""{"type":"start","state":{"networks":[{"epochs":100000}]}}""");
            await tab.Until("ready");
            await tab.Send(Running);
            await tab.Until("frames", message => message.GetProperty("isRunning").GetBoolean());
            Assert.Equal(1, playground.SharedState.Sessions);
            // No goodbye: the connection is cut.
            tab.Socket.Abort();
        }

        Stopwatch waited = Stopwatch.StartNew();
        while (playground.SharedState.Sessions > 0 && waited.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(20);
        }

        Assert.Equal(0, playground.SharedState.Sessions);
    }

    [Fact]
    public async Task ATabThatDoesNotReadGetsNoMoreThanTwoFrames()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send("""{"type":"start","state":{}}""");
        await tab.Send(Running);
        await Task.Delay(1500);
        // Commands are answered all the while, and nothing has piled up in front of the answer.
        await tab.Send("""{"type":"export","format":"command"}""");
        int frames = 0;
        for (string type = ""; type != "text"; frames += type == "frames" ? 1 : 0)
        {
            type = (await tab.Next()).GetProperty("type").GetString()!;
        }

        Assert.InRange(frames, 1, 2);
        // The training went on, and the next frame shows where it is now.
        await tab.Send("""{"type":"ack","number":2}""");
        JsonElement next = await tab.Until("frames");
        Assert.True(next.GetProperty("networks")[0].GetProperty("step").GetInt64() > 500);
    }

    [Fact]
    public async Task NoMoreThanThirtyFramesComeInASecond()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send("""{"type":"start","state":{"networks":[{"epochs":100000}]}}""");
        await tab.Send(Running);
        await tab.Until("frames", message => message.GetProperty("isRunning").GetBoolean());
        Stopwatch clock = Stopwatch.StartNew();
        int frames = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(1.5); frames++)
        {
            await tab.Until("frames");
        }

        Assert.InRange(frames / clock.Elapsed.TotalSeconds, 0, 30.5);
    }

    [Fact]
    public async Task TabsTakeTurnsAndTheirNumberIsLimited()
    {
        await using RunningPlayground playground = await RunningPlayground.Start(options => (options.SessionLimit, options.TurnLimit) = (12, 1));
        List<Tab> tabs = [];
        for (int i = 0; i < 12; i++)
        {
            tabs.Add(await playground.Open());
        }

        await Assert.ThrowsAsync<WebSocketException>(playground.Open);
        foreach (Tab tab in tabs)
        {
            await tab.Send("""{"type":"start","state":{"networks":[{"epochs":100000}]}}""");
            await tab.Send("""{"type":"run","speed":25}""");
        }

        // With one turn at a time, every tab gets on.
        await Task.WhenAll(tabs.Select(tab => tab.Until("frames", message => message.GetProperty("networks")[0].GetProperty("step").GetInt64() >= 100)));
        foreach (Tab tab in tabs)
        {
            await tab.DisposeAsync();
        }
    }

    [Fact]
    public async Task WhatIsNoCommandChangesNothing()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        foreach (string text in (string[])["", "{", "[]", "7", "null", """{"type":"run"}""", """{"type":"weight","layer":-1e300,"index":1e300}""", """{"type":"seek","step":1e308}""", """{"type":"none"}""", """{"type":7}"""])
        {
            await tab.Send(text);
        }

        await tab.Send("""{"type":"start","state":{}}""");
        await tab.Until("ready");
        foreach (string text in (string[])["""{"type":"weight","network":9,"layer":99,"index":1}""", """{"type":"weight","layer":0,"index":99999}""", """{"type":"seek","step":1e308}""", """{"type":"branch","step":1e300,"state":[]}""", """{"type":"export","format":"../../etc/passwd"}""", """{"type":"step","step":3}"""])
        {
            await tab.Send(text);
        }

        await tab.At(3);
        // A message that is too long ends the tab, not the server.
        await tab.Send(new string(' ', 200_000));
        await Assert.ThrowsAnyAsync<Exception>(() => tab.Until("never"));
        await using Tab other = await playground.Open();
    }
}
