using Descent.Numerics;

namespace Descent;

/// <content>Steps of several networks in one.</content>
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
                    affine.Weight, affine.Bias, affine.IsShared, members, Sums(step), unchecked((int)panels), input, output, Scratch(step.Output), Scratch(step.Output))
                { Layer = step.Layer };
                panels += (affine.IsShared ? 1 : members) * SampleProduct<T, V>.Length(step.Output.Width, affine.Weight.Columns);
                break;
            default:
                op = new MemberMeanOp<T, V>(input, output) { Layer = step.Layer };
                break;
        }

        Add(op, step, mayOverwrite: true);
    }

    /// <summary>A buffer for the numbers of one member when few samples are predicted; plans for training need none.</summary>
    private Operand Scratch(Value value) => loss is null && value.Members > 1 ? new Operand(NewValue(value.Width), -1, value.Width) : default;

    /// <summary>Creates a loss for each member, from which it trains, and one for their mean, which is reported.</summary>
    private MemberLossOp<T, V> End(LossStep loss, MemberMeanStep mean, Operand output, Operand target)
    {
        loss = loss with { Description = $"mean over {mean.Input.Members} members of {loss.Description}" };
        LossOp<T>[] members = [.. Enumerable.Range(0, mean.Input.Members).Select(m => End(loss, Part(output, m * target.Rows, target.Rows), target))];

        // Only the reported loss uses the rest of the network: it is not part of a training pass.
        int trained = ops.Count;
        foreach (NetworkStep step in network.Steps.Skip(steps.Count))
        {
            Lower(step);
        }

        Operand average = places[mean.Output.Number] with { Delta = NewDelta(target.Rows) };
        if (loss.TakesOver)
        {
            // The loss needs the input of the last activation: a softmax, an exponential or the logistic function.
            ops.Add(new InverseFunction(IsLogit: network.Range == OutputRange.UnitInterval).Accept(new InPlace("inverse", average, mean.Layer)));
        }

        Op<T>[] judging = [.. ops.Skip(trained)];
        ops.RemoveRange(trained, ops.Count - trained);
        return new(loss, members, new Operand(NewValue(1), -1, 1), judging, End(loss, average, target), output);
    }

    private sealed class InPlace(string name, Operand place, int layer) : IElementwiseVisitor<V, Op<T>>
    {
        public Op<T> Visit<K>(K kernel)
            where K : struct, IElementwise<V> => new ElementwiseOp<T, V, K>(name, kernel, place, place) { Layer = layer };
    }
}
