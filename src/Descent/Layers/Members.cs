namespace Descent;

/// <summary>
/// Several networks in one: <see cref="Count"/> members that share matrices and differ in scales, biases and heads. What goes in goes to
/// each of them; what comes out is the mean of what they give, after their last activation.
/// </summary>
/// <remarks>
/// <para>It is the last layer of a network. In training each member has a loss of its own, and the loss that is made small is the mean of theirs, never
/// the loss of the mean: gradients, and the losses of updates, are those of that. Validation losses, metrics and predictions are those of the mean,
/// so that early stopping judges what a prediction will be.</para>
/// <para>The last dense layer is a head: each member has its own matrix and bias there. In the other dense layers <see cref="Sharing"/> says what is
/// common. Slopes, and scales and shifts of normalizations, are each member's own, always. Layers before this one are computed once for all members.</para>
/// <para>Dense layers that name no initializer begin as PyTorch's do, weights and biases U(±1/√inputs), and all members with the same biases, except in the
/// heads. The scales of what goes into the first dense layer begin with <see cref="ScaleInitializer"/>, which makes the members differ; all others with 1.
/// Behind embeddings, or ones and zeros of categories, each member draws one number for each input of the network, which scales all that stands for it.</para>
/// <para>Gorishniy, Kotelnikov and Babenko, "TabM: advancing tabular deep learning with parameter-efficient ensembling", 2025; Wen, Tran and Ba,
/// "BatchEnsemble: an alternative approach to efficient ensemble and lifelong learning", 2020.</para>
/// </remarks>
/// <example><c>Network network = [new Members(8, [new Dense(64, new Relu()), new Dropout(0.1), new Dense(64, new Relu()), new Dense(3, new Softmax())])];</c></example>
/// <param name="Count">How many members, at least 2; TabM has 32.</param>
/// <param name="Layers">The layers of each member, with at least one dense layer.</param>
/// <param name="Sharing">What they have in common; default all matrices but the heads'.</param>
/// <param name="ScaleInitializer">How the scales of what goes into the first dense layer begin, where there are any; default random signs, ±1. TabM takes N(0, 1) behind embeddings, and there one number for all that stands for an input.</param>
public sealed record Members(int Count, IReadOnlyList<Layer> Layers, MemberSharing Sharing = MemberSharing.Adapters, Initializer? ScaleInitializer = null) : Layer
{
    /// <summary>How many members.</summary>
    public int Count { get; init => field = Check.AtLeast(value, 2, nameof(Count)); } = Check.AtLeast(Count, 2);

    /// <summary>The layers of each member.</summary>
    public IReadOnlyList<Layer> Layers { get; init => field = LayerList.Of(value, nameof(Layers)); } = LayerList.Of(Layers, nameof(Layers));

    /// <summary>What they have in common.</summary>
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

    /// <summary>How many dense layers a member has, those inside of others included.</summary>
    private int DenseLayers(StepBuilder steps)
    {
        StepBuilder one = steps.Beside();
        one.Write(Layers);
        int count = one.Finish(alignment: 1).Steps.OfType<AffineStep>().Count();
        return count > 0 ? count : throw new ArgumentException("Members need a Dense layer among their layers: without one they would all be the same.");
    }

    /// <summary>Whether count, layers and options are equal.</summary>
    /// <param name="other">Another one.</param>
    /// <returns>Whether it is equal.</returns>
    public bool Equals(Members? other) =>
        other is not null && Count == other.Count && Layers.SequenceEqual(other.Layers) && Sharing == other.Sharing && Equals(ScaleInitializer, other.ScaleInitializer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, LayerList.Hash(Layers), Sharing, ScaleInitializer);

    /// <summary>The members.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => $"Members {{ Count = {Count}, Layers = {LayerList.Text(Layers)}, Sharing = {Sharing}, ScaleInitializer = {ScaleInitializer} }}";
}
