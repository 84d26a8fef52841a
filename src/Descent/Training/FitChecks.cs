using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Descent.Data;
using Descent.Layers;
using Descent.Losses;
using Descent.Models;

namespace Descent.Training;

/// <summary>What is checked before training begins.</summary>
internal static class FitChecks
{
    /// <summary>How often the parameters are held at most: weights, gradients, what the optimizer remembers, the best ones.</summary>
    private const int Copies = 6;

    public static void Shapes<T>(Model<T> model, Dataset data, string which)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (data.Rows == 0)
        {
            throw new ArgumentException($"The {which} data has no rows.", nameof(data));
        }

        if (data.InputColumns != model.Inputs)
        {
            throw new ArgumentException($"The model takes {model.Inputs} inputs per sample, but the {which} data has {data.InputColumns}. Build the network with inputs: {data.InputColumns}.", nameof(data));
        }

        if (data.TargetColumns != model.Outputs)
        {
            throw new ArgumentException($"The model gives {model.Outputs} outputs per sample, but the {which} data has {data.TargetColumns} target columns. Make the last layer {data.TargetColumns} wide.", nameof(data));
        }
    }

    public static void Targets<T>(Loss loss, Dataset<T> data, string which)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> targets = data.Targets.Span;

        if (loss.JudgesByExtremes && loss.Objection(double.CreateTruncating(TensorPrimitives.Min(targets))) is null && loss.Objection(double.CreateTruncating(TensorPrimitives.Max(targets))) is null)
        {
            return;
        }

        double[] sample = new double[data.TargetColumns];
        for (int row = 0; row < data.Rows; row++)
        {
            for (int column = 0; column < sample.Length; column++)
            {
                T target = targets[(row * sample.Length) + column];
                sample[column] = double.CreateTruncating(target);
                if (loss.Objection(sample[column]) is { } objection)
                {
                    throw new ArgumentException($"Target {target} in row {row}, column {column} of the {which} data: {objection}.", nameof(data));
                }
            }

            if (loss.Objection(sample.AsSpan()) is { } misfit)
            {
                throw new ArgumentException($"Targets [{string.Join(", ", sample)}] in row {row} of the {which} data: {misfit}.", nameof(data));
            }
        }
    }

    /// <summary>Refuses a loss that the last layer or the targets do not fit.</summary>
    public static void Loss<T>(Model<T> model, Loss loss, Dataset<T> data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _ = model.Network.Compile<T>(model.Inputs, model.Plan.LaneBits, loss);
        Targets(loss, data, "training");
    }

    /// <summary>Row weights times class weights, or nothing when all rows count alike.</summary>
    public static ReadOnlyMemory<T> Weights<T>(Dataset<T> data, IReadOnlyList<double>? classWeights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (classWeights is null)
        {
            return data.Weights;
        }

        int classes = data.TargetColumns == 1 ? 2 : data.TargetColumns;
        if (classWeights.Count != classes || !classWeights.All(w => double.IsFinite(w) && w >= 0) || classWeights.All(w => w == 0))
        {
            throw new ArgumentException($"ClassWeights is [{string.Join(", ", classWeights)}]; {classes} finite numbers of at least 0 are needed, not all 0, one per class.", nameof(classWeights));
        }

        ReadOnlySpan<T> targets = data.Targets.Span;
        T[] weights = new T[data.Rows];
        for (int row = 0; row < weights.Length; row++)
        {
            ReadOnlySpan<T> target = targets.Slice(row * data.TargetColumns, data.TargetColumns);
            int label = data.TargetColumns == 1 ? (target[0] > T.CreateTruncating(0.5) ? 1 : 0) : OneHot(target, row);
            weights[row] = T.CreateTruncating(classWeights[label]) * (data.IsWeighted ? data.Weights.Span[row] : T.One);
        }

        return weights;
    }

    /// <summary>Refuses a run that cannot fit, before anything is allocated.</summary>
    public static void Memory<T>(Model<T> model, Dataset<T> data, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long bytes = TrainingMemory.Of(model, data, options).Total, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new InvalidOperationException($"Training this network with batches of {Math.Min(options.BatchSize, data.Rows)} needs about {bytes >> 20:N0} MiB, but only {available >> 20:N0} MiB are available. Use narrower layers or smaller batches.");
        }
    }

    /// <summary>The same from the description alone: drawing the first weights of a network that is far too large takes minutes.</summary>
    public static void Memory(Network network, int inputs)
    {
        long width = inputs, weights = 0;
        foreach (Dense layer in network.OfType<Dense>())
        {
            weights = checked(weights + (width * layer.Units));
            width = layer.Units;
        }

        double bytes = (double)weights * sizeof(float) * Copies, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Training this network of {weights:N0} weights needs about {bytes / (1 << 20):N0} MiB, but only {available / (1 << 20):N0} MiB are available. Use narrower layers."), nameof(network));
        }
    }

    private static int OneHot<T>(ReadOnlySpan<T> target, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int label = -1;
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] == T.One && label < 0)
            {
                label = i;
            }
            else if (target[i] != T.Zero)
            {
                label = -2;
            }
        }

        return label >= 0 ? label : throw new ArgumentException($"ClassWeights need one class per row, but the target of row {row} is [{string.Join(", ", target.ToArray())}]. Use row weights instead.", nameof(target));
    }
}
