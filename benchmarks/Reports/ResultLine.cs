using System.Text;
using System.Text.Json;

namespace Descent.Benchmarks.Reports;

/// <summary>One measurement as <c>descent bench --json</c> and the peers write it.</summary>
internal sealed record ResultLine(
    string Peer,
    string Version,
    string Workload,
    string Type,
    int Threads,
    double? MicrosecondsPerStep = null,
    double? MinimumMicroseconds = null,
    double? Percentile5Microseconds = null,
    double? Percentile95Microseconds = null,
    double? SamplesPerSecond = null,
    double? Gflops = null,
    double? FmaPeakGflops = null,
    double? BytesPerStep = null,
    int? LaneBits = null,
    string? FinalWeightsHash = null,
    double? Check = null,
    string? Note = null)
{
    public const string Ours = "descent";

    /// <summary>The usual names and indented text.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Every measurement in a text of JSON objects, one after the other: single ones, or lists called <c>results</c>.</summary>
    public static IReadOnlyList<ResultLine> ReadAll(string text)
    {
        List<ResultLine> lines = [];
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.TryGetProperty("results", out JsonElement results))
            {
                lines.AddRange(results.Deserialize<ResultLine[]>(Json)!);
            }
            else
            {
                lines.Add(document.RootElement.Deserialize<ResultLine>(Json)!);
            }
        }

        return lines;
    }
}
