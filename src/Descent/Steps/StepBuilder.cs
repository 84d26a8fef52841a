namespace Descent;

/// <summary>Walks a description once: layers write down what they compute, in order, and the parameters that they need.</summary>
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

    /// <summary>Begins with what goes into the network.</summary>
    /// <param name="inputs">Inputs per sample.</param>
    public StepBuilder(InputShape inputs) => (this.inputs, input, Current) = (inputs, new Value(0, inputs.Width), new Value(0, inputs.Width));

    /// <summary>Another one for layers that stand here, to look at what they would write.</summary>
    public StepBuilder Beside() => new(Width) { depth = depth };

    /// <summary>What the next step reads: the result of the last one, or another to which a layer with branches goes back.</summary>
    public Value Current { get; set; }

    /// <summary>Neurons of the layer so far.</summary>
    public int Width => Current.Width;

    /// <summary>The next layer after the one that writes which is not seen through (see <see cref="Layer.IsSeenThrough"/>), if any.</summary>
    public Layer? Next { get; private set; }

    /// <summary>Number of the layer that writes; an activation, and every layer inside another, counts as a layer of its own.</summary>
    public int LayerIndex { get; private set; } = -1;

    /// <summary>Inside of <see cref="Members"/>: how dense layers are written there.</summary>
    public MemberBuilder? Members { get; private set; }

    /// <summary>Lets a layer write.</summary>
    public void Write(Layer layer)
    {
        RequireOpenEnd();
        LayerPlace place = new(layer, Current);
        layers.Add(place);
        LayerIndex = layers.Count - 1;
        layer.Write(this);

        // One that writes no step of its own passes on what goes in, or what the layers give that it stands for.
        place.Output ??= Current;
    }

    /// <summary>Lets layers write, one after the other.</summary>
    public void Write(IReadOnlyList<Layer> inOrder)
    {
        if (++depth > Nesting.Layers)
        {
            throw new ArgumentException($"{inOrder[0].GetType().Name} stands more than {Nesting.Layers} layers deep inside of others. A layer that stands for others must not contain itself, nor a layer that stands for it.");
        }

        // For each layer the next one that is not seen through, found from the back: a long network is walked through twice.
        Layer? behind = Next;
        Layer?[] next = new Layer?[inOrder.Count];
        for (int i = inOrder.Count - 1; i >= 0; i--)
        {
            Layer? follower = i + 1 < inOrder.Count ? inOrder[i + 1] : null;
            next[i] = follower is null ? behind : follower.IsSeenThrough ? next[i + 1] : follower;
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
            throw new ArgumentException($"layers.{LayerIndex}.{name} would hold {(long)rows * columns:N0} numbers; one array holds at most {Array.MaxLength:N0}. Use a narrower layer.");
        }

        Parameter parameter = new($"layers.{LayerIndex}.{name}", rows, columns, isVector, decays, initializer, bounds, trains) { Members = members, BeginsAlike = beginsAlike, Runs = runs };
        parameters.Add(parameter);
        return parameter;
    }

    /// <summary>y = W·x + b; without an initializer for b there is none.</summary>
    public void Affine(int units, Initializer weightInitializer, Initializer? biasInitializer)
    {
        Parameter weight = AddParameter("weight", units, Width, isVector: false, decays: true, weightInitializer);
        Parameter? bias = biasInitializer is null ? null : AddParameter("bias", 1, units, isVector: true, decays: false, biasInitializer);
        Add(new AffineStep(LayerIndex, Current, Give(units), weight, bias));
    }

    /// <summary>A function of every number on its own.</summary>
    /// <param name="name">For explanations.</param>
    /// <param name="function">The function.</param>
    public void Elementwise(string name, IElementwiseFunction function) => Add(new ElementwiseStep(LayerIndex, Current, Give(Width), name, function));

    /// <summary>A function of every number with one learnable parameter per neuron.</summary>
    public void PerNeuron(string name, IPerNeuronFunction function, string parameterName, double start, (double Low, double High)? bounds)
    {
        Parameter parameter = AddParameter(parameterName, 1, Current.Rows, isVector: true, decays: false, new Constant(start), bounds, members: Current.Members);
        Add(new PerNeuronStep(LayerIndex, Current, Give(Width), name, function, parameter));
    }

    /// <summary>Softmax over the layer, or its logarithm.</summary>
    public void Softmax(bool isLogarithm) => Add(new SoftmaxStep(LayerIndex, Current, Give(Width), isLogarithm));

    /// <summary>Normalization of every neuron over the batch.</summary>
    public void BatchNormalization(Schedule momentum, double epsilon) => Add(new BatchNormalizationStep(
        LayerIndex, Current, Give(Width), momentum, epsilon,
        AddVector("scale", 1), AddVector("shift", 0), AddVector("running_mean", 0, trains: false), AddVector("running_variance", 1, trains: false, bounds: (0, double.PositiveInfinity))));

    /// <summary>Normalization of every sample over the layer.</summary>
    public void LayerNormalization(double epsilon)
    {
        if (Width < 2)
        {
            throw new ArgumentException("A layer normalization needs at least 2 neurons before it: one alone is its own mean. Widen the layer before it, or leave it out.");
        }

        Add(new LayerNormalizationStep(LayerIndex, Current, Give(Width), epsilon, AddVector("scale", 1), AddVector("shift", 0)));
    }

    /// <summary>Inverted dropout.</summary>
    public void Dropout(Schedule rate, bool perBatch) => Add(new DropoutStep(LayerIndex, Current, Give(Width), rate, perBatch));

    /// <summary>Normal noise.</summary>
    public void Noise(Schedule standardDeviation) => Add(new NoiseStep(LayerIndex, Current, Give(Width), standardDeviation));

    /// <summary>What the last step gave, plus something from before.</summary>
    /// <param name="layer">Number of the layer that adds.</param>
    /// <param name="other">As wide as <see cref="Current"/>.</param>
    public void Plus(int layer, Value other) => Add(new AddStep(layer, Current, other, Give(Width)));

    /// <summary>Several results one after the other.</summary>
    /// <param name="layer">Number of the layer that concatenates.</param>
    /// <param name="parts">The results.</param>
    public void Concatenate(int layer, IReadOnlyList<Value> parts)
    {
        if (Members is not null)
        {
            throw new ArgumentException("Members cannot have branches inside: there the numbers of all members stand one below the other. Put the Concatenate before Members, or leave it out.");
        }

        OutputRange[] ranges = [.. parts.Select(part => steps.Find(step => step.Output == part)?.Range ?? OutputRange.Unbounded).Distinct()];

        // Distributions one after the other are none.
        OutputRange common = ranges is [OutputRange.UnitInterval or OutputRange.Symmetric or OutputRange.NonNegative] ? ranges[0] : OutputRange.Unbounded;
        Add(new ConcatenateStep(layer, parts, Give(Rows(parts.Sum(part => (long)part.Rows))), common));
    }

    /// <summary>Makes a layer that gradients cannot pass the reason to refuse every loss.</summary>
    /// <param name="reason">What is wrong, and the fix.</param>
    public void RefuseTraining(string reason) => untrainable = reason;

    /// <summary>The finished list.</summary>
    /// <param name="alignment">Numbers on whose multiples parameters begin in their block.</param>
    public NetworkSteps Finish(int alignment)
    {
        RequireCodesLookedUp();
        return new(input, [.. steps], new ParameterTable(parameters, alignment), [.. layers], values, untrainable);
    }

    /// <summary>Begins with members: several networks side by side.</summary>
    /// <param name="members">How they are written.</param>
    public void BeginMembers(MemberBuilder members)
    {
        if (Members is not null)
        {
            throw new ArgumentException("Members cannot stand inside of Members. Raise the Count of the outer ones.");
        }

        Members = members;
    }

    /// <summary>Ends them, and the network, with the mean of what they give.</summary>
    /// <param name="layer">Number of the layer that they are.</param>
    public void EndMembers(int layer)
    {
        Members = null;
        NetworkStep last = steps[^1];
        if (last is SoftmaxStep { IsLogarithm: true })
        {
            throw new ArgumentException("Members end in the mean of what they give, and a mean of logarithms is no logarithm of probabilities. End their layers in Softmax instead of LogSoftmax.");
        }

        Add(new MemberMeanStep(layer, Current, new Value(values++, Width), last.Range));
        hasMembers = true;
    }

    /// <summary>A number of rows, if there can be as many.</summary>
    public int Rows(long rows) => rows <= Array.MaxLength ? (int)rows : throw new ArgumentException($"{layers[LayerIndex].Layer.GetType().Name} would give {rows:N0} numbers per sample; {Array.MaxLength:N0} are possible. Make it, or what goes into it, smaller.");

    /// <summary>A new result of the present members.</summary>
    public Value Give(int width) => Give(width, Current.Members);

    /// <summary>A new result.</summary>
    /// <param name="width">Numbers per sample and member.</param>
    /// <param name="members">Of how many members.</param>
    public Value Give(int width, int members)
    {
        long rows = (long)width * members;
        return rows <= int.MaxValue ? new(values++, (int)rows, members) : throw new ArgumentException($"{members} members of {width:N0} neurons are too many. Use fewer, or narrower layers.");
    }

    /// <summary>Appends a step, whose result the next one reads.</summary>
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
            // An ending that is computed anew belongs to no layer.
            layers[step.Layer].Output = step.Output;
        }

        Current = step.Output;
    }

    private void RequireOpenEnd()
    {
        if (hasMembers)
        {
            throw new ArgumentException("Members is the last layer of a network: what it gives is the mean of its members, each of which is trained by the loss itself. Move the layers behind it to the end of its own.");
        }
    }

    private Parameter AddVector(string name, double start, bool trains = true, (double Low, double High)? bounds = null) =>
        AddParameter(name, 1, Current.Rows, isVector: true, decays: false, new Constant(start), bounds, trains, Current.Members);
}
