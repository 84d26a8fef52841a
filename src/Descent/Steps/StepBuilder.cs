namespace Descent;

/// <summary>Builds the steps of a network in one pass over its description: layers append their computations, in order, and their parameters.</summary>
internal sealed partial class StepBuilder
{
    private readonly List<NetworkStep> steps = [];
    private readonly List<Parameter> parameters = [];
    private readonly InputShape inputs;
    private readonly Value input;
    private readonly List<LayerPlace> layers = [];
    private string? untrainable;
    private int values = 1, depth;
    private bool hasMembers;

    /// <summary>Starts with the inputs of the network.</summary>
    /// <param name="inputs">The inputs per sample.</param>
    public StepBuilder(InputShape inputs) => (this.inputs, input, Current) = (inputs, new Value(0, inputs.Width), new Value(0, inputs.Width));

    /// <summary>Creates a separate builder at the current position, to examine the steps that layers would write.</summary>
    public StepBuilder Beside() => new(Width) { depth = depth };

    /// <summary>The input of the next step: the result of the last step, or an earlier result to which a layer with branches returns.</summary>
    public Value Current { get; set; }

    /// <summary>The width of <see cref="Current"/>.</summary>
    public int Width => Current.Width;

    /// <summary>The next layer after the current one that is not skipped when choosing an initializer (see <see cref="Layer.IsSkippedByInitialization"/>), or null.</summary>
    public Layer? Next { get; private set; }

    /// <summary>The index of the current layer; activations, and layers inside other layers, have their own index.</summary>
    public int LayerIndex { get; private set; } = -1;

    /// <summary>Inside <see cref="Members"/>, the builder of dense layers; otherwise null.</summary>
    public MemberBuilder? Members { get; private set; }

    /// <summary>Writes the steps of a layer.</summary>
    public void Write(Layer layer)
    {
        RequireOpenEnd();
        LayerPlace place = new(layer, Current);
        layers.Add(place);
        LayerIndex = layers.Count - 1;
        layer.Write(this);

        // A layer without a step of its own returns its input, or the output of its inner layers.
        place.Output ??= Current;
    }

    /// <summary>Writes the steps of layers, one after the other.</summary>
    public void Write(IReadOnlyList<Layer> inOrder)
    {
        if (++depth > Nesting.Layers)
        {
            throw new ArgumentException($"{inOrder[0].GetType().Name} is nested more than {Nesting.Layers} layers deep. A composite layer must not contain itself, directly or through other layers.");
        }

        // Finds the next layer that is not skipped for each layer, from the end, so that two passes are enough for a long network.
        Layer? behind = Next;
        Layer?[] next = new Layer?[inOrder.Count];
        for (int i = inOrder.Count - 1; i >= 0; i--)
        {
            Layer? follower = i + 1 < inOrder.Count ? inOrder[i + 1] : null;
            next[i] = follower is null ? behind : follower.IsSkippedByInitialization ? next[i + 1] : follower;
        }

        for (int i = 0; i < inOrder.Count; i++)
        {
            Next = next[i];
            Write(inOrder[i]);
        }

        Next = behind;
        depth--;
    }

