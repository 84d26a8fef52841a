using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Engine;
using Descent.Losses;
using Descent.Numerics.Lanes;

namespace Descent.Models;

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

    /// <summary>A network of the given layers, first to last.</summary>
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

    /// <summary>Builds a model: lays out the parameters and plans the operations. Its first weights are drawn when they are first needed.</summary>
    /// <typeparam name="T">float (fast, the usual choice) or double.</typeparam>
    /// <param name="inputs">Numbers per sample, at least 1.</param>
    /// <param name="seed">Decides every random number of the model: first weights, order of rows, masks.</param>
    /// <returns>The untrained model.</returns>
    /// <exception cref="ArgumentException">If the layers do not fit each other.</exception>
    /// <exception cref="NotSupportedException">If T is neither float nor double.</exception>
    public Model<T> Build<T>(int inputs, ulong seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Build<T>(inputs, seed, LaneWidth.Current);

    internal Model<T> Build<T>(int inputs, ulong seed, int laneBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"A model computes in float or double, not in {typeof(T).Name}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        return new Model<T>(this, inputs, seed, laneBits);
    }

    /// <summary>The plan that computes outputs, or with a loss the one that trains.</summary>
    internal Plan<T> Compile<T>(int inputs, int laneBits, Loss? loss = null, bool inputGradient = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LaneWidth.Dispatch(laneBits, new Compilation<T>(this, inputs, loss, inputGradient));

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

    /// <summary>The layers, one after the other.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => $"[{string.Join(", ", layers.AsEnumerable())}]";

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => layers.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Compilation<T>(Network network, int inputs, Loss? loss, bool inputGradient) : ILaneFunction<T, Plan<T>>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Plan<T> Invoke<V>()
            where V : struct, ILane<V, T>
        {
            PlanBuilder<T, V> plan = new(inputs, inputGradient);
            // For each layer the next one that is not seen through, found from the back: a long network is walked through twice.
            Layer?[] next = new Layer?[network.Count];
            for (int i = network.Count - 2; i >= 0; i--)
            {
                next[i] = network[i + 1].IsSeenThrough ? next[i + 1] : network[i + 1];
            }

            for (int i = 0; i < network.Count; i++)
            {
                plan.Next = next[i];
                plan.BeginLayer();
                network[i].Compile(plan);
            }

            loss?.Compile(plan);
            return plan.Finish();
        }
    }
}
