namespace Descent.Cli.Runs;

/// <summary>The runs that a study wrote, which it may replace: each records its study in <c>metrics.json</c>.</summary>
/// <param name="Place">The file, or the server and the database, without user and password.</param>
/// <param name="Name">The name of the study there.</param>
internal sealed record RunOfStudy(string Place, string Name)
{
    /// <summary>Whether the run in a folder is one of this study.</summary>
    public bool IsIn(string folder)
    {
        string path = Path.Combine(folder, RunFiles.MetricsName);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using JsonDocument metrics = JsonDocument.Parse(File.ReadAllBytes(path));
            return metrics.RootElement.ValueKind == JsonValueKind.Object && metrics.RootElement.TryGetProperty("study", out JsonElement study) && study.ValueKind == JsonValueKind.Object
                && Text(study, "place") == Place && Text(study, "name") == Name;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            // A file that cannot be read proves nothing, so the folder counts as someone else's.
            return false;
        }
    }

    /// <summary>The first folder of runs with a run of this study; null if there is none.</summary>
    public string? Find(string parent) => !Directory.Exists(parent) ? null
        : Directory.EnumerateDirectories(parent).Order(StringComparer.Ordinal).FirstOrDefault(IsIn);

    private static string? Text(JsonElement study, string name) => study.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
