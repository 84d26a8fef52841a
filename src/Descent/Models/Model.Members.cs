using Descent.Numerics;

namespace Descent;

/// <content>The networks that run side by side in <see cref="Members"/>, one at a time.</content>
public sealed partial class Model<T>
{
    /// <summary>
    /// One member of a network that ends in <see cref="Members"/>, as a model of its own: the layers before them, and its layers, with the scales
    /// multiplied into the matrices. The mean of what all members predict is what this model predicts, to rounding.
    /// </summary>
    /// <param name="index">Which one, from 0.</param>
    /// <returns>A model of plain layers, with copies of the weights.</returns>
    /// <exception cref="InvalidOperationException">If the network does not end in Members.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such member.</exception>
    /// <example><c>model.Member(0).Save("first.model");</c></example>
    public Model<T> Member(int index)
    {
        if (Steps.Mean is not { } mean)
        {
            throw new InvalidOperationException("The network has no members: they are those of a Members layer that is its last.");
        }

        Members members = (Members)Steps.Layers[mean.Layer].Layer;
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, members.Count);
        (Network alone, int[] numbers) = WithoutMembers(mean.Layer);
        Model<T> member = new(alone, InputShape, Seed, Plan.LaneBits);
        AlignedBlock<T> from = Block, to = new(member.Plan.Parameters.Length);
        foreach (Parameter parameter in member.Parameters)
        {
            string[] name = parameter.Name.Split('.', 3);
            string prefix = $"layers.{numbers[int.Parse(name[1], System.Globalization.CultureInfo.InvariantCulture)]}.";
            Parameter source = Steps.Parameters.Find(prefix + name[2])!;
            Span<T> values = to.Span.Slice(parameter.Offset, parameter.Count);
            Part(from, source, index).CopyTo(values);
            if (name[2] == "weight")
            {
                Fold(values, parameter, Scales(prefix + "input_scale"), Scales(prefix + "output_scale"));
            }
        }

        GC.KeepAlive(from);
        member.Block = to;
        member.given.UnionWith(member.Parameters.Select(parameter => parameter.Name));
        return member;

        ReadOnlySpan<T> Scales(string name) => Steps.Parameters.Find(name) is { } scales ? Part(from, scales, index) : default;
    }

    /// <summary>The layers of a member and those before, and what number each of them has in this network.</summary>
    /// <param name="last">The number of the members.</param>
    private (Network Alone, int[] Numbers) WithoutMembers(int last)
    {
        List<Layer> layers = [.. Network];
        HashSet<int> replaced = [last];

        // Members may be the last of what a layer stands for: that one counts as a layer as well, and the network alone has what it stands for instead.
        while (layers[^1] is CompositeLayer whole)
        {
            int number = Steps.Layers.Index().Last(place => place.Item.Layer.Equals(whole)).Index;
            replaced.Add(number);
            layers = [.. layers.SkipLast(1), .. whole.LayersFor(Steps.Layers[number].Input.Width)];
        }

        Network alone = Network.Create([.. layers.SkipLast(1), .. ((Members)layers[^1]).Layers]);
        return (alone, [.. Enumerable.Range(0, Steps.Layers.Count).Except(replaced)]);
    }

    /// <summary>A member's part of an array, or all of what the members share.</summary>
    private static ReadOnlySpan<T> Part(AlignedBlock<T> block, Parameter parameter, int member)
    {
        int count = parameter.Count / parameter.Members;
        return block.Span.Slice(parameter.Offset + ((parameter.Members == 1 ? 0 : member) * count), count);
    }

    /// <summary>W[i, j] becomes output[i]·W[i, j]·input[j].</summary>
    private static void Fold(Span<T> weight, Parameter shape, ReadOnlySpan<T> input, ReadOnlySpan<T> output)
    {
        for (int i = 0; i < weight.Length; i++)
        {
            int row = i / shape.Columns, column = i % shape.Columns;
            weight[i] *= (input.IsEmpty ? T.One : input[column]) * (output.IsEmpty ? T.One : output[row]);
        }
    }
}
