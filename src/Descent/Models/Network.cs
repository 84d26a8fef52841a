using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// The description of a network: an immutable list of layers without weights. Two networks with equal layers are equal.
/// </summary>
/// <example><c>Network network = [new Dense(12, new PRelu()), new Dense(3, new Sigmoid())];</c></example>
[CollectionBuilder(typeof(Network), nameof(Create))]
public sealed class Network : IReadOnlyList<Layer>, IEquatable<Network>
{
    private readonly Layer[] layers;

    private Network(Layer[] layers) => this.layers = layers;

    /// <inheritdoc/>
    public int Count => layers.Length;

    /// <inheritdoc/>
    public Layer this[int index] => layers[index];

    /// <summary>Creates a network of the given layers, first to last.</summary>
    /// <param name="layers">At least one layer.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ArgumentException">If there is no layer, or one is null.</exception>
    public static Network Create(ReadOnlySpan<Layer> layers)
    {
        foreach (Layer layer in layers)
        {
            ArgumentNullException.ThrowIfNull(layer, nameof(layers));
        }

        return layers.IsEmpty
            ? throw new ArgumentException("A network needs at least one layer, for example new Dense(1).", nameof(layers))
            : new Network(layers.ToArray());
    }

    /// <summary>Builds a model: lays out the parameters and plans the operations. Its initial weights are drawn when they are first needed.</summary>
    /// <typeparam name="T">float (fast, the usual choice) or double.</typeparam>
    /// <param name="inputs">The inputs per sample: their number, at least 1, or a shape with category columns.</param>
    /// <param name="seed">The seed of all random numbers of the model: initial weights, order of rows, masks.</param>
    /// <returns>The untrained model.</returns>
    /// <exception cref="ArgumentException">If the layers do not fit each other.</exception>
    /// <exception cref="NotSupportedException">If T is neither float nor double.</exception>
    public Model<T> Build<T>(InputShape inputs, ulong seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Build<T>(inputs, seed, LaneWidth.Current);

    /// <summary>Builds a model for a SIMD register width other than <see cref="LaneWidth.Current"/>. This is for tests that results do not depend on the width.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="inputs">The inputs per sample.</param>
    /// <param name="seed">The seed of all random numbers of the model.</param>
    /// <param name="laneBits">The width in bits: 128, 256 or 512; <see cref="LaneWidth.Table"/> lists those of this machine.</param>
    /// <returns>The untrained model.</returns>
    /// <exception cref="ArgumentException">If the layers do not fit each other, or there is no such width.</exception>
    /// <exception cref="NotSupportedException">If T is neither float nor double.</exception>
    public Model<T> Build<T>(InputShape inputs, ulong seed, int laneBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"A model must be of type float or double, but is of type {typeof(T).Name}.");
        }

        ArgumentNullException.ThrowIfNull(inputs);
        return new Model<T>(this, inputs, seed, laneBits);
    }

    /// <summary>Returns the network without its head: the last dense layer and what follows it.</summary>
    /// <returns>The layers before the head.</returns>
    /// <exception cref="InvalidOperationException">If nothing would be left, or the last layer with weights is inside another layer, such as <see cref="Members"/>.</exception>
    public Network WithoutHead() => HeadStart is > 0 and var start ? new Network(layers[..start]) : throw new InvalidOperationException("The network has no layers before its head, so nothing would be left. A network needs a hidden layer for this.");

    /// <summary>Returns the network with another head, in place of the last dense layer and what follows it.</summary>
    /// <param name="head">The layers of the new head, at least one.</param>
    /// <returns>The layers before the head, and the new head.</returns>
    /// <exception cref="ArgumentException">If the head has no layer.</exception>
    /// <exception cref="InvalidOperationException">If there are no layers before the head, or the last layer with weights is inside another layer, such as <see cref="Members"/>.</exception>
    /// <example><c>Network other = network.WithHead([new Dense(5, new Softmax())]);</c></example>
    public Network WithHead(IReadOnlyList<Layer> head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Count == 0
            ? throw new ArgumentException("The new head needs at least one layer, for example new Dense(1). To leave the head out, use WithoutHead.", nameof(head))
            : Create([.. WithoutHead(), .. head]);
    }

    /// <summary>The index of the first layer of the head.</summary>
    private int HeadStart
    {
        get
        {
            int last = Array.FindLastIndex(layers, layer => layer is not (Activation or BatchNormalization or LayerNormalization or Dropout or GaussianNoise));
            return last < 0 || layers[last] is Dense
                ? last
                : throw new InvalidOperationException($"The head of the network is inside {layers[last].GetType().Name}, so it cannot be replaced. A network whose last layer with weights is a Dense layer of its own can get another head.");
        }
    }

    /// <summary>Creates the steps of the network and the layout of its parameters.</summary>
    internal NetworkSteps Write<T>(InputShape inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        StepBuilder steps = new(inputs);
        steps.Write(layers);
        return steps.Finish(AlignedBlock<T>.PerAlignment);
    }

    /// <inheritdoc/>
    public bool Equals(Network? other) => other is not null && layers.AsSpan().SequenceEqual(other.layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Network);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (Layer layer in layers)
        {
            hash.Add(layer);
        }

        return hash.ToHashCode();
    }

    /// <summary>Formats the layers, one after the other.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => $"[{string.Join(", ", layers.AsEnumerable())}]";

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => layers.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
