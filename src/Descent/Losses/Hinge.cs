using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Hinge loss: <c>max(0, 1 − y·ŷ)</c> for labels y of −1 and 1, for every output on its own.</summary>
/// <remarks>
/// For binary and multilabel classification with a margin, as in support vector machines. The outputs are scores, not
/// probabilities: their sign decides. Keras converts labels of 0 and 1 unasked; here that is said.
/// </remarks>
/// <param name="ConvertLabels">Whether targets come as 0 and 1, meaning −1 and 1; default no: they come as −1 and 1.</param>
/// <param name="Reduction">Default: mean over elements, as in Keras.</param>
public sealed record Hinge(bool ConvertLabels = false, Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    internal override LossStep End(NetworkSteps network)
    {
        CheckScores("Hinge", network.Range);
        return new(this, "hinge loss");
    }

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(new Kernel<V>(V.Splat(ConvertLabels ? 2 : 1), V.Splat(ConvertLabels ? -1 : 0)));

    internal override string? Objection(double value) => ObjectionToLabel(value, ConvertLabels);

    /// <summary>Refuses outputs that cannot be negative: a hinge loss wants −1 for one of its labels.</summary>
    internal static void CheckScores(string loss, OutputRange range)
    {
        if (range is OutputRange.UnitInterval or OutputRange.Distribution or OutputRange.NonNegative or OutputRange.LogDistribution)
        {
            throw Misfit(loss, "scores of either sign, but the last layer gives one sign only", "End the network in Linear or Tanh, or use BinaryCrossEntropy after a Sigmoid.");
        }
    }

    /// <summary>What is wrong with a label, or null.</summary>
    internal static string? ObjectionToLabel(double value, bool convert) => (convert, value) switch
    {
        (false, -1 or 1) or (true, 0 or 1) => null,
        (false, _) => "targets of a hinge loss are −1 and 1; if they are 0 and 1, set ConvertLabels = true",
        (true, _) => "targets of a hinge loss with ConvertLabels are 0 and 1; if they are −1 and 1, leave ConvertLabels out",
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
