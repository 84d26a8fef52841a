using System.Numerics;
using System.Numerics.Tensors;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Where every parameter lies in one flat block: those that decay first, the other learnable ones behind them, at the end
/// state that does not train; each on a 64-byte boundary. Optimizers and penalties then work on two runs of memory, whatever
/// the network looks like, and never reach the third.
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

    /// <summary>Length of the first run, that of the decaying parameters, padding included.</summary>
    public int Decaying { get; }

    /// <summary>Length of the first two runs, of all that trains, padding included.</summary>
    public int Trainable { get; }

    /// <summary>Length of the whole block, padding included.</summary>
    public int Length { get; }

    /// <summary>Number of learnable numbers, padding not included.</summary>
    public long Count => InOrder.Where(p => p.Trains).Sum(p => (long)p.Count);

    /// <summary>The parameter of a name, or null.</summary>
    public Parameter? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>A block with freshly drawn parameters; each has a stream of its own, so it does not depend on the others.</summary>
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
                throw new ArgumentException($"{parameter.Name} would begin with numbers that are not finite in a network of type {typeof(T).Name}. Change its initializer, {parameter.Initializer}.");
            }
        }

        return block;
    }

    /// <summary>The first parameter with a number that is not finite, or null. What lies between parameters is nobody's: a rule without ε makes 0/0 there.</summary>
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

    /// <summary>Zeroes what lies behind every parameter up to the next boundary, where nothing of anybody's belongs.</summary>
    public void ClearPadding<T>(Span<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Once per step with some optimizers: an enumerator of a list would be allocated every time.
        for (int i = 0; i < InOrder.Count; i++)
        {
            Parameter parameter = InOrder[i];
            block.Slice(parameter.Offset + parameter.Count, (int)AlignedBlock<T>.Pad(parameter.Count) - parameter.Count).Clear();
        }
    }

    /// <summary>Repeats each of the first numbers for the length of its run; from the back, so that none is overwritten before it is read.</summary>
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
