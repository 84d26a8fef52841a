namespace Descent;

/// <summary>Softmax over the layer: <c>e^(xᵢ − m) / Σⱼ e^(xⱼ − m)</c> with m the layer's maximum, so that nothing overflows.</summary>
/// <remarks>For the last layer of a multiclass network; fused with the categorical cross-entropy.</remarks>
public sealed record Softmax : Activation
{
    internal override void Write(StepBuilder steps) => steps.Softmax(isLogarithm: false);
}
