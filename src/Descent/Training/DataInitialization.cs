using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Fits parameters to training rows before the first update, where their initializers want it: operation by operation, each with those before it done.</summary>
internal static class DataInitialization
{
    /// <summary>Bytes of values and gradients at most, where all rows would be wanted.</summary>
    private const long Room = 1L << 28;

    private const int Attempts = 10;

    /// <summary>Whether there is anything to do.</summary>
    public static bool IsWanted<T>(CompiledTraining<T> compiled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => compiled.Groups.InOrder.Any(parameter => parameter.Initializer.Fits != FittedRows.None);

    /// <summary>Sets the parameters.</summary>
    /// <param name="compiled">What is to be trained.</param>
    /// <param name="data">Rows.</param>
    /// <param name="order">Their numbers in the order of an epoch before the first: a file's first rows may be all of one class.</param>
    /// <param name="batchSize">Rows of the first batch.</param>
    /// <param name="parameters">The parameters.</param>
    public static void Fit<T>(CompiledTraining<T> compiled, Dataset<T> data, int[] order, int batchSize, AlignedBlock<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Plan<T> plan, TrainedParameters groups) = (compiled.Plan, compiled.Groups);
        int rows = batchSize;
        if (groups.InOrder.Any(parameter => parameter.Initializer.Fits == FittedRows.Many))
        {
            rows = (int)Math.Clamp(Room * AlignedBlock<T>.PerAlignment / Frame<T>.BytesFor(plan, AlignedBlock<T>.PerAlignment), batchSize, Math.Max(batchSize, data.Rows));
        }

        Frame<T> frame = new(plan, rows, training: true, members: 1) { Parameters = parameters, Columns = rows, Learning = true, Seed = compiled.Seed };

        // No masks and no noise.
        Array.Clear(frame.Numbers);
        Transposition<T>.Gather(data.Inputs.Span, order.AsSpan(0, rows), frame.Value(plan.Input));

        // What only watches, such as running statistics, begins with the first step, not here.
        T[] watched = parameters.Span[plan.Parameters.Trainable..].ToArray();
        HashSet<Parameter> wanted = [.. groups.InOrder.Where(parameter => parameter.Initializer.Fits != FittedRows.None)];
        foreach (Op<T> op in plan.Ops)
        {
            op.Forward(frame, frame.All);
            Fit(op.Weight, isBias: false);
            Fit(op.Bias, isBias: true);

            void Fit(Parameter? parameter, bool isBias)
            {
                if (parameter is null || parameter.Initializer.FitsBiases != isBias || !wanted.Remove(parameter))
                {
                    return;
                }

                CounterRandom random = new(compiled.Seed, Streams.Fitting + (ulong)plan.Parameters.InOrder.Index().First(entry => entry.Item == parameter).Index);
                for (int attempt = 0; attempt < Attempts && parameter.Initializer.Fit(parameters.Span.Slice(parameter.Offset, parameter.Count), parameter.Rows, parameter.Columns, frame.Value(op.Output), random, attempt); attempt++)
                {
                    op.Forward(frame, frame.All);
                }
            }
        }

        if (wanted.FirstOrDefault() is { } left)
        {
            throw new ArgumentException($"{left.Name} cannot be fitted to data by {left.Initializer}, which is for {(left.Initializer.FitsBiases ? "biases" : "weight matrices")}. Choose another initializer.");
        }

        watched.CopyTo(parameters.Span[plan.Parameters.Trainable..]);
    }
}
