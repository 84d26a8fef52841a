using System.Text.Json;
using Descent.Metrics;

namespace Descent.Tests.Metrics;

/// <summary>The cases of Goldens/metrics.json.</summary>
internal static class GoldenMetrics
{
    private static readonly Lazy<JsonElement[]> s_cases = new(() =>
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "metrics.json")));
        return [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()];
    });

    public static IEnumerable<TheoryDataRow<string>> Names => s_cases.Value.Select(c => new TheoryDataRow<string>(NameOf(c)));

    public static JsonElement Case(string name) => s_cases.Value.Single(c => NameOf(c) == name);

    public static Outcome Read(JsonElement golden)
    {
        double[] targets = Numbers(golden.GetProperty("targets")), outputs = Numbers(golden.GetProperty("outputs"));
        double[] weights = golden.GetProperty("weights") is { ValueKind: JsonValueKind.Array } given ? Numbers(given) : [];
        OutcomeForm form = Enum.Parse<OutcomeForm>(golden.GetProperty("form").GetString()!, ignoreCase: true);
        int columns = golden.GetProperty("columns").GetInt32();
        return golden.GetProperty("precision").GetString() == "float32"
            ? Outcome.From<float>(form, Narrow(targets), Narrow(outputs), columns, Narrow(weights))
            : new(form, targets, outputs, columns, weights);
    }

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(Number)];

    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();

    public static void AssertClose(double expected, double actual, double tolerance, string what)
    {
        bool close = double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));
        Assert.True(close, $"{what}: expected {expected:R}, got {actual:R}");
    }

    private static string NameOf(JsonElement golden) => $"{golden.GetProperty("form").GetString()}: {golden.GetProperty("name").GetString()}";

    private static float[] Narrow(double[] values) => [.. values.Select(v => (float)v)];
}
