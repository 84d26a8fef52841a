using Descent.Numerics;

namespace Descent;

/// <content>What is of several networks in one.</content>
internal sealed partial class Lowering<T, V>
{
    private void LowerMembers(NetworkStep step)
    {
        Operand input = Read(step.Input), output = NewFor(step.Output);
        Op<T> op;
        switch (step)
        {
            case MemberScalingStep scaling:
                op = new MemberScalingOp<T, V>(scaling.Scale, scaling.Shift, scaling.Parameters.Count == 0 ? null : Sums(step), input, output) { Layer = step.Layer };
                break;
            case MemberAffineStep affine:
                int members = step.Input.Members;
                op = new MemberProductOp<T, V>(
                    affine.Weight, affine.Bias, affine.IsShared, members, Sums(step), unchecked((int)panels), input, output, Room(step.Output), Room(step.Output))
                { Layer = step.Layer };
                panels += (affine.IsShared ? 1 : members) * SampleProduct<T, V>.Length(step.Output.Width, affine.Weight.Columns);
                break;
            default:
                op = new MemberMeanOp<T, V>(input, output) { Layer = step.Layer };
                break;
        }

        Add(op, step, mayOverwrite: true);
    }

    /// <summary>Where one member's numbers are computed when few samples are predicted; a plan that trains has no need of it.</summary>
    private Operand Room(Value value) => loss is null && value.Members > 1 ? new Operand(NewValue(value.Width), -1, value.Width) : default;

    /// <summary>A loss for each member to learn by, and one for their mean.</summary>
    private MemberLossOp<T, V> End(LossStep loss, MemberMeanStep mean, Operand output, Operand target)
    {
        loss = loss with { Description = $"mean over {mean.Input.Members} members of {loss.Description}" };
        LossOp<T>[] members = [.. Enumerable.Range(0, mean.Input.Members).Select(m => End(loss, Part(output, m * target.Rows, target.Rows), target))];

        // The rest of the network belongs to the judge alone: it is no part of a pass.
        int learnt = ops.Count;
        foreach (NetworkStep step in network.Steps.Skip(steps.Count))
        {
            Lower(step);
        }

        Operand average = places[mean.Output.Number] with { Delta = NewDelta(target.Rows) };
        if (loss.TakesOver)
        {
            // The loss wants what goes into the last activation: a softmax or an exponential, or the logistic function.
            ops.Add(new InverseFunction(IsLogit: network.Range == OutputRange.UnitInterval).Accept(new InPlace("inverse", average, mean.Layer)));
        }

        Op<T>[] judging = [.. ops.Skip(learnt)];
        ops.RemoveRange(learnt, ops.Count - learnt);
        return new(loss, members, new Operand(NewValue(1), -1, 1), judging, End(loss, average, target), output);
    }

    private sealed class InPlace(string name, Operand place, int layer) : IElementwiseVisitor<V, Op<T>>
    {
        public Op<T> Visit<K>(K kernel)
            where K : struct, IElementwise<V> => new ElementwiseOp<T, V, K>(name, kernel, place, place) { Layer = layer };
    }
}
