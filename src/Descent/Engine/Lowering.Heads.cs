namespace Descent;

/// <content>Losses of heads: each on its rows of the concatenation that ends the network.</content>
internal sealed partial class Lowering<T, V>
{
    /// <summary>The steps without the activations that are fused with the losses of heads: the concatenation then holds their inputs.</summary>
    private static IReadOnlyList<NetworkStep> Open(NetworkSteps network, IReadOnlyList<HeadLossStep> heads)
    {
        ConcatenateStep whole = (ConcatenateStep)network.End!;
        NetworkStep[] taken = [.. heads.Where(head => head.Loss.TakesOver).Select(head => head.Head.End!)];
        Value[] parts = [.. heads.Select(head => head.Loss.TakesOver ? head.Head.End!.Input : head.Head.Output)];

        // An activation that other steps also read is still computed for them, but the loss does not read it.
        NetworkStep[] rest = [.. network.Steps.SkipLast(1)];
        return [.. rest.Where(step => !taken.Contains(step) || rest.Any(other => other.Inputs.Contains(step.Output))), whole with { Parts = parts, Input = parts[0] }];
    }

    private HeadLossOp<T, V> End(LossStep loss, IReadOnlyList<HeadLossStep> heads, Operand output, Operand target)
    {
        Operand sum = new(NewValue(1), -1, 1), weights = new(NewValue(1), -1, 1);
        List<(LossOp<T>, double)> own = [];
        int row = 0;
        foreach (HeadLossStep head in heads)
        {
            int rows = head.Head.Output.Rows;
            own.Add((End(head.Loss, Part(output, row, rows), Part(target, row, rows), weights), head.Factor));
            row += rows;
        }

        return new(loss, [.. own], sum, weights, output);
    }
}
