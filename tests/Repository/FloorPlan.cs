namespace Descent.Tests.Repository;

/// <summary>Which area of the source may refer to which: the floor plan as arrows, and what follows from them.</summary>
internal sealed class FloorPlan
{
    /// <summary>
    /// An area is a project, or a folder inside <c>src/Descent</c>; it may refer to itself and to whatever its arrows reach.
    /// <c>Descent.Catalogue</c> is the roof of the core (<c>Catalogue*.cs</c>): it sees everything, and nothing inside sees it.
    /// </summary>
    public const string Arrows = """
        Descent.Numerics     →
        Descent.Data         → Descent.Numerics

        Descent.Schedules    → Descent.Numerics
        Descent.Regularizers → Descent.Numerics, Descent.Schedules
        Descent.Optimizers   → Descent.Numerics, Descent.Schedules
        Descent.Metrics      → Descent.Data
        Descent.Augmentations → Descent.Data
        Descent.Initializers → Descent.Numerics, Descent.Schedules
        Descent.Steps        → Descent.Initializers, Descent.Schedules
        Descent.Engine       → Descent.Steps, Descent.Data
        Descent.Activations  → Descent.Steps
        Descent.Losses       → Descent.Steps, Descent.Activations
        Descent.Layers       → Descent.Steps, Descent.Activations
        Descent.Models       → Descent.Engine, Descent.Layers, Descent.Activations, Descent.Losses, Descent.Regularizers
        Descent.Training     → Descent.Models, Descent.Optimizers, Descent.Regularizers, Descent.Metrics, Descent.Augmentations
        Descent.Recipes      → Descent.Training
        Descent.Ensembles    → Descent.Recipes
        Descent.Tables       → Descent.Ensembles
        Descent.Explanations → Descent.Tables
        Descent.Catalogue    → Descent.Explanations

        Descent.Tuning       → Descent.Catalogue
        Descent.Tuning.Postgres → Descent.Tuning
        Descent.Tuning.Sqlite → Descent.Tuning
        Descent.Formats      → Descent.Catalogue
        Descent.Build        → Descent.Formats
        Descent.Formats.Onnx → Descent.Formats
        Descent.Sources.MLNet → Descent.Formats
        Descent.Sources.Parquet → Descent.Data
        Descent.Laws         → Descent.Catalogue
        Descent.Serve        → Descent.Formats
        Descent.Playground   → Descent.Formats.Onnx
        Descent.Cluster      → Descent.Formats, Descent.Tuning.Postgres
        Descent.Cli          → Descent.Tuning.Postgres, Descent.Tuning.Sqlite, Descent.Formats.Onnx, Descent.Playground, Descent.Serve, Descent.Cluster, Descent.Sources.Parquet
        """;

    public const string Roof = "Descent.Catalogue";

    /// <summary>The area of files at the root of the core.</summary>
    public const string Ground = "Descent";

    private readonly Dictionary<string, HashSet<string>> reach = new(StringComparer.Ordinal);

    public FloorPlan(string arrows = Arrows)
    {
        Dictionary<string, string[]> direct = arrows
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('→', StringSplitOptions.TrimEntries))
            .ToDictionary(sides => sides[0], sides => sides[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        foreach (string area in direct.Keys)
        {
            Reach(area, direct, []);
        }
    }

    public bool Knows(string area) => reach.ContainsKey(area);

    public bool Allows(string from, string to) => from == to || reach[from].Contains(to);

    /// <summary>The area of a source file: <c>src/Descent/Layers/Dense.cs</c> lies in <c>Descent.Layers</c>.</summary>
    /// <returns>The area's name, <c>Descent</c> for files at the root of the core, which every area of it may use.</returns>
    public static string AreaOfFile(string path)
    {
        string[] parts = path.Split('/');
        return parts switch
        {
            // Steps belong together; these two stand at the root because users meet them everywhere.
            ["src", "Descent", nameof(Layer) + ".cs" or nameof(Parameter) + ".cs"] => "Descent.Steps",
            ["src", "Descent", var file] => file.StartsWith("Catalogue", StringComparison.Ordinal) ? Roof : "Descent",
            ["src", "Descent", var folder, ..] => $"Descent.{folder}",
            ["src", var project, ..] => project,
            _ => throw new ArgumentException($"'{path}' is not a source file below src/.", nameof(path)),
        };
    }

    private HashSet<string> Reach(string area, Dictionary<string, string[]> direct, string[] above)
    {
        if (above.Contains(area))
        {
            throw new InvalidOperationException($"The arrows run in a circle: {string.Join(" → ", above)} → {area}.");
        }

        if (!reach.TryGetValue(area, out HashSet<string>? reached))
        {
            reached = [.. direct[area], .. direct[area].SelectMany(below => Reach(below, direct, [.. above, area]))];
            reach[area] = reached;
        }

        return reached;
    }
}
