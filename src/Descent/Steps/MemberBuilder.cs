namespace Descent;

/// <summary>Writes the dense layers of the members of <see cref="Members"/>.</summary>
/// <param name="steps">The steps to append to.</param>
/// <param name="count">The number of members.</param>
/// <param name="shares">Whether the members share matrices.</param>
/// <param name="scalesAll">Whether the members share matrices, scale the inputs and outputs of each of them, and have their own biases.</param>
/// <param name="scales">The initializer of the input scales of the first layer.</param>
/// <param name="layers">The number of dense layers; the last is the head of each member.</param>
internal sealed class MemberBuilder(StepBuilder steps, int count, bool shares, bool scalesAll, Initializer scales, int layers)
{
    private int written;

    /// <summary>Appends y = W·x + b for every member.</summary>
    /// <param name="units">The number of neurons of one member.</param>
    /// <param name="weight">The initializer of W; null for U(±1/√inputs).</param>
    /// <param name="useBias">Whether there is a bias b.</param>
    /// <param name="bias">The initializer of b; null for U(±1/√inputs).</param>
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

    /// <summary>Appends a step that gives every member a copy of the input.</summary>
    public void Repeat() => steps.Add(new MemberScalingStep(steps.LayerIndex, steps.Current, steps.Give(steps.Width, count)));

    private Parameter AddVector(string name, int width, Initializer initializer, bool beginsAlike = false, IReadOnlyList<int>? runs = null) =>
        steps.AddParameter(name, 1, steps.Rows((long)count * width), isVector: true, decays: false, initializer, members: count, beginsAlike: beginsAlike, runs: runs);

    /// <summary>The number of rows that encode each input of the network; null if each input has one row, or if the rows are mixed.</summary>
    private IReadOnlyList<int>? Runs() => steps.Chunks is { } chunks && chunks.Any(rows => rows != 1) ? chunks : null;
}
