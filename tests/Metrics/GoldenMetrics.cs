using System.Text.Json;
using Descent.Tests.Goldens;

namespace Descent.Tests.Metrics;

/// <summary>The cases of Goldens/metrics.json.</summary>
internal static class GoldenMetrics
{
    private static readonly Lazy<JsonElement[]> s_cases = new(() => [.. GoldenFile.Read("metrics.json").GetProperty("cases").EnumerateArray()]);

    public static IReadOnlyList<JsonElement> All => s_cases.Value;

    public static IEnumerable<TheoryDataRow<string>> Names => s_cases.Value.Select(c => new TheoryDataRow<string>(NameOf(c)));

    public static JsonElement Case(string name) => s_cases.Value.Single(c => NameOf(c) == name);

    public static Outcome Read(JsonElement golden)
    {
        double[] targets = GoldenFile.Numbers(golden.GetProperty("targets")), outputs = GoldenFile.Numbers(golden.GetProperty("outputs"));
        double[] weights = golden.GetProperty("weights") is { ValueKind: JsonValueKind.Array } given ? GoldenFile.Numbers(given) : [];
        OutcomeForm form = Enum.Parse<OutcomeForm>(golden.GetProperty("form").GetString()!, ignoreCase: true);
        int columns = golden.GetProperty("columns").GetInt32();
        return golden.GetProperty("precision").GetString() == "float32"
            ? Outcome.From<float>(form, Narrow(targets), Narrow(outputs), columns, Narrow(weights))
            : new(form, targets, outputs, columns, weights);
    }

    private static string NameOf(JsonElement golden) => $"{golden.GetProperty("form").GetString()}: {golden.GetProperty("name").GetString()}";

    private static float[] Narrow(double[] values) => [.. values.Select(v => (float)v)];
}
