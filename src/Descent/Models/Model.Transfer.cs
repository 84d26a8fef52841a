using System.Globalization;
using Descent.Numerics;

namespace Descent;

/// <content>Transfer of weights to other networks and tasks.</content>
public sealed partial class Model<T>
{
    /// <summary>Copies the model: the same network, weights and seed. Training the copy does not change this model.</summary>
    /// <returns>The copy.</returns>
    public Model<T> Copy() => Onto(Network, Seed, Steps.Layers.Count);

    /// <summary>Creates a model of the layers before the head, which is the last dense layer and what follows it. It computes the features that the head receives.</summary>
    /// <returns>A model with copies of the weights.</returns>
    /// <exception cref="InvalidOperationException">If nothing would be left, or the last layer with weights is inside another layer, such as <see cref="Members"/>.</exception>
    public Model<T> WithoutHead() => Onto(Network.WithoutHead(), Seed, int.MaxValue);

    /// <summary>
    /// Creates a model with another head, in place of the last dense layer and what follows it. The other layers keep their weights, and those of the head are newly drawn. Train the result
    /// with <see cref="TrainingOptions.WarmStart"/>, which keeps these weights as the initial ones.
    /// </summary>
    /// <param name="head">The layers of the new head, at least one.</param>
    /// <param name="seed">The seed of the new model; null, the default, for that of this one.</param>
    /// <returns>A model with copies of the weights.</returns>
    /// <exception cref="ArgumentException">If the head has no layer, or its layers do not fit.</exception>
    /// <exception cref="InvalidOperationException">If there are no layers before the head, or the last layer with weights is inside another layer, such as <see cref="Members"/>.</exception>
    /// <example>
    /// <code>
    /// Model&lt;float&gt; other = model.WithHead([new Dense(5, new Softmax())]);
    /// other.Fit(rows, new TrainingOptions { Loss = new CategoricalCrossEntropy(), WarmStart = true, Groups = other.LayerGroups(frozen: 1) });
    /// </code>
    /// </example>
    public Model<T> WithHead(IReadOnlyList<Layer> head, ulong? seed = null) => Onto(Network.WithHead(head), seed ?? Seed, Network.WithoutHead().Write<T>(InputShape).Layers.Count);

    /// <summary>Builds another network with the weights of the first layers of this one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">The seed of the new model.</param>
    /// <param name="kept">The number of layers, as the names of parameters count them, whose weights are copied.</param>
    private Model<T> Onto(Network network, ulong seed, int kept)
    {
        Model<T> model = new(network, InputShape, seed, Plan.LaneBits);
        AlignedBlock<T> from = Block, to = model.Block.Copy();
        foreach (Parameter parameter in model.Parameters.Where(parameter => int.Parse(parameter.Name.Split('.')[1], CultureInfo.InvariantCulture) < kept))
        {
            Parameter source = Steps.Parameters.Find(parameter.Name)!;
            from.Span.Slice(source.Offset, source.Count).CopyTo(to.Span[parameter.Offset..]);
            model.given.Add(parameter.Name);
        }

        GC.KeepAlive(from);
        model.Block = to;
        return model;
    }
}
