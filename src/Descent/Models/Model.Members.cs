using Descent.Numerics;

namespace Descent;

/// <content>The single networks of a <see cref="Members"/> layer.</content>
public sealed partial class Model<T>
{
    /// <summary>
    /// Extracts one member of a network that ends in <see cref="Members"/> as a separate model: the layers before the members, and the layers of this member, with the scales
    /// multiplied into the matrices. Up to rounding, the prediction of this model is the mean of the predictions of all members.
    /// </summary>
    /// <param name="index">The index of the member, from 0.</param>
    /// <returns>A model of plain layers, with copies of the weights.</returns>
    /// <exception cref="InvalidOperationException">If the network does not end in Members.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such member.</exception>
    /// <example><c>model.Member(0).Save("first.model");</c></example>
    public Model<T> Member(int index)
    {
        if (Steps.Mean is not { } mean)
        {
            throw new InvalidOperationException("The network has no members: its last layer is not a Members layer.");
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

    /// <summary>Gets the layers of a member and those before, and the number that each of them has in this network.</summary>
    /// <param name="last">The number of the Members layer.</param>
    private (Network Alone, int[] Numbers) WithoutMembers(int last)
    {
        List<Layer> layers = [.. Network];
        HashSet<int> replaced = [last];

        // Members may be the last layer of a composite layer. The composite layer has a number, too, and is replaced by its layers in the separate network.
        while (layers[^1] is CompositeLayer whole)
        {
            int number = Steps.Layers.Index().Last(place => place.Item.Layer.Equals(whole)).Index;
            replaced.Add(number);
            layers = [.. layers.SkipLast(1), .. whole.LayersFor(Steps.Layers[number].Input.Width)];
        }

        Network alone = Network.Create([.. layers.SkipLast(1), .. ((Members)layers[^1]).Layers]);
        return (alone, [.. Enumerable.Range(0, Steps.Layers.Count).Except(replaced)]);
    }

    /// <summary>Gets a member's part of an array, or the whole array if the members share it.</summary>
    private static ReadOnlySpan<T> Part(AlignedBlock<T> block, Parameter parameter, int member)
    {
        int count = parameter.Count / parameter.Members;
        return block.Span.Slice(parameter.Offset + ((parameter.Members == 1 ? 0 : member) * count), count);
    }

    /// <summary>Replaces W[i, j] by output[i]·W[i, j]·input[j].</summary>
    private static void Fold(Span<T> weight, Parameter shape, ReadOnlySpan<T> input, ReadOnlySpan<T> output)
    {
        for (int i = 0; i < weight.Length; i++)
        {
            int row = i / shape.Columns, column = i % shape.Columns;
            weight[i] *= (input.IsEmpty ? T.One : input[column]) * (output.IsEmpty ? T.One : output[row]);
        }
    }
}
