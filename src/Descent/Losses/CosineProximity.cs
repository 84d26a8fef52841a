namespace Descent;

/// <summary>Cosine proximity: <c>−y·ŷ/(‖y‖·‖ŷ‖)</c> over the outputs of a sample; −1 for the same direction, 1 for the opposite.</summary>
/// <remarks>
/// For outputs whose direction counts and whose length does not. Where the outputs or the targets are all 0 there is no
/// direction: loss and gradient are 0. Keras's <c>CosineSimilarity</c> is the same loss; PyTorch's <c>cosine_similarity</c> has the
/// other sign, and its <c>cosine_embedding_loss</c> is one more.
/// </remarks>
/// <param name="Reduction">Default: mean over samples, as in Keras.</param>
public sealed record CosineProximity(Reduction Reduction = Reduction.MeanOverSamples) : Loss(Reduction)
{
    internal override bool IsNeverNegative => false;

    internal override LossStep End(NetworkSteps network)
    {
        if (network.Output.Rows < 2)
        {
            throw Misfit("CosineProximity", "at least two outputs, because one number's direction is only its sign", "Use MeanSquaredError for one output.");
        }

        return new(this, "cosine proximity");
    }

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Samplewise(Numerics.CosineProximity<T, V>.Run);
}
