using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Descent.Data;
using Descent.Serve;
using Descent.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Descent.Tests.Serve;

/// <summary>Models in an application of a user.</summary>
public sealed class OwnApplicationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ModelsArePredictedByTypeAndByName()
    {
        string prices = TinyModels.Save(folder, "regression"), kinds = TinyModels.Save(folder, "multiclass");
        await using WebApplication app = Application(services => services.AddDescentModel(prices).AddDescentModel(kinds, options => options.Strict = true, "kinds").AddHealthChecks().AddDescentModel().AddDescentModel("kinds"));
        IDescentModel price = app.Services.GetRequiredService<IDescentModel>(), kind = app.Services.GetRequiredKeyedService<IDescentModel>("kinds");
        Item item = new(1.5, null, "grün", new DateOnly(2024, 3, 5));
        double expected = price.Current.Predict(Table.Parse("size,weight kg,color,day\n1.5,,grün,2024-03-05\n")).Number(0);
        Assert.Equal(expected, price.Predict(ItemJson.Default.Item, item).Number(0));
        Assert.Equal(expected, price.Predict(ItemJson.Default.Item, item with { Size = 3 }, item).Number(1));
        Dictionary<string, object?> values = new() { ["size"] = 1.5, ["weight kg"] = null, ["color"] = "grün", ["day"] = new DateOnly(2024, 3, 5) };
        Assert.Equal(expected, price.Predict(values).Number(0));
        Assert.Contains(kind.Predict(values).Label(0), (string[])["a", "b", "c"]);
        Assert.Equal("color", Assert.Throws<DataException>(() => kind.Predict(ItemJson.Default.Item, item with { Color = "gelb" })).Column);
        Assert.Equal("day", Assert.Throws<DataException>(() => price.Predict(values, values.Where(value => value.Key != "day").ToDictionary())).Column);
        Assert.Equal("size", Assert.Throws<DataException>(() => price.Predict(ItemJson.Default.Part, new Part("rot"))).Column);
        Assert.Throws<DataException>(() => price.Predict(ItemJson.Default.Item, []));
        Assert.Throws<DataException>(() => price.Predict((IReadOnlyList<IReadOnlyDictionary<string, object?>>)[]));
        HealthReport health = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Equal(["descent", "descent kinds"], health.Entries.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EndpointsAreMappedAndDescribed()
    {
        string prices = TinyModels.Save(folder, "regression"), kinds = TinyModels.Save(folder, "multiclass");
        await using WebApplication app = Application(services => services.AddDescentModel(prices).AddDescentModel(kinds, name: "kinds").AddOpenApi());
        app.MapDescentModel("/price");
        app.MapDescentModel("/kind", "kinds");
        app.MapOpenApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new Uri(DescentServer.AddressOf(app)) };
        using StringContent row = new("""{"size":1,"weight kg":2,"color":"rot","day":"2024-03-05"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage price = await client.PostAsync("/price", row, TestContext.Current.CancellationToken), kind = await client.PostAsync("/kind", row, TestContext.Current.CancellationToken);
        Assert.Equal(JsonValueKind.Number, (await Answer.Of(price)).Json.GetProperty("prediction").ValueKind);
        Assert.Equal(3, (await Answer.Of(kind)).Json.GetProperty("probabilities").EnumerateObject().Count());
        JsonElement paths = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)).RootElement.GetProperty("paths");
        Assert.Equal(["/kind", "/price"], paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task MistakesAreSaid()
    {
        Assert.Contains("before", Assert.Throws<ArgumentException>(() => Application(services => services.AddDescentModel("a").AddDescentModel("b"))).Message, StringComparison.Ordinal);
        await using WebApplication app = Application(_ => { });
        Assert.Contains("AddDescentModel", Assert.Throws<InvalidOperationException>(() => app.MapDescentModel("/predict", "other")).Message, StringComparison.Ordinal);
        await using WebApplication missing = Application(services => services.AddDescentModel(folder["nothing.safetensors"]));
        await Assert.ThrowsAsync<Descent.Formats.ModelFileException>(() => missing.StartAsync(TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => Application(services => services.AddDescentModel("a", options => options.RowsLimit = 0)));
    }

    private static WebApplication Application(Action<IServiceCollection> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        configure(builder.Services);
        return builder.Build();
    }
}

internal sealed record Item(
    [property: JsonPropertyName("size")] double Size, [property: JsonPropertyName("weight kg")] double? Weight, [property: JsonPropertyName("color")] string Color, [property: JsonPropertyName("day")] DateOnly Day);

internal sealed record Part([property: JsonPropertyName("color")] string Color);

[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(Part))]
internal sealed partial class ItemJson : JsonSerializerContext;
