using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Poisson loss: <c>ŷ − y·ln ŷ</c>, the negative log-likelihood of counts without the term that does not depend on the outputs.</summary>
/// <remarks>
/// For counts and rates: targets of at least 0, and outputs that are never negative. After an exponential, the two are fused: with z the logarithm of
/// the rate, the loss is e^z − y·z and its derivative is e^z − y. Otherwise ŷ is kept above 1e−30 inside the logarithm; Keras adds
/// 1e−7 there, and PyTorch's <c>poisson_nll_loss(log_input=False)</c> adds 1e−8. With <c>LogInput</c> the output of the network is the
/// logarithm of the rate, which can be any number, and the loss is <c>e^ŷ − y·ŷ</c>, which is PyTorch's default.
/// </remarks>
/// <param name="LogInput">Whether the output of the network is the logarithm of the rate; default false.</param>
/// <param name="Reduction">Default: mean over elements, as in PyTorch and Keras.</param>
public sealed record Poisson(bool LogInput = false, Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    internal override LossStep End(NetworkSteps network) => (LogInput, EndsIn<Exponential>(network), network.Range) switch
    {
        (true, true, _) => throw Misfit("Poisson with LogInput", "the logarithm of the rate, but the last layer outputs the rate itself", "End the network in Linear, or remove LogInput."),
        (true, false, _) => new(this, "Poisson loss of log-rates"),
        (false, true, _) => new(this, "Poisson loss fused with exponential", TakesOver: true),
        (_, _, OutputRange.NonNegative or OutputRange.UnitInterval or OutputRange.Distribution) => new(this, "Poisson loss"),
        _ => throw Misfit("Poisson", "outputs that are never negative, but the last layer can leave that range", "End the network in Exponential or Softplus, or set LogInput = true to learn the logarithm of the rate."),
    };

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        LogInput || takesOver ? visitor.Elementwise(default(Logarithmic<V>)) : visitor.Elementwise(default(Plain<V>));

    internal override bool IsNeverNegative => false;

    internal override string? FindTargetError(double value) => value >= 0 && double.IsFinite(value) ? null : "targets of a Poisson loss must be counts or rates, finite numbers of at least 0";

    private readonly struct Plain<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V safe = V.Max(V.Splat(1e-30), output);
            derivative = V.One - (target / safe);
            return output - (target * V.Log(safe));
        }
    }

    private readonly struct Logarithmic<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V rate = V.Exp(output);
            derivative = rate - target;
            return rate - (target * output);
        }
    }
}
