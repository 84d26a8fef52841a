using System.Numerics.Tensors;

namespace Descent;

/// <summary>Votes for labels: each network votes for its most probable label, and votes count by the shares of the networks.</summary>
/// <remarks>
/// The output for a label with a share s of the votes of n networks among k labels is <c>(n·s + 1) / (n + k)</c>, Laplace's rule of succession for the vote of another network. It is largest for the label
/// with the most votes, and never 0 or 1. Of several most probable labels of a network, the first gets the vote; for two labels with one output, and for each target of a multilabel task, a network votes for the second label
/// from a probability of ½ on.
/// </remarks>
public sealed record VoteCombination : MemberCombination
{
    /// <inheritdoc/>
    internal override float[] Combine(IReadOnlyList<float[]> outputs, IReadOnlyList<double> weights, int width, bool isExclusive)
    {
        double[] shares = new double[outputs[0].Length];
        for (int number = 0; number < outputs.Count; number++)
        {
            ReadOnlySpan<float> own = outputs[number];
            if (isExclusive)
            {
                for (int start = 0; start < own.Length; start += width)
                {
                    shares[start + TensorPrimitives.IndexOfMax(own.Slice(start, width))] += weights[number];
                }
            }
            else
            {
                for (int i = 0; i < own.Length; i++)
                {
                    shares[i] += own[i] >= 0.5f ? weights[number] : 0;
                }
            }
        }

        int labels = isExclusive ? width : 2;
        return [.. shares.Select(share => (float)(((outputs.Count * share) + 1) / (outputs.Count + labels)))];
    }

    /// <inheritdoc/>
    internal override void Require(IReadOnlyList<TableMember> members, int width)
    {
        if (members.Any(member => member.Model.Plan.OutputRange is not (OutputRange.UnitInterval or OutputRange.Distribution)))
        {
            throw new ArgumentException("Votes need networks that predict probabilities, but one predicts numbers or scores.", nameof(members));
        }
    }
}
