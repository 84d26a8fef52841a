using System.Text.Json.Serialization;

// A minimal API as its documentation shows it: a row is read as a record, and an answer of the size of a prediction is written.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJson.Default));
WebApplication app = builder.Build();
app.MapPost("/predict", (Row row) => new Answer("setosa", new Probabilities((float)row.SepalLength, (float)row.SepalWidth, (float)row.PetalLength)));
app.MapPost("/predict-rows", (Row[] rows) => new Answers(Array.ConvertAll(rows, row => new Answer("setosa", new Probabilities((float)row.SepalLength, (float)row.SepalWidth, (float)row.PetalLength)))));
app.Run();

internal sealed record Row(
    [property: JsonPropertyName("sepal_length")] double SepalLength,
    [property: JsonPropertyName("sepal_width")] double SepalWidth,
    [property: JsonPropertyName("petal_length")] double PetalLength,
    [property: JsonPropertyName("petal_width")] double PetalWidth);

internal sealed record Probabilities(float Setosa, float Versicolor, float Virginica);

internal sealed record Answer(string Prediction, Probabilities Probabilities);

internal sealed record Answers(Answer[] Predictions);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Row[]))]
[JsonSerializable(typeof(Answers))]
internal sealed partial class BareJson : JsonSerializerContext;
