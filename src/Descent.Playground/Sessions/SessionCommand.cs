using System.Text.Json;

namespace Descent.Playground;

/// <summary>What the page asks for.</summary>
internal sealed record SessionCommand
{
    /// <summary>One of start, run, pause, step, seek, view, weight, branch, export and ack.</summary>
    public string? Type { get; init; }

    /// <summary>For start: the state, which may be anything.</summary>
    public JsonElement? State { get; init; }

    /// <summary>For run: the number of updates per frame; 0 for as many as possible.</summary>
    public double? Speed { get; init; }

    /// <summary>For step: the number of updates. For seek and branch: the step; below 0 for the present.</summary>
    public double? Step { get; init; }

    public double? Network { get; init; }

    /// <summary>For weight: the layer with weights, from 0.</summary>
    public double? Layer { get; init; }

    /// <summary>For weight: the place in the weights, row by row; below 0 for biases.</summary>
    public double? Index { get; init; }

    public string? Format { get; init; }

    public ViewState? View { get; init; }

    /// <summary>For ack: the number of the frame that was drawn.</summary>
    public double? Number { get; init; }
}

/// <summary>The first message: what the page can offer.</summary>
internal sealed record HelloDocument(IEnumerable<ToyDocument> Toys, TableDocument? Table, IReadOnlyList<string> Targets, NetworkState? Network, int UploadLimit, bool HasCommands, bool HasLessons, RecordingDocument? Recording)
{
    public string Type { get; } = "hello";
}

/// <summary>The recording with which the page begins.</summary>
internal sealed record RecordingDocument(string Name, string Text);

/// <summary>A toy problem.</summary>
internal sealed record ToyDocument(string Name, string Title, string Text, string Task, double Noise, int Rows, string Ceiling);
