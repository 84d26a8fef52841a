namespace Descent;

/// <summary><c>y = x∘s + b</c> with numbers of every neuron of every member; from what is not of members yet, each takes a copy.</summary>
/// <param name="Layer">Index of the layer that it came from.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Scale">s, one number per row of the output, or none.</param>
/// <param name="Shift">b, one number per row of the output, or none.</param>
internal sealed record MemberScalingStep(int Layer, Value Input, Value Output, Parameter? Scale = null, Parameter? Shift = null) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. new[] { Scale, Shift }.OfType<Parameter>()];
}

/// <summary><c>y = W·x + b</c> for every member: W and b are shared by all, or each has its own, one below the other.</summary>
/// <param name="Layer">Index of the layer that it came from.</param>
/// <param name="Input">What it reads, of members.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Weight">W, or all of them.</param>
/// <param name="Bias">b, or all of them, or none.</param>
/// <param name="IsShared">Whether all members have the same.</param>
internal sealed record MemberAffineStep(int Layer, Value Input, Value Output, Parameter Weight, Parameter? Bias, bool IsShared) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => Bias is null ? [Weight] : [Weight, Bias];

    /// <inheritdoc/>
    public override long MultiplyAdds => (long)Weight.Count * (IsShared ? Input.Members : 1);
}

/// <summary>The mean over the members, which ends a network.</summary>
/// <param name="Layer">Index of the layer that it came from.</param>
/// <param name="Input">What the members give.</param>
/// <param name="Output">Their mean.</param>
/// <param name="Common">What is known of the outputs of each; it holds for their mean, too.</param>
internal sealed record MemberMeanStep(int Layer, Value Input, Value Output, OutputRange Common) : NetworkStep(Layer, Input, Output)
{
    /// <inheritdoc/>
    public override OutputRange Range => Common;
}
