namespace Descent;

/// <summary>The computation of a network: its steps in order, and the parameters that they use. It is immutable; any number of plans can be created from it.</summary>
/// <param name="input">The inputs of the network.</param>
/// <param name="steps">The steps, each after those whose output it reads.</param>
/// <param name="parameters">The parameters and their positions.</param>
/// <param name="layers">The layers by index; activations, and layers inside other layers, have their own index.</param>
/// <param name="values">The number of intermediate results.</param>
/// <param name="untrainable">The reason why gradients cannot train it, or null.</param>
internal sealed class NetworkSteps(Value input, IReadOnlyList<NetworkStep> steps, ParameterTable parameters, IReadOnlyList<LayerPlace> layers, int values, string? untrainable)
{
    /// <summary>The inputs of the network.</summary>
    public Value Input => input;

    /// <summary>The outputs of the network.</summary>
    public Value Output => steps.Count == 0 ? input : steps[^1].Output;

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<NetworkStep> Steps => steps;

    /// <summary>The parameters and their positions.</summary>
    public ParameterTable Parameters => parameters;

    /// <summary>The layers by index; activations, and layers inside other layers, have their own index.</summary>
    public IReadOnlyList<LayerPlace> Layers => layers;

    /// <summary>The number of intermediate results, including the inputs.</summary>
    public int Values => values;

    /// <summary>The range of the outputs.</summary>
    public OutputRange Range => steps.Count == 0 ? OutputRange.Unbounded : steps[^1].Range;

    /// <summary>The multiply-adds of a forward pass per sample.</summary>
    public long MultiplyAdds { get; } = steps.Sum(step => step.MultiplyAdds);

    /// <summary>The mean over the members, which is the last step if the network has members, otherwise null. Each member is trained by its own loss, but validation uses their mean.</summary>
    public MemberMeanStep? Mean => steps is [.., MemberMeanStep mean] ? mean : null;

    /// <summary>The last step, or the last step of the members: the one with which a loss can be fused.</summary>
    public NetworkStep? End => Mean is not null ? steps[^2] : steps.Count == 0 ? null : steps[^1];

    /// <summary>The branches at the end of the network, each as a network up to its end; empty if it does not end in branches.</summary>
    public IReadOnlyList<NetworkSteps> Heads => End is ConcatenateStep whole ? [.. whole.Parts.Select(UpTo)] : [];

    /// <summary>Throws if the network cannot be trained.</summary>
    /// <param name="inputGradient">Whether the gradient with respect to the inputs is computed, in which case the network needs no learnable parameters.</param>
    /// <exception cref="ArgumentException">If the network cannot be trained; the message says why.</exception>
    public void RequireTrainable(bool inputGradient)
    {
        if (untrainable is not null)
        {
            throw new ArgumentException(untrainable);
        }

        if (!inputGradient && !parameters.InOrder.Any(p => p.Trains))
        {
            throw new ArgumentException("The network has no parameters to learn. Add a Dense layer.");
        }
    }

    private NetworkSteps UpTo(Value result) => new(input, [.. steps.TakeWhile(step => result != input && step.Output != result), .. steps.Where(step => step.Output == result)], parameters, layers, values, untrainable);
}

/// <summary>A layer within a network, with its input and output.</summary>
/// <param name="layer">The layer.</param>
/// <param name="input">Its input.</param>
internal sealed class LayerPlace(Layer layer, Value input)
{
    /// <summary>The layer.</summary>
    public Layer Layer => layer;

    /// <summary>The input.</summary>
    public Value Input => input;

    /// <summary>The output: the result of its last step, or null before a step has been written.</summary>
    public Value? Output { get; set; }
}
