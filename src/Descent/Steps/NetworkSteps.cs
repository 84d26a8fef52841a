namespace Descent;

/// <summary>What a network computes: steps in order, and the parameters they use. Immutable; any number of plans are made from it.</summary>
/// <param name="input">What goes in.</param>
/// <param name="steps">The steps, each after those whose output it reads.</param>
/// <param name="parameters">Where every parameter lies.</param>
/// <param name="layers">The layers by their numbers; an activation, and every layer inside another, is one of its own.</param>
/// <param name="values">How many results there are.</param>
/// <param name="untrainable">Why gradients cannot train it, if they cannot.</param>
internal sealed class NetworkSteps(Value input, IReadOnlyList<NetworkStep> steps, ParameterTable parameters, IReadOnlyList<LayerPlace> layers, int values, string? untrainable)
{
    /// <summary>What goes in.</summary>
    public Value Input => input;

    /// <summary>What comes out.</summary>
    public Value Output => steps.Count == 0 ? input : steps[^1].Output;

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<NetworkStep> Steps => steps;

    /// <summary>Where every parameter lies.</summary>
    public ParameterTable Parameters => parameters;

    /// <summary>The layers by their numbers; an activation, and every layer inside another, is one of its own.</summary>
    public IReadOnlyList<LayerPlace> Layers => layers;

    /// <summary>How many results there are, the inputs included.</summary>
    public int Values => values;

    /// <summary>What is known of the outputs.</summary>
    public OutputRange Range => steps.Count == 0 ? OutputRange.Unbounded : steps[^1].Range;

    /// <summary>Multiply-adds per sample of a forward pass.</summary>
    public long MultiplyAdds { get; } = steps.Sum(step => step.MultiplyAdds);

    /// <summary>The mean over members that ends the network, if it has members: they are trained each by a loss of its own, and judged by their mean.</summary>
    public MemberMeanStep? Mean => steps is [.., MemberMeanStep mean] ? mean : null;

    /// <summary>The last step, or with members the last of theirs: what a loss may take over.</summary>
    public NetworkStep? End => Mean is not null ? steps[^2] : steps.Count == 0 ? null : steps[^1];

    /// <summary>The branches that the network ends in, each as a network up to its end; none if it does not end in branches.</summary>
    public IReadOnlyList<NetworkSteps> Heads => End is ConcatenateStep whole ? [.. whole.Parts.Select(UpTo)] : [];

    /// <summary>Refuses to be trained where that is impossible.</summary>
    /// <param name="inputGradient">Whether the gradient with respect to the inputs is wanted, so that there need be nothing to learn.</param>
    /// <exception cref="ArgumentException">If nothing can be learnt; the message says why.</exception>
    public void RequireTrainable(bool inputGradient)
    {
        if (untrainable is not null)
        {
            throw new ArgumentException(untrainable);
        }

        if (!inputGradient && !parameters.InOrder.Any(p => p.Trains))
        {
            throw new ArgumentException("The network has no parameters to learn. Put a Dense layer in.");
        }
    }

    private NetworkSteps UpTo(Value result) => new(input, [.. steps.TakeWhile(step => result != input && step.Output != result), .. steps.Where(step => step.Output == result)], parameters, layers, values, untrainable);
}

/// <summary>A layer within a network, and between which results it stands.</summary>
/// <param name="layer">The layer.</param>
/// <param name="input">What goes into it.</param>
internal sealed class LayerPlace(Layer layer, Value input)
{
    /// <summary>The layer.</summary>
    public Layer Layer => layer;

    /// <summary>What goes into it.</summary>
    public Value Input => input;

    /// <summary>What comes out of it: what its last step gives, or null before it has written one.</summary>
    public Value? Output { get; set; }
}
