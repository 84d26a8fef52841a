namespace Descent;

/// <summary>Logarithm of the softmax over the layer: <c>xᵢ − m − ln Σⱼ e^(xⱼ − m)</c> with m the layer's maximum; at most 0.</summary>
/// <remarks>
/// Log-probabilities do not underflow, however unlikely a class is. The same as <c>log_softmax</c> of PyTorch and Keras 3. The losses
/// over distributions are fused with it as with <see cref="Softmax"/>, so the same weights give the same loss. Metrics that
/// expect probabilities need Softmax.
/// </remarks>
public sealed record LogSoftmax : Activation
{
    internal override void Write(StepBuilder steps) => steps.Softmax(isLogarithm: true);
}
