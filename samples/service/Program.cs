using System.Text.Json.Serialization;
using Descent.Serve;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AppJson.Default));
builder.Services.AddDescentModel("iris.safetensors");
builder.Services.AddHealthChecks().AddDescentModel();

WebApplication app = builder.Build();

// Rows as JSON or CSV, answered as `descent serve` does.
app.MapDescentModel("/predict");
app.MapDescentDrift("/drift");
app.MapHealthChecks("/health");

// An endpoint of the application's own, with a typed row.
app.MapPost("/bouquet", (Flower flower, IDescentModel model) =>
{
    string species = model.Predict(AppJson.Default.Flower, flower).Label(0);
    return new Bouquet(species, species == "setosa" ? 3 : 5);
});
app.Run();

internal sealed record Flower(
    [property: JsonPropertyName("sepal_length")] double SepalLength, [property: JsonPropertyName("sepal_width")] double SepalWidth,
    [property: JsonPropertyName("petal_length")] double PetalLength, [property: JsonPropertyName("petal_width")] double PetalWidth);

internal sealed record Bouquet(string Species, int Stems);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Flower))]
[JsonSerializable(typeof(Bouquet))]
internal sealed partial class AppJson : JsonSerializerContext;
