using System.Text.Json.Serialization;

namespace Descent.Playground;

/// <summary>What went wrong.</summary>
internal sealed record FaultDocument(string Message);

/// <summary>A table that the server keeps.</summary>
/// <param name="Id">Its identifier, which follows from its content.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Used">How many of them are used.</param>
internal sealed record TableDocument(string Id, string Name, IReadOnlyList<string> Columns, int Rows, int Used);

/// <summary>An axis of the maps: its name, its ends in the space of the inputs, and its ends in the unit of the column.</summary>
internal sealed record AxisDocument(string Name, double Low, double High, double First, double Last);

/// <summary>A column of the table, as the tool would use it.</summary>
internal sealed record ColumnDocument(string Name, string Kind, string Reason, int Missing, int Distinct, string Values, string WithoutValue, IReadOnlyList<string> Inputs);

/// <summary>The problem, once its rows are prepared.</summary>
internal sealed record ProblemDocument(
    string Title, string Task, string TaskReason, string Ceiling, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<string> Labels, IEnumerable<ColumnDocument> Columns, IReadOnlyList<string> Targets,
    int TrainRows, int UnseenRows, string Metric, IEnumerable<string> Losses, IEnumerable<string> Notices);

/// <summary>A layer with weights: where its weights and biases are in the list of all that a frame carries.</summary>
internal sealed record LayerDocument(string Name, int Inputs, int Units, int Weights, int Biases, bool IsOutput);

/// <summary>A network, once it is built.</summary>
internal sealed record NetworkDocument(IEnumerable<LayerDocument> Layers, long Parameters, string Loss, string Optimizer, string Last, long StepsPerEpoch, long FirstStep, long LastStep, IEnumerable<PointDocument> History);

/// <summary>A point of the curves. Numbers that are not finite are null.</summary>
internal sealed record PointDocument(long Step, double? Loss, double? UnseenLoss, double? Metric, double? UnseenMetric, double? Rate);

/// <summary>The answer to new settings.</summary>
internal sealed record ReadyDocument(PlayState State, IReadOnlyList<string> Notes, ProblemDocument Problem, IEnumerable<NetworkDocument> Networks)
{
    public string Type { get; } = "ready";
}

/// <summary>The plane of the maps, and where the rows are in it. Places are pairs of numbers of type float, targets one number per row.</summary>
internal sealed record PlaneDocument(AxisDocument Horizontal, AxisDocument Vertical, int Output, byte[] Train, byte[] TrainTargets, byte[] Unseen, byte[] UnseenTargets, double Low, double High)
{
    public string Type { get; } = "plane";
}

/// <summary>Bins between two numbers.</summary>
internal sealed record HistogramDocument(double Low, double High, IReadOnlyList<int> Counts);

/// <summary>The histograms of a layer.</summary>
internal sealed record LayerHistograms(HistogramDocument? Activations, HistogramDocument? Weights, HistogramDocument? Gradients);

/// <summary>A network at a step. Numbers that are not finite are null.</summary>
internal sealed record FrameDocument
{
    public required long Step { get; init; }

    public required double Epoch { get; init; }

    public double? Rate { get; init; }

    public double? Loss { get; init; }

    public double? UnseenLoss { get; init; }

    public double? Metric { get; init; }

    public double? UnseenMetric { get; init; }

    /// <summary>The hash of all weights, equal only if they are equal to the last bit.</summary>
    public required string Hash { get; init; }

    /// <summary>The map of the output: for several classes the number of the class, otherwise the output from 0 to 255.</summary>
    public required byte[] Map { get; init; }

    /// <summary>For several classes: the probability of the class, from 0 to 255.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Sure { get; init; }

    /// <summary>The maps of all neurons, one after the other: 128 is 0.</summary>
    public required byte[] Neurons { get; init; }

    /// <summary>The largest magnitude in the map of each neuron.</summary>
    public required IReadOnlyList<float> Peaks { get; init; }

    /// <summary>All weights and biases, as numbers of type float.</summary>
    public required byte[] Weights { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LayerHistograms>? Histograms { get; init; }

    /// <summary>The confusion matrix on the unseen rows, row by row.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Confusion { get; init; }

    /// <summary>For numbers: actual and predicted values of unseen rows, in pairs of type float.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Pairs { get; init; }

    /// <summary>Why it does not go on; empty while it does.</summary>
    public string Ended { get; init; } = "";
}

/// <summary>All networks at the moment.</summary>
/// <param name="Number">The number of the frame, which the page sends back once it is drawn.</param>
/// <param name="Networks">One frame per network.</param>
/// <param name="IsRunning">Whether they are being trained.</param>
/// <param name="IsPast">Whether this is an earlier step.</param>
internal sealed record FramesDocument(long Number, IReadOnlyList<FrameDocument> Networks, bool IsRunning, bool IsPast)
{
    public string Type { get; } = "frames";
}

/// <summary>How a weight got its value in an update.</summary>
internal sealed record WeightDocument(int Network, string Name, long Step, IReadOnlyList<string> Lines)
{
    public string Type { get; } = "weight";
}

/// <summary>A file to save.</summary>
internal sealed record FileDocument(string Name, byte[] Content)
{
    public string Type { get; } = "file";
}

/// <summary>A text to read or copy.</summary>
internal sealed record TextDocument(string Name, string Text)
{
    public string Type { get; } = "text";
}

/// <summary>A message for the reader of the page.</summary>
internal sealed record NoteDocument(string Message, bool IsError)
{
    public string Type { get; } = "note";
}

/// <summary>Something that is wrong with a training, and what to try.</summary>
internal sealed record FindingDocument(string Kind, string Reason, IEnumerable<string> Advice);

/// <summary>What is wrong with each network.</summary>
internal sealed record FindingsDocument(IEnumerable<IReadOnlyList<FindingDocument>> Networks)
{
    public string Type { get; } = "findings";
}
