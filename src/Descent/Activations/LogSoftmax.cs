namespace Descent;

/// <summary>Logarithm of the softmax over the layer: <c>xᵢ − m − ln Σⱼ e^(xⱼ − m)</c> with m the layer's maximum; at most 0.</summary>
/// <remarks>
/// Log-probabilities that do not vanish however unlikely a class is; PyTorch's <c>log_softmax</c>, Keras 3's too. The losses
/// over distributions are fused with it as with <see cref="Softmax"/>, so the same weights give the same loss; metrics that
/// expect probabilities want Softmax.
/// </remarks>
public sealed record LogSoftmax : Activation
{
    internal override void Write(StepBuilder steps) => steps.Softmax(isLogarithm: true);
}
