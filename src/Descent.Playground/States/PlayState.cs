namespace Descent.Playground;

/// <summary>
/// Everything that determines what the page shows, as a link carries it. Nothing in it is trusted: <see cref="StateChecks"/> makes a
/// valid one of whatever comes.
/// </summary>
internal sealed record PlayState
{
    public ProblemState? Problem { get; init; }

    public IReadOnlyList<NetworkState?>? Networks { get; init; }

    public ViewState? View { get; init; }

    /// <summary>The step that is shown first; 0 for an untrained network.</summary>
    public double? Step { get; init; }

    /// <summary>The step of the first network with which the second one begins; null if it begins anew, or if there is none.</summary>
    public double? Branch { get; init; }
}

/// <summary>The problem: a toy problem, drawn points, a table, or the rows of a recording.</summary>
internal sealed record ProblemState
{
    /// <summary>The name of a toy problem, <c>points</c>, <c>table</c> or <c>recording</c>.</summary>
    public string? Kind { get; init; }

    public double? Rows { get; init; }

    public double? Noise { get; init; }

    /// <summary>The share of the rows that training does not see.</summary>
    public double? Unseen { get; init; }

    public double? Seed { get; init; }

    /// <summary>Drawn points: x, y and the class, one after the other.</summary>
    public IReadOnlyList<double>? Points { get; init; }

    /// <summary>The identifier of a table, which follows from its content.</summary>
    public string? Table { get; init; }

    public IReadOnlyList<string?>? Targets { get; init; }
}

/// <summary>A network and how it is trained. Texts are in the text form of the catalogue.</summary>
internal sealed record NetworkState
{
    public IReadOnlyList<LayerState?>? Layers { get; init; }

    /// <summary>The loss; empty for the one of the task.</summary>
    public string? Loss { get; init; }

    public string? Optimizer { get; init; }

    public double? Rate { get; init; }

    /// <summary>The schedule of the learning rate; empty for a constant one.</summary>
    public string? Schedule { get; init; }

    public string? Regularizer { get; init; }

    public string? Initializer { get; init; }

    /// <summary>The largest norm of the gradient; 0 for no limit.</summary>
    public double? Clipping { get; init; }

    public double? Batch { get; init; }

    public double? Epochs { get; init; }

    public double? Seed { get; init; }
}

/// <summary>A hidden layer.</summary>
internal sealed record LayerState
{
    public double? Units { get; init; }

    public string? Activation { get; init; }

    public double? Dropout { get; init; }

    /// <summary><c>batch_normalization</c>, <c>layer_normalization</c> or empty.</summary>
    public string? Normalization { get; init; }
}

/// <summary>The plane of the maps, and the output that they show.</summary>
internal sealed record ViewState
{
    /// <summary>The numbers of two inputs; anything else for the plane of the two largest principal components.</summary>
    public IReadOnlyList<double>? Axes { get; init; }

    public double? Output { get; init; }
}
