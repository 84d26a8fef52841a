namespace Descent;

/// <summary>
/// An ensemble within one network: <see cref="Count"/> members that share weight matrices and differ in scales, biases and heads. All of them receive
/// the same input; the output is the mean of their outputs, after their last activation.
/// </summary>
/// <remarks>
/// <para>It must be the last layer of a network. In training each member has its own loss, and training minimizes the mean of these losses, not
/// the loss of the mean output; gradients and the losses of updates refer to that mean. Validation losses, metrics and predictions use the mean output,
/// so that early stopping is based on the actual predictions.</para>
/// <para>The last dense layer is a head, in which each member has its own matrix and bias. In the other dense layers, <see cref="Sharing"/> determines what is
/// shared. Slopes, and the scales and shifts of normalizations, are never shared. Layers before this one are computed once for all members.</para>
/// <para>Dense layers without an initializer are initialized as in PyTorch, with weights and biases from U(±1/√inputs); all members start with the same biases, except in the
/// heads. The input scales of the first dense layer are drawn by <see cref="ScaleInitializer"/>, which makes the members differ; all other scales start at 1.
/// After embeddings or one-hot vectors, each member draws one number for each input of the network, which scales all values that encode this input.</para>
/// <para>Gorishniy, Kotelnikov and Babenko, "TabM: advancing tabular deep learning with parameter-efficient ensembling", 2025; Wen, Tran and Ba,
/// "BatchEnsemble: an alternative approach to efficient ensemble and lifelong learning", 2020.</para>
/// </remarks>
/// <example><c>Network network = [new Members(8, [new Dense(64, new Relu()), new Dropout(0.1), new Dense(64, new Relu()), new Dense(3, new Softmax())])];</c></example>
/// <param name="Count">The number of members, at least 2; TabM has 32.</param>
/// <param name="Layers">The layers of each member, with at least one dense layer.</param>
/// <param name="Sharing">The parameters that the members share; default all weight matrices except those of the heads.</param>
/// <param name="ScaleInitializer">The initializer of the input scales of the first dense layer, if there are any; default random signs, ±1. TabM uses N(0, 1) after embeddings, with one number for all values that encode an input.</param>
public sealed record Members([Option(AtLeast = 2)] int Count, [Option("those of one member")] IReadOnlyList<Layer> Layers, MemberSharing Sharing = MemberSharing.Adapters, [Option("random_signs")] Initializer? ScaleInitializer = null) : Layer
{
    /// <summary>The number of members.</summary>
    public int Count { get; init => field = Check.AtLeast(value, 2, nameof(Count)); } = Check.AtLeast(Count, 2);

    /// <summary>The layers of each member.</summary>
    public IReadOnlyList<Layer> Layers { get; init => field = LayerList.Of(value, nameof(Layers)); } = LayerList.Of(Layers, nameof(Layers));

    /// <summary>The parameters that the members share.</summary>
    public MemberSharing Sharing { get; init => field = Check.Defined(value); } = Check.Defined(Sharing);

    internal override Layer WithInner(Func<IReadOnlyList<Layer>, IReadOnlyList<Layer>> change) => this with { Layers = change(Layers) };

    internal override void Write(StepBuilder steps)
    {
        int own = steps.LayerIndex;
        MemberBuilder members = new(steps, Count, Sharing != MemberSharing.Nothing, Sharing == MemberSharing.Adapters, ScaleInitializer ?? new RandomSigns(), DenseLayers(steps));
        steps.BeginMembers(members);
        if (Layers[0] is not Dense)
        {
            members.Repeat();
        }

        steps.Write(Layers);
        steps.EndMembers(own);
    }

    /// <summary>Counts the dense layers of a member, including those inside other layers.</summary>
    private int DenseLayers(StepBuilder steps)
    {
        StepBuilder one = steps.Beside();
        one.Write(Layers);
        int count = one.Finish(alignment: 1).Steps.OfType<AffineStep>().Count();
        return count > 0 ? count : throw new ArgumentException("Members need at least one Dense layer: without it all members would be the same.");
    }

    /// <summary>Whether the count, the layers and the options are equal.</summary>
    /// <param name="other">The other layer.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Members? other) =>
        other is not null && Count == other.Count && Layers.SequenceEqual(other.Layers) && Sharing == other.Sharing && Equals(ScaleInitializer, other.ScaleInitializer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, LayerList.Hash(Layers), Sharing, ScaleInitializer);

    /// <summary>The members.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => $"Members {{ Count = {Count}, Layers = {LayerList.Text(Layers)}, Sharing = {Sharing}, ScaleInitializer = {ScaleInitializer} }}";
}
