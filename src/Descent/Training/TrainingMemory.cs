using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// The memory of a training run in bytes, part by part: <c>(weights + gradients + optimizer) of P numbers each + frame + packing + data</c>.
/// Nothing else grows with network, batch or rows, so this is the memory that a process needs in addition to that of the runtime.
/// </summary>
/// <param name="Weights">
/// The parameters: those being trained, the best so far, and those that the model predicts with during training, if it has been used, trained or set before.
/// </param>
/// <param name="Gradients">One number per parameter.</param>
/// <param name="Optimizer">The state of the optimizer: two numbers per parameter for Adam, none for plain gradient descent, and the vectors or matrices of a <see cref="FullBatchOptimizer"/>.</param>
/// <param name="Frame">Values and their gradients for one batch: one buffer that all threads share, each writing its own columns.</param>
/// <param name="Packing">The buffers into which each thread copies blocks of large matrix products; 0 for layers narrower than 32.</param>
/// <param name="Data">Training and validation rows in the type of the model, once, and four bytes per row for their order.</param>
/// <param name="Checkpoint">The newest checkpoint, if <see cref="TrainingOptions.OnCheckpoint"/> is set.</param>
/// <example><c>Console.WriteLine(TrainingMemory.Of(model, train, options));</c></example>
public sealed record TrainingMemory(long Weights, long Gradients, long Optimizer, long Frame, long Packing, long Data, long Checkpoint)
{
    // Narrower layers are multiplied in place.
    private const int WidthForPacking = 32;

    /// <summary>The sum of all parts.</summary>
    public long Total => Weights + Gradients + Optimizer + Frame + Packing + Data + Checkpoint;

    /// <summary>Computes the memory that <see cref="Trainer.Fit"/> would need, without allocating anything large.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="data">Training rows; the effect of a <see cref="Resampling"/> on their number is not included.</param>
    /// <param name="options">The training options.</param>
    /// <returns>The bytes of each part.</returns>
    /// <exception cref="ArgumentException">If the loss does not fit the model.</exception>
    public static TrainingMemory Of<T>(Model<T> model, Dataset data, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        return Of(model, new CompiledTraining<T>(model, options), data);
    }

    /// <summary>Computes the memory of a compiled training.</summary>
    internal static TrainingMemory Of<T>(Model<T> model, CompiledTraining<T> compiled, Dataset data)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Plan<T> plan, TrainingOptions options) = (compiled.Plan, compiled.Options);
        int batchSize = compiled.Capacity(data.Rows), slots = compiled.Updaters[0].Slots;
        FullBatchOptimizer? whole = options.Optimizer as FullBatchOptimizer;
        long trained = compiled.Groups.InOrder.Sum(parameter => (long)parameter.Count);
        long copy = (long)plan.Parameters.Length * Unsafe.SizeOf<T>();
        bool packs = plan.Parameters.InOrder.Any(p => !p.IsVector && Math.Max(p.Rows, p.Columns) >= WidthForPacking);
        bool changes = options.Augmentations?.Any(augmentation => augmentation is EpochAugmentation) == true;
        return new TrainingMemory(
            Weights: (model.HasBlock || options.WarmStart ? 3 : 2) * copy,
            Gradients: copy,
            Optimizer: ((long)slots * compiled.Groups.SlotLength * Unsafe.SizeOf<T>()) + (whole?.Bytes(trained) ?? 0),
            Frame: Frame<T>.BytesFor(plan, batchSize),
            Packing: packs ? (long)Workspace<T>.Length * Unsafe.SizeOf<T>() * FitLoop<T>.ThreadsFor(model, batchSize, options) : 0,
            Data: (Rows<T>(data, options.ClassWeights is not null) * (changes ? 2 : 1)) + (options.Validation is { } validation ? Rows<T>(validation, false) : 0),
            Checkpoint: options.OnCheckpoint is null ? 0 : ((2 + slots) * copy) + (whole?.StateBytes(trained) ?? 0));
    }

    /// <summary>Formats the parts in MiB.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{MiB(Total)} MiB: weights {MiB(Weights)}, gradients {MiB(Gradients)}, optimizer {MiB(Optimizer)}, frame {MiB(Frame)}, packing {MiB(Packing)}, data {MiB(Data)}, checkpoint {MiB(Checkpoint)}";

    private static string MiB(long bytes) => (bytes / (double)(1 << 20)).ToString("0.0", CultureInfo.InvariantCulture);

    private static long Rows<T>(Dataset data, bool weighted)
        where T : unmanaged =>
        data.Rows * (((data.InputColumns + data.TargetColumns + (data.IsWeighted || weighted ? 1L : 0)) * Unsafe.SizeOf<T>()) + sizeof(int));
}
