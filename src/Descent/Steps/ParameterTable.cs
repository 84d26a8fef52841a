using System.Numerics;
using System.Numerics.Tensors;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// The positions of all parameters in one flat block: first the parameters that decay, then the other learnable ones, and finally
/// the state that is not trained, each aligned to 64 bytes. Optimizers and penalties therefore process two ranges of memory for any
/// network, and never access the third.
/// </summary>
internal sealed class ParameterTable
{
    private readonly Dictionary<string, Parameter> byName;

    public ParameterTable(IReadOnlyList<Parameter> inOrder, int alignment)
    {
        InOrder = inOrder;
        byName = inOrder.ToDictionary(p => p.Name, StringComparer.Ordinal);
        long offset = 0;
        foreach (Parameter parameter in inOrder.Where(p => p.Trains && p.Decays))
        {
            offset = Place(parameter, offset, alignment);
        }

        Decaying = (int)offset;
        foreach (Parameter parameter in inOrder.Where(p => p.Trains && !p.Decays))
        {
            offset = Place(parameter, offset, alignment);
        }

        Trainable = (int)offset;
        foreach (Parameter parameter in inOrder.Where(p => !p.Trains))
        {
            offset = Place(parameter, offset, alignment);
        }

        Length = (int)offset;
    }

    /// <summary>The parameters in the order of the layers.</summary>
    public IReadOnlyList<Parameter> InOrder { get; }

    /// <summary>The length of the first range, that of the decaying parameters, including padding.</summary>
    public int Decaying { get; }

    /// <summary>The length of the first two ranges, those of all trained parameters, including padding.</summary>
    public int Trainable { get; }

    /// <summary>The length of the whole block, including padding.</summary>
    public int Length { get; }

    /// <summary>The number of learnable values, without padding.</summary>
    public long Count => InOrder.Where(p => p.Trains).Sum(p => (long)p.Count);

    /// <summary>Finds a parameter by name; null if there is none.</summary>
    public Parameter? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Creates a block with initial parameter values. Each parameter has its own random stream, so it does not depend on the others.</summary>
    public AlignedBlock<T> Initialize<T>(ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AlignedBlock<T> block = new(Length);
        double[] scratch = new double[InOrder.Count == 0 ? 0 : InOrder.Max(p => p.Count)];
        for (int i = 0; i < InOrder.Count; i++)
        {
            Parameter parameter = InOrder[i];
            Span<double> drawn = scratch.AsSpan(0, parameter.Count);
            drawn.Clear();
            (int rows, int columns) = parameter.MemberShape;
            for (int member = 0; member < parameter.Members; member++)
            {
                ulong stream = Streams.Initialization + ((ulong)(parameter.BeginsAlike ? 0 : member) << 32) + (ulong)i;
                Span<double> own = drawn.Slice(member * rows * columns, rows * columns);
                parameter.Initializer.Fill(own[..(parameter.Runs?.Count ?? own.Length)], rows, parameter.Runs?.Count ?? columns, new CounterRandom(seed, stream));
                Spread(own, parameter.Runs ?? []);
            }

            Span<T> target = block.Span.Slice(parameter.Offset, parameter.Count);
            for (int j = 0; j < drawn.Length; j++)
            {
                target[j] = T.CreateTruncating(drawn[j]);
            }

            if (!TensorPrimitives.IsFiniteAll<T>(target))
            {
                throw new ArgumentException($"The initial values of {parameter.Name} would not be finite in a network of type {typeof(T).Name}. Change its initializer, {parameter.Initializer}.");
            }
        }

        return block;
    }

    /// <summary>Finds the first parameter with a value that is not finite; null if there is none. The padding between parameters is not checked: a rule without ε computes 0/0 there.</summary>
    public Parameter? NotFinite<T>(ReadOnlySpan<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Parameter parameter in InOrder)
        {
            if (!TensorPrimitives.IsFiniteAll(block.Slice(parameter.Offset, parameter.Count)))
            {
                return parameter;
            }
        }

        return null;
    }

    /// <summary>Clears the padding after every parameter.</summary>
    public void ClearPadding<T>(Span<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Called once per step with some optimizers, where the enumerator of an IReadOnlyList would be allocated every time.
        for (int i = 0; i < InOrder.Count; i++)
        {
            Parameter parameter = InOrder[i];
            block.Slice(parameter.Offset + parameter.Count, (int)AlignedBlock<T>.Pad(parameter.Count) - parameter.Count).Clear();
        }
    }

    /// <summary>Repeats each of the first values for the length of its run, from the end, so that no value is overwritten before it is read.</summary>
    private static void Spread(Span<double> values, IReadOnlyList<int> runs)
    {
        int end = values.Length;
        for (int i = runs.Count - 1; i >= 0; i--)
        {
            double value = values[i];
            values[(end - runs[i])..end].Fill(value);
            end -= runs[i];
        }
    }

    private static long Place(Parameter parameter, long offset, int alignment)
    {
        parameter.Offset = (int)offset;
        long end = offset + (((long)parameter.Count + alignment - 1) / alignment * alignment);
        return end <= Array.MaxLength
            ? end
            : throw new ArgumentException($"The network needs {end:N0} parameters up to {parameter.Name}, but one block holds at most {Array.MaxLength:N0}. Use narrower layers.");
    }
}
