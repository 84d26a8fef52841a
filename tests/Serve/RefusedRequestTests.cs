using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Descent.Tests.Cli;

namespace Descent.Tests.Serve;

/// <summary>Every kind of error, with the column and the path that the answer names.</summary>
public sealed class RefusedRequestTests : IDisposable
{
    private const string Row = """{"size":1,"weight kg":2,"color":"rot","day":"2024-03-05"}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "malformed-json", "$", null, "The body is empty.")]
    [InlineData("{", "malformed-json", "$", null, "line 1, byte 2")]
    [InlineData("[" + Row + ",]", "malformed-json", "$[1]", null, "trailing comma")]
    [InlineData(Row + "x", "malformed-json", "$", null, "'x' is invalid")]
    [InlineData("""{"size":NaN}""", "malformed-json", "$", null, "'N' is an invalid start")]
    [InlineData("""{"size":"\ud800","weight kg":2,"color":"rot","day":null}""", "malformed-json", "$", null, "not valid Unicode")]
    [InlineData("3", "malformed-json", "$", null, "$ is a number. Send one row as a JSON object")]
    [InlineData("[" + Row + ",null]", "malformed-json", "$[1]", null, "$[1] is null.")]
    [InlineData("[]", "empty-batch", "$", null, "Send at least one.")]
    [InlineData("{}", "missing-column", "$", "size", "It has none.")]
    [InlineData("[" + Row + """,{"siz":1,"weight kg":2,"color":"rot","day":null}]""", "missing-column", "$[1]", "size", "Did you mean \"siz\"?")]
    [InlineData("""{"size":1,"size":2,"weight kg":2,"color":"rot","day":null}""", "repeated-column", "$.size", "size", "twice")]
    [InlineData("[" + Row + """,{"size":1,"weight kg":"heavy","color":"rot","day":null}]""", "unusable-value", "$[1]['weight kg']", "weight kg", "row 2, column \"weight kg\": \"heavy\" is not a number")]
    [InlineData("""{"size":1e999,"weight kg":2,"color":"rot","day":null}""", "unusable-value", "$.size", "size", "not a finite number")]
    [InlineData("""{"size":1,"weight kg":2,"color":"rot","day":"soon"}""", "unusable-value", "$.day", "day", "\"soon\" is not a date")]
    [InlineData("""{"size":{"cm":1},"weight kg":2,"color":"rot","day":null}""", "unusable-value", "$.size", "size", "is an object, but must be a number")]
    [InlineData("""{"size":true,"weight kg":2,"color":"rot","day":null}""", "unusable-value", "$.size", "size", "\"true\" is not a number")]
    public async Task AnUnusableBodyIsExplained(string body, string kind, string path, string? column, string part)
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"));
        Problem(await server.Post(body), HttpStatusCode.BadRequest, kind, path, column, part);
        // Nothing of the refused request is left in the memory that later ones use.
        Assert.Equal(HttpStatusCode.OK, (await server.Post(Row)).Status);
        Assert.Contains($"descent_serve_errors_total{{model=\"regression\",error_type=\"{kind}\"}} 1\n", (await server.Get("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BytesThatAreNoUnicodeAreRefused()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"));
        using ByteArrayContent content = new([.. Encoding.UTF8.GetBytes("{\"size\":1,\"weight kg\":2,\"color\":\""), 0xff, .. Encoding.UTF8.GetBytes("\",\"day\":null}")]);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage message = await server.Client.PostAsync("/predict", content);
        Problem(await Answer.Of(message), HttpStatusCode.BadRequest, "malformed-json", "$", null, "not valid Unicode");
    }

    [Theory]
    [InlineData("size,weight kg,color\n1,2,rot\n", "unusable-table", null, "lacks the column \"day\"")]
    [InlineData("size,weight kg,color,day\n", "unusable-table", null, "")]
    [InlineData("size,weight kg,color,day\n1,2,rot,\nbig,2,rot,\n", "unusable-value", "size", "line 3, column \"size\": \"big\" is not a number")]
    public async Task AnUnusableTableIsExplained(string csv, string kind, string? column, string part)
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"));
        Problem(await server.Post(csv, "text/csv"), HttpStatusCode.BadRequest, kind, null, column, part);
    }

    [Fact]
    public async Task LimitsAreKept()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"), options => (options.Model.RowsLimit, options.Model.ConcurrentRowsLimit, options.Model.BodyLimit) = (3, 3, 1000));
        string rows = string.Join(',', Enumerable.Repeat(Row, 3));
        Assert.Equal(HttpStatusCode.OK, (await server.Post($"[{rows}]")).Status);
        Problem(await server.Post($"[{rows},{Row}]"), HttpStatusCode.RequestEntityTooLarge, "too-many-rows", "$", null, "more than 3 rows");
        Problem(await server.Post("size,weight kg,color,day\n1,2,rot,\n1,2,rot,\n1,2,rot,\n1,2,rot,\n", "text/csv"), HttpStatusCode.RequestEntityTooLarge, "too-many-rows", "$", null, "more than 3 rows");
        Problem(await server.Post(new string(' ', 1001)), HttpStatusCode.RequestEntityTooLarge, "body-too-large", null, null, "more than 1,000 bytes");
        using HttpRequestMessage chunked = new(HttpMethod.Post, "/predict") { Content = new StringContent(new string(' ', 5000), Encoding.UTF8, "application/json") };
        chunked.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage answer = await server.Client.SendAsync(chunked);
        Problem(await Answer.Of(answer), HttpStatusCode.RequestEntityTooLarge, "body-too-large", null, null, "more than 1,000 bytes");
    }

    [Fact]
    public async Task ServerWithManyRowsAtOnceIsBusy()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"), options => (options.Model.RowsLimit, options.Model.ConcurrentRowsLimit) = (3, 3));
        Descent.Serve.ModelHost host = Descent.Serve.DescentServiceExtensions.Host(server.App.Services, "");
        Assert.True(host.TryEnter(3));
        Problem(await server.Post(Row), HttpStatusCode.ServiceUnavailable, "busy", null, null, "Try again later");
        host.Leave(3);
        Assert.Equal(HttpStatusCode.OK, (await server.Post(Row)).Status);
    }

    [Fact]
    public async Task ABodyThatDoesNotArriveIsGivenUp()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"), options => options.Model.Timeout = TimeSpan.FromSeconds(0.3));
        using TcpClient client = new("127.0.0.1", server.Client.BaseAddress!.Port);
        NetworkStream stream = client.GetStream();
        long started = Stopwatch.GetTimestamp();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\nConnection: close\r\n\r\n{\"size\""));
        using StreamReader reader = new(stream);
        string text = "";
        // What follows the answer is a reset, because the server does not read the rest of the body.
        while (!text.EndsWith('}'))
        {
            char[] part = new char[4096];
            int read = await reader.ReadAsync(part);
            Assert.True(read > 0, text);
            text += new string(part, 0, read);
        }

        Assert.StartsWith("HTTP/1.1 408 ", text, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"timeout\"", text, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.25, 20);
    }

    [Fact]
    public async Task OtherMethodsPathsAndContentsAreRefused()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"));
        Problem(await server.Get("/predict"), HttpStatusCode.MethodNotAllowed, "wrong-method", null, null, "/predict takes POST, not GET.");
        Problem(await server.Post(Row, path: "/model"), HttpStatusCode.MethodNotAllowed, "wrong-method", null, null, "takes GET");
        Problem(await server.Get("/predictions"), HttpStatusCode.NotFound, "not-found", null, null, "There is no /predictions.");
        // A page of another site can make a browser send such a request without asking.
        Problem(await server.Post(Row, "text/plain"), HttpStatusCode.UnsupportedMediaType, "unsupported-content", null, null, "text/plain");
    }

    [Fact]
    public async Task StrictRefusesUnseenCategories()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"), options => options.Model.Strict = true);
        Problem(await server.Post($"[{Row},{Row.Replace("rot", "gelb", StringComparison.Ordinal)}]"), HttpStatusCode.BadRequest, "unusable-value", "$[1].color", "color", "\"gelb\" did not occur in training");
    }

    [Fact]
    public async Task AKeyIsRequired()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"), options => options.ApiKey = "s3cret");
        Problem(await server.Post(Row), HttpStatusCode.Unauthorized, "unauthorized", null, null, "X-API-Key");
        server.Client.DefaultRequestHeaders.Add("X-API-Key", "s3cre");
        Problem(await server.Post(Row), HttpStatusCode.Unauthorized, "unauthorized", null, null, "missing or wrong");
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/health")).Status);
        foreach (string path in (string[])["/model", "/drift", "/metrics", "/openapi/v1.json"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get(path)).Status);
        }

        server.Client.DefaultRequestHeaders.Remove("X-API-Key");
        server.Client.DefaultRequestHeaders.Add("X-API-Key", "s3cret");
        Assert.Equal(HttpStatusCode.OK, (await server.Post(Row)).Status);
        server.Client.DefaultRequestHeaders.Remove("X-API-Key");
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "s3cret");
        Assert.Equal(HttpStatusCode.OK, (await server.Post(Row)).Status);
    }

    private static void Problem(Answer answer, HttpStatusCode status, string kind, string? path, string? column, string part)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/problem+json", answer.Type);
        Assert.Equal((int)status, answer.Json.GetProperty("status").GetInt32());
        Assert.Equal(kind, answer.Json.GetProperty("kind").GetString());
        Assert.Contains(part, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(column, answer.Json.TryGetProperty("column", out System.Text.Json.JsonElement named) ? named.GetString() : null);
        if (path is not null)
        {
            Assert.Equal(path, answer.Json.GetProperty("path").GetString());
        }
    }
}
