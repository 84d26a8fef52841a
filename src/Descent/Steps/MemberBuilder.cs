namespace Descent;

/// <summary>Writes the dense layers of several networks side by side.</summary>
/// <param name="steps">Where to.</param>
/// <param name="count">How many networks.</param>
/// <param name="shares">Whether they share matrices.</param>
/// <param name="scalesAll">Whether they do and scale what goes into each of them and what comes out, with biases of their own.</param>
/// <param name="scales">How the scales of the first layer's inputs begin.</param>
/// <param name="layers">How many dense layers there are: the last is a head of each network.</param>
internal sealed class MemberBuilder(StepBuilder steps, int count, bool shares, bool scalesAll, Initializer scales, int layers)
{
    private int written;

    /// <summary>y = W·x + b for every member.</summary>
    /// <param name="units">Neurons of one member.</param>
    /// <param name="weight">How W is drawn; null for U(±1/√inputs).</param>
    /// <param name="useBias">Whether there is a b.</param>
    /// <param name="bias">How it is drawn; null for U(±1/√inputs).</param>
    public void Affine(int units, Initializer? weight, bool useBias, Initializer? bias)
    {
        int layer = steps.LayerIndex;
        bool isHead = ++written == layers, isFirst = written == 1, isOwn = isHead || !shares, adapts = !isOwn && scalesAll;
        double limit = 1 / Math.Sqrt(steps.Width);
        Initializer weights = weight ?? new RandomUniform(limit), biases = bias ?? new RandomUniform(limit);
        if (isOwn)
        {
            Value input = steps.Current;
            Parameter own = steps.AddParameter("weight", steps.Rows((long)count * units), steps.Width, isVector: false, decays: true, weights, members: count);
            Parameter? ownBias = useBias ? AddVector("bias", units, biases) : null;
            Value output = steps.Give(units, count);
            steps.Add(input.Members == 1 ? new AffineStep(layer, input, output, own, ownBias) : new MemberAffineStep(layer, input, output, own, ownBias, IsShared: false));
            return;
        }

        if (isFirst || adapts)
        {
            Parameter scale = AddVector("input_scale", steps.Width, isFirst ? scales : new Constant(1), runs: isFirst ? Runs() : null);
            steps.Add(new MemberScalingStep(layer, steps.Current, steps.Give(steps.Width, count), scale));
        }

        Parameter shared = steps.AddParameter("weight", units, steps.Width, isVector: false, decays: true, weights);
        Parameter? sharedBias = useBias && !adapts ? steps.AddParameter("bias", 1, units, isVector: true, decays: false, biases) : null;
        steps.Add(new MemberAffineStep(layer, steps.Current, steps.Give(units), shared, sharedBias, IsShared: true));
        if (adapts)
        {
            Parameter scale = AddVector("output_scale", units, new Constant(1));
            Parameter? shift = useBias ? AddVector("bias", units, biases, beginsAlike: true) : null;
            steps.Add(new MemberScalingStep(layer, steps.Current, steps.Give(units), scale, shift));
        }
    }

    /// <summary>Gives every member a copy of what goes in.</summary>
    public void Repeat() => steps.Add(new MemberScalingStep(steps.LayerIndex, steps.Current, steps.Give(steps.Width, count)));

    private Parameter AddVector(string name, int width, Initializer initializer, bool beginsAlike = false, IReadOnlyList<int>? runs = null) =>
        steps.AddParameter(name, 1, steps.Rows((long)count * width), isVector: true, decays: false, initializer, members: count, beginsAlike: beginsAlike, runs: runs);

    /// <summary>Numbers that stand for the same input of the network; null where each stands for its own, or they are mixed.</summary>
    private IReadOnlyList<int>? Runs() => steps.Chunks is { } chunks && chunks.Any(rows => rows != 1) ? chunks : null;
}
