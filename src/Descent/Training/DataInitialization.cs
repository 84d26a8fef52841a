using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Fits parameters to training rows before the first update if their initializers require it. Operations are fitted in order, each on the outputs of those already fitted.</summary>
internal static class DataInitialization
{
    /// <summary>The most bytes of values and gradients, if an initializer uses as many rows as possible.</summary>
    private const long Room = 1L << 28;

    private const int Attempts = 10;

    /// <summary>Whether any trained parameter is fitted to data.</summary>
    public static bool IsWanted<T>(CompiledTraining<T> compiled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => compiled.Groups.InOrder.Any(parameter => parameter.Initializer.Fits != FittedRows.None && !compiled.Groups.KeepsStart(parameter));

    /// <summary>Fits the parameters.</summary>
    /// <param name="compiled">The compiled training.</param>
    /// <param name="data">The training rows.</param>
    /// <param name="order">The row numbers, shuffled as for an epoch 0, because the first rows of a file may all be of one class.</param>
    /// <param name="batchSize">The number of rows of the first batch.</param>
    /// <param name="parameters">The parameters to change.</param>
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

        // Disables masks and noise.
        Array.Clear(frame.Numbers);
        Transposition<T>.Gather(data.Inputs.Span, order.AsSpan(0, rows), frame.Value(plan.Input));

        // Running statistics and other untrained state must not change before the first step, so it is restored below.
        T[] watched = parameters.Span[plan.Parameters.Trainable..].ToArray();
        HashSet<Parameter> wanted = [.. groups.InOrder.Where(parameter => parameter.Initializer.Fits != FittedRows.None && !groups.KeepsStart(parameter))];
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
            throw new ArgumentException($"{left.Initializer} cannot fit {left.Name} to data, because it is for {(left.Initializer.FitsBiases ? "biases" : "weight matrices")}. Choose another initializer.");
        }

        watched.CopyTo(parameters.Span[plan.Parameters.Trainable..]);
    }
}
