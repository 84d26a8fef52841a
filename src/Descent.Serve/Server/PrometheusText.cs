using System.Globalization;
using System.Text;

namespace Descent.Serve;

/// <summary>The metrics in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public static string Of(ServeMetrics metrics)
    {
        StringBuilder text = new();
        IReadOnlyList<ModelCounters> models = metrics.Models;
        Counter(text, "descent_serve_rows_total", "Predicted rows.", models.Select(model => (Tags(model), model.Rows)));
        Counter(text, "descent_serve_errors_total", "Requests that were answered with errors, by kind.", models.SelectMany(model => FaultKind.All.Select(kind => (Tags(model, "error_type", kind.Name), model.Errors(kind)))));
        Counter(text, "descent_serve_model_loads_total", "Model files that were loaded or could not be.", models.SelectMany(model => ((string, long)[])[(Tags(model, "outcome", "loaded"), model.Loads), (Tags(model, "outcome", "failed"), model.FailedLoads)]));
        const string Seconds = "descent_serve_request_duration_seconds";
        Head(text, Seconds, "Time to answer a request for predictions.", "histogram");
        foreach (ModelCounters model in models)
        {
            long below = 0;
            for (int i = 0; i <= ModelCounters.Limits.Count; i++)
            {
                below += model.Times(i);
                string limit = i < ModelCounters.Limits.Count ? Number(ModelCounters.Limits[i]) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{Seconds}_bucket{Tags(model, "le", limit)} {below}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{Seconds}_sum{Tags(model)} {Number(model.Seconds)}\n{Seconds}_count{Tags(model)} {below}\n");
        }

        return text.ToString();
    }

    private static void Counter(StringBuilder text, string name, string help, IEnumerable<(string Tags, long Value)> values)
    {
        Head(text, name, help, "counter");
        foreach ((string tags, long value) in values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{tags} {value}\n");
        }
    }

    private static void Head(StringBuilder text, string name, string help, string type) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static string Tags(ModelCounters model, string? name = null, string? value = null) => name is null ? $"{{model=\"{Escaped(model.Name)}\"}}" : $"{{model=\"{Escaped(model.Name)}\",{name}=\"{value}\"}}";

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
