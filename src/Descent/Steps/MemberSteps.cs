namespace Descent;

/// <summary><c>y = x∘s + b</c> with a scale and a shift for every neuron of every member; an input without members is copied for each member.</summary>
/// <param name="Layer">The index of the layer that it belongs to.</param>
/// <param name="Input">The input.</param>
/// <param name="Output">The result.</param>
/// <param name="Scale">s, one value per row of the output, or null.</param>
/// <param name="Shift">b, one value per row of the output, or null.</param>
internal sealed record MemberScalingStep(int Layer, Value Input, Value Output, Parameter? Scale = null, Parameter? Shift = null) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. new[] { Scale, Shift }.OfType<Parameter>()];
}

/// <summary><c>y = W·x + b</c> for every member: W and b are shared by all members, or each has its own, one after the other.</summary>
/// <param name="Layer">The index of the layer that it belongs to.</param>
/// <param name="Input">The input, which has members.</param>
/// <param name="Output">The result.</param>
/// <param name="Weight">W, or the matrices of all members.</param>
/// <param name="Bias">b, or the biases of all members, or null.</param>
/// <param name="IsShared">Whether all members share W and b.</param>
internal sealed record MemberAffineStep(int Layer, Value Input, Value Output, Parameter Weight, Parameter? Bias, bool IsShared) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => Bias is null ? [Weight] : [Weight, Bias];

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Weight.Count * (IsShared ? Input.Members : 1);
}

/// <summary>The mean over the members, which is the last step of a network.</summary>
/// <param name="Layer">The index of the layer that it belongs to.</param>
/// <param name="Input">The outputs of the members.</param>
/// <param name="Output">Their mean.</param>
/// <param name="Common">The range of the outputs of each member, which also applies to their mean.</param>
internal sealed record MemberMeanStep(int Layer, Value Input, Value Output, OutputRange Common) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override OutputRange Range => Common;
}
