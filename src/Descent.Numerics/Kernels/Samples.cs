using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>What a loss sees: outputs and targets of as many samples as a register holds, and the place of its derivatives.</summary>
/// <typeparam name="V">The lane type: each of its elements is a sample of its own.</typeparam>
public readonly unsafe ref struct Samples<V>
    where V : struct, ILane<V>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // Rows of one frame: the same distance from one to the next.
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

    /// <summary>Outputs of the network, each with a target.</summary>
    public int Outputs { get; }

    /// <summary>The samples' weights, the reduction's factor included; 0 where there is no sample.</summary>
    internal V Weight
    {
        [MethodImpl(Inline)]
        get => Unsafe.ReadUnaligned<V>(weight);
    }

    /// <summary>What the network says.</summary>
    /// <param name="index">Number of the output, from 0.</param>
    /// <returns>One number per sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such output.</exception>
    [MethodImpl(Inline)]
    public V Output(int index) => Unsafe.ReadUnaligned<V>(output + Place(index));

    /// <summary>What it should say.</summary>
    /// <param name="index">Number of the output, from 0.</param>
    /// <returns>One number per sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such output.</exception>
    [MethodImpl(Inline)]
    public V Target(int index) => Unsafe.ReadUnaligned<V>(target + Place(index));

    /// <summary>Sets ∂l/∂output. Weights of samples and the loss's <c>Reduction</c> are not its concern.</summary>
    /// <param name="index">Number of the output, from 0.</param>
    /// <param name="value">One number per sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such output.</exception>
    [MethodImpl(Inline)]
    public void SetDerivative(int index, V value) => SetWeighted(index, Weight * value);

    /// <summary>Sets a derivative that has the weights in it already.</summary>
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

    // Not marked against inlining, or the compiler would not look inside and see that it never returns.
    private static void Refuse(int index, int outputs) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, $"The loss asks for output {index} of {outputs}; they are numbered from 0.");
}
