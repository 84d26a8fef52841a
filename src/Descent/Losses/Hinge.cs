using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Hinge loss: <c>max(0, 1 − y·ŷ)</c> for labels y of −1 and 1, for every output separately.</summary>
/// <remarks>
/// For binary and multilabel classification with a margin, as in support vector machines. The outputs are scores, not
/// probabilities, and their sign is the prediction. Keras converts labels of 0 and 1 automatically; here <c>ConvertLabels</c> does.
/// </remarks>
/// <param name="ConvertLabels">Whether the targets are 0 and 1, which are converted to −1 and 1; default false: the targets are −1 and 1.</param>
/// <param name="Reduction">Default: mean over elements, as in Keras.</param>
public sealed record Hinge([Option("targets are -1 and 1; if true, 0 and 1")] bool ConvertLabels = false, Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    internal override LossStep End(NetworkSteps network)
    {
        CheckScores("Hinge", network.Range);
        return new(this, "hinge loss");
    }

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(new Kernel<V>(V.Splat(ConvertLabels ? 2 : 1), V.Splat(ConvertLabels ? -1 : 0)));

    internal override string? FindTargetError(double value) => LabelError(value, ConvertLabels);

    /// <summary>Throws if the outputs cannot have both signs: a hinge loss needs −1 for one of its labels.</summary>
    internal static void CheckScores(string loss, OutputRange range)
    {
        if (range is OutputRange.UnitInterval or OutputRange.Distribution or OutputRange.NonNegative or OutputRange.LogDistribution)
        {
            throw Misfit(loss, "scores of either sign, but the outputs of the last layer have only one sign", "End the network in Linear or Tanh, or use BinaryCrossEntropy after a Sigmoid.");
        }
    }

    /// <summary>Returns why a label is not allowed, or null if it is.</summary>
    internal static string? LabelError(double value, bool convert) => (convert, value) switch
    {
        (false, -1 or 1) or (true, 0 or 1) => null,
        (false, _) => "targets of a hinge loss must be −1 or 1; if they are 0 and 1, set ConvertLabels = true",
        (true, _) => "targets of a hinge loss with ConvertLabels must be 0 or 1; if they are −1 and 1, remove ConvertLabels",
    };

    private readonly struct Kernel<V>(V scale, V shift) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V label = V.Fma(scale, target, shift), lack = V.One - (label * output);
            derivative = V.Select(lack, -label, V.Zero);
            return V.Max(V.Zero, lack);
        }
    }
}