    /// <summary>Declares a parameter <c>layers.(index).(name)</c>.</summary>
    public Parameter AddParameter(string name, int rows, int columns, bool isVector, bool decays, Initializer initializer, (double Low, double High)? bounds = null, bool trains = true, int members = 1, bool beginsAlike = false, IReadOnlyList<int>? runs = null)
    {
        if ((long)rows * columns > Array.MaxLength)
        {
            throw new ArgumentException($"layers.{LayerIndex}.{name} would have {(long)rows * columns:N0} values, but an array can have at most {Array.MaxLength:N0}. Use a narrower layer.");
        }

        Parameter parameter = new($"layers.{LayerIndex}.{name}", rows, columns, isVector, decays, initializer, bounds, trains) { Members = members, BeginsAlike = beginsAlike, Runs = runs };
        parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Appends y = W·x + b; without an initializer for b there is no bias.</summary>
    public void Affine(int units, Initializer weightInitializer, Initializer? biasInitializer)
    {
        Parameter weight = AddParameter("weight", units, Width, isVector: false, decays: true, weightInitializer);
        Parameter? bias = biasInitializer is null ? null : AddParameter("bias", 1, units, isVector: true, decays: false, biasInitializer);
        Add(new AffineStep(LayerIndex, Current, Give(units), weight, bias));
    }

    /// <summary>Appends an elementwise function.</summary>
    /// <param name="name">The name in explanations.</param>
    /// <param name="function">The function.</param>
    public void Elementwise(string name, IElementwiseFunction function) => Add(new ElementwiseStep(LayerIndex, Current, Give(Width), name, function));

    /// <summary>Appends an elementwise function with one learnable parameter per neuron.</summary>
    public void PerNeuron(string name, IPerNeuronFunction function, string parameterName, double start, (double Low, double High)? bounds)
    {
        Parameter parameter = AddParameter(parameterName, 1, Current.Rows, isVector: true, decays: false, new Constant(start), bounds, members: Current.Members);
        Add(new PerNeuronStep(LayerIndex, Current, Give(Width), name, function, parameter));
    }

    /// <summary>Appends a softmax over the layer, or its logarithm.</summary>
    public void Softmax(bool isLogarithm) => Add(new SoftmaxStep(LayerIndex, Current, Give(Width), isLogarithm));

    /// <summary>Appends a normalization of every neuron over the batch.</summary>
    public void BatchNormalization(Schedule momentum, double epsilon) => Add(new BatchNormalizationStep(
        LayerIndex, Current, Give(Width), momentum, epsilon,
        AddVector("scale", 1), AddVector("shift", 0), AddVector("running_mean", 0, trains: false), AddVector("running_variance", 1, trains: false, bounds: (0, double.PositiveInfinity))));

    /// <summary>Appends a normalization of every sample over the layer.</summary>
    public void LayerNormalization(double epsilon)
    {
        if (Width < 2)
        {
            throw new ArgumentException("A layer normalization needs at least 2 neurons before it, because a single value equals its own mean. Widen the layer before it, or remove the normalization.");
        }

        Add(new LayerNormalizationStep(LayerIndex, Current, Give(Width), epsilon, AddVector("scale", 1), AddVector("shift", 0)));
    }

    /// <summary>Appends inverted dropout.</summary>
    public void Dropout(Schedule rate, bool perBatch) => Add(new DropoutStep(LayerIndex, Current, Give(Width), rate, perBatch));

    /// <summary>Appends normal noise.</summary>
    public void Noise(Schedule standardDeviation) => Add(new NoiseStep(LayerIndex, Current, Give(Width), standardDeviation));

    /// <summary>Appends the sum of <see cref="Current"/> and an earlier result.</summary>
    /// <param name="layer">The index of the layer that adds.</param>
    /// <param name="other">The earlier result, as wide as <see cref="Current"/>.</param>
    public void Plus(int layer, Value other) => Add(new AddStep(layer, Current, other, Give(Width)));

    /// <summary>Appends the concatenation of several results.</summary>
    /// <param name="layer">The index of the layer that concatenates.</param>
    /// <param name="parts">The results.</param>
    public void Concatenate(int layer, IReadOnlyList<Value> parts)
    {
        if (Members is not null)
        {
            throw new ArgumentException("Members cannot have branches inside, because the values of all members are stored one after the other. Put the Concatenate before Members, or remove it.");
        }

        OutputRange[] ranges = [.. parts.Select(part => steps.Find(step => step.Output == part)?.Range ?? OutputRange.Unbounded).Distinct()];

        // A concatenation of distributions is not a distribution.
        OutputRange common = ranges is [OutputRange.UnitInterval or OutputRange.Symmetric or OutputRange.NonNegative] ? ranges[0] : OutputRange.Unbounded;
        Add(new ConcatenateStep(layer, parts, Give(Rows(parts.Sum(part => (long)part.Rows))), common));
    }

    /// <summary>Marks the network as not trainable, because gradients cannot pass a layer.</summary>
    /// <param name="reason">The message of the exception: the reason, and how to fix it.</param>
    public void RefuseTraining(string reason) => untrainable = reason;

    /// <summary>Returns the finished steps.</summary>
    /// <param name="alignment">The alignment of parameters in their block, in values.</param>
    public NetworkSteps Finish(int alignment)
    {
        RequireCodesLookedUp();
        return new(input, [.. steps], new ParameterTable(parameters, alignment), [.. layers], values, untrainable);
    }

    /// <summary>Begins the layers of members.</summary>
    /// <param name="members">The builder of their dense layers.</param>
    public void BeginMembers(MemberBuilder members)
    {
        if (Members is not null)
        {
            throw new ArgumentException("Members cannot be inside other Members. Increase the Count of the outer ones.");
        }

        Members = members;
    }

    /// <summary>Ends the members, and the network, with the mean of their outputs.</summary>
    /// <param name="layer">The index of the layer of the members.</param>
    public void EndMembers(int layer)
    {
        Members = null;
        NetworkStep last = steps[^1];
        if (last is SoftmaxStep { IsLogarithm: true })
        {
            throw new ArgumentException("Members end in the mean of their outputs, but a mean of log-probabilities is not a log-probability. End their layers in Softmax instead of LogSoftmax.");
        }

        Add(new MemberMeanStep(layer, Current, new Value(values++, Width), last.Range));
        hasMembers = true;
    }

    /// <summary>Checks and returns a number of rows.</summary>
    public int Rows(long rows) => rows <= Array.MaxLength ? (int)rows : throw new ArgumentException($"{layers[LayerIndex].Layer.GetType().Name} would output {rows:N0} numbers per sample, but at most {Array.MaxLength:N0} are possible. Make the layer or its input smaller.");

    /// <summary>Creates a new result with the current number of members.</summary>
    public Value Give(int width) => Give(width, Current.Members);

    /// <summary>Creates a new result.</summary>
    /// <param name="width">The number of values per sample and member.</param>
    /// <param name="members">The number of members.</param>
    public Value Give(int width, int members)
    {
        long rows = (long)width * members;
        return rows <= int.MaxValue ? new(values++, (int)rows, members) : throw new ArgumentException($"{members} members of {width:N0} neurons are too many. Use fewer members or narrower layers.");
    }

    /// <summary>Appends a step; its result is the input of the next step.</summary>
    public void Add(NetworkStep step)
    {
        RequireOpenEnd();
        if (step is ElementwiseStep or PerNeuronStep or BatchNormalizationStep or DropoutStep or NoiseStep or AddStep or MemberScalingStep && ChunksOf(step.Input) is { } own)
        {
            chunks[step.Output.Number] = own;
        }

        steps.Add(step with { Chunks = ChunksOf(step.Output) });
        if (step.Layer >= 0)
        {
            // A last step that is recomputed does not belong to a layer.
            layers[step.Layer].Output = step.Output;
        }

        Current = step.Output;
    }

    private void RequireOpenEnd()
    {
        if (hasMembers)
        {
            throw new ArgumentException("Members must be the last layer of a network: its output is the mean of its members, each of which is trained directly by the loss. Move the layers after it to the end of its own layers.");
        }
    }

    private Parameter AddVector(string name, double start, bool trains = true, (double Low, double High)? bounds = null) =>
        AddParameter(name, 1, Current.Rows, isVector: true, decays: false, new Constant(start), bounds, trains, Current.Members);
}
