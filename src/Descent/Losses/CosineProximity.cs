using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Cosine proximity: <c>−y·ŷ/(‖y‖·‖ŷ‖)</c> over the outputs of a sample; −1 for the same direction, 1 for the opposite.</summary>
/// <remarks>
/// For outputs whose direction matters and whose length does not. If the outputs or the targets are all 0, there is no
/// direction, and the loss and the gradient are 0. Keras's <c>CosineSimilarity</c> is the same loss; PyTorch's <c>cosine_similarity</c> has the
/// opposite sign, and its <c>cosine_embedding_loss</c> is larger by 1.
/// </remarks>
/// <param name="Reduction">Default: mean over samples, as in Keras.</param>
public sealed record CosineProximity(Reduction Reduction = Reduction.MeanOverSamples) : SamplewiseLoss(Reduction)
{
    internal override string Description => "cosine proximity";

    /// <inheritdoc/>
    protected override string? Misfit(OutputRange range, int outputs) =>
        outputs < 2 ? "CosineProximity needs at least two outputs, because the direction of a single number is only its sign. Use MeanSquaredError for one output." : null;

    /// <inheritdoc/>
    protected override TResult Accept<V, TResult>(ISampleLossVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : ISampleLoss<V>
        where V : struct, ILane<V>
    {
        // With cos = y·t/(‖y‖·‖t‖) the derivative is −(t/(‖y‖·‖t‖) − cos·y/‖y‖²).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(Samples<V> samples)
        {
            V dot = V.Zero, squareY = V.Zero, squareT = V.Zero;
            for (int i = 0; i < samples.Outputs; i++)
            {
                V y = samples.Output(i), t = samples.Target(i);
                dot = V.Fma(y, t, dot);
                squareY = V.Fma(y, y, squareY);
                squareT = V.Fma(t, t, squareT);
            }

            // A zero vector has no direction, so 0 replaces its quotients.
            V inverseY = V.Select(squareY, V.One / V.Sqrt(squareY), V.Zero), inverseT = V.Select(squareT, V.One / V.Sqrt(squareT), V.Zero);

            // The weight is multiplied into two factors once, instead of into every derivative.
            V cosine = dot * inverseY * inverseT, negative = -samples.Weight;
            V ofTarget = negative * inverseY * inverseT, ofOutput = negative * cosine * inverseY * inverseY;
            for (int i = 0; i < samples.Outputs; i++)
            {
                samples.SetWeighted(i, (ofTarget * samples.Target(i)) - (ofOutput * samples.Output(i)));
            }

            return -cosine;
        }
    }
}
