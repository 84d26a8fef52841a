namespace Descent.Playground;

/// <summary>What was trained on the page, and how, so that a program can say how to do the same. Texts are in the text form of the catalogue; an empty one stands for the default, or for none.</summary>
/// <param name="File">The name of the file with the rows, as the page saves it.</param>
/// <param name="Targets">The columns to predict.</param>
public sealed record PlaygroundRun(string File, IReadOnlyList<string> Targets)
{
    /// <summary>The hidden layers, such as <c>6 tanh, 4 tanh</c>; <c>none</c> without any.</summary>
    public string Layers { get; init; } = "none";

    /// <summary>The loss; empty for that of the task.</summary>
    public string Loss { get; init; } = "";

    /// <summary>The optimizer, without its learning rate.</summary>
    public string Optimizer { get; init; } = "";

    /// <summary>The learning rate or its schedule; empty for an optimizer that has none.</summary>
    public string LearningRate { get; init; } = "";

    /// <summary>The penalty; empty for none.</summary>
    public string Regularizer { get; init; } = "";

    /// <summary>The initializer of the weights; empty for the usual one.</summary>
    public string Initializer { get; init; } = "";

    /// <summary>The largest norm of the gradient; empty for no limit.</summary>
    public string Clipping { get; init; } = "";

    /// <summary>The number of passes over the training rows.</summary>
    public int Epochs { get; init; }

    /// <summary>The number of rows per update; null for all of them.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The seed of the network.</summary>
    public ulong Seed { get; init; }
}
