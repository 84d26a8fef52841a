using System.Numerics;
using System.Numerics.Tensors;
using Descent.Numerics;

namespace Descent;

/// <summary>Lets initializers that act between epochs, such as <see cref="Randomized"/>, change their weights.</summary>
/// <param name="table">The layout of the parameters.</param>
/// <param name="trained">The parameters that are trained; no others are changed.</param>
/// <param name="parameters">The values to change.</param>
/// <param name="seed">The seed. The random numbers are a function of it, the parameter and the epoch, and do not depend on earlier draws.</param>
internal sealed class Randomization<T>(ParameterTable table, TrainedParameters trained, AlignedBlock<T> parameters, ulong seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Indices of the parameters that are changed.
    private readonly int[] changed = [.. Enumerable.Range(0, table.InOrder.Count).Where(i => table.InOrder[i].Initializer.ActsBetweenEpochs && !trained.KeepsStart(table.InOrder[i]))];

    /// <summary>Changes the weights that are due before an epoch.</summary>
    /// <param name="epoch">The number of the epoch, from 1.</param>
    /// <param name="position">The position before its first update.</param>
    public void Apply(int epoch, TrainingPosition position)
    {
        foreach (int index in changed)
        {
            Parameter parameter = table.InOrder[index];
            if (parameter.Initializer.IsDue(epoch))
            {
                Span<T> values = parameters.Span.Slice(parameter.Offset, parameter.Count);
                double[] wide = new double[values.Length];
                TensorPrimitives.ConvertTruncating<T, double>(values, wide);
                (int rows, int columns) = parameter.MemberShape;
                for (int member = 0; member < parameter.Members; member++)
                {
                    int use = 2 * (index + (member * table.InOrder.Count));
                    parameter.Initializer.BeforeEpoch(wide.AsSpan(member * rows * columns, rows * columns), rows, columns, position, Stream(use, epoch), Stream(use + 1, epoch));
                }

                TensorPrimitives.ConvertTruncating<double, T>(wide, values);
            }
        }
    }

    private CounterRandom Stream(int use, int epoch) => new(seed, Streams.Randomization + ((ulong)use << 32) + (ulong)epoch);
}
