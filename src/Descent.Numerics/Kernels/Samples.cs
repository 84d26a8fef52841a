using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>The arguments of a loss: the outputs and targets of as many samples as a register has elements, and the buffer for its
/// derivatives.</summary>
/// <typeparam name="V">The lane type; each of its elements is a separate sample.</typeparam>
public readonly unsafe ref struct Samples<V>
    where V : struct, ILane<V>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // Rows of the same frame, with the same distance from one to the next.
    private readonly byte* output, target, derivative, weight;
    private readonly nint stride;

    internal Samples(void* output, void* target, void* derivative, void* weight, nint stride, int outputs)
    {
        this.output = (byte*)output;
        this.target = (byte*)target;
        this.derivative = (byte*)derivative;
        this.weight = (byte*)weight;
        this.stride = stride;
        Outputs = outputs;
    }

    /// <summary>The number of outputs of the network, each of which has a target.</summary>
    public int Outputs { get; }

    /// <summary>The samples' weights, including the reduction's factor; 0 in the padding.</summary>
    internal V Weight
    {
        [MethodImpl(Inline)]
        get => Unsafe.ReadUnaligned<V>(weight);
    }

    /// <summary>Gets an output of the network.</summary>
    /// <param name="index">The index of the output, from 0.</param>
    /// <returns>One value per sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such output.</exception>
    [MethodImpl(Inline)]
    public V Output(int index) => Unsafe.ReadUnaligned<V>(output + Place(index));

    /// <summary>Gets a target.</summary>
    /// <param name="index">The index of the output, from 0.</param>
    /// <returns>One value per sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such output.</exception>
    [MethodImpl(Inline)]
    public V Target(int index) => Unsafe.ReadUnaligned<V>(target + Place(index));

    /// <summary>Sets ∂l/∂output, without the weights of the samples and the loss's <c>Reduction</c>, which are applied
    /// automatically.</summary>
    /// <param name="index">The index of the output, from 0.</param>
    /// <param name="value">One value per sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such output.</exception>
    [MethodImpl(Inline)]
    public void SetDerivative(int index, V value) => SetWeighted(index, Weight * value);

    /// <summary>Sets a derivative that already includes the weights.</summary>
    [MethodImpl(Inline)]
    internal void SetWeighted(int index, V value) => Unsafe.WriteUnaligned(derivative + Place(index), value);

    [MethodImpl(Inline)]
    private nint Place(int index)
    {
        if ((uint)index >= (uint)Outputs)
        {
            Refuse(index, Outputs);
        }

        return index * stride;
    }

    // Not marked NoInlining, because the compiler must look inside to see that it never returns.
    private static void Refuse(int index, int outputs) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, $"The loss uses the output with index {index}, but the network has {outputs}, numbered from 0.");
}
