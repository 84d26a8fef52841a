using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>A network, loss, optimizer and parameter groups, compiled once per training run.</summary>
internal sealed class CompiledTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Compiles a model and options for training.</summary>
    /// <param name="model">The model to train.</param>
    /// <param name="options">The training options.</param>
    /// <exception cref="ArgumentException">If the loss or the groups do not fit the model.</exception>
    public CompiledTraining(Model<T> model, TrainingOptions options)
    {
        PartOptions.RequireShallow([options.Loss, options.Optimizer, options.Regularizer, options.Clipping?.Limit, .. options.Augmentations ?? []]);
        Options = options;
        Seed = options.Seed ?? model.Seed;
        Groups = TrainedParameters.Of<T>(model.Steps.Parameters, options);
        Plan = model.PlanFor(options.Loss, Groups.IsFrozen);
        if (options.Optimizer is FullBatchOptimizer optimizer)
        {
            FullBatchChecks.Require(optimizer, model, options, Groups.InOrder);
        }

        Updaters = [.. Groups.Factors.Select(_ => LaneWidth.Dispatch(Plan.LaneBits, new CompileOptimizer(options.Optimizer)))];
    }

    /// <summary>The training options.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The seed of all random numbers.</summary>
    public ulong Seed { get; }

    /// <summary>The operations of a forward and backward pass.</summary>
    public Plan<T> Plan { get; }

    /// <summary>The parameters that are trained, with their groups.</summary>
    public TrainedParameters Groups { get; }

    /// <summary>The updates, one for each of the groups' <see cref="TrainedParameters.Factors"/>.</summary>
    public Updater<T>[] Updaters { get; }

    /// <summary>Gets the number of rows that are processed at a time: those of a batch, or with a <see cref="FullBatchOptimizer"/> a part of all rows.</summary>
    /// <param name="rows">The number of training rows.</param>
    public int Capacity(int rows) => Math.Min(Options.Optimizer is FullBatchOptimizer ? FullBatchLoss<T>.Part : Options.BatchSize, rows);

    /// <summary>Creates the initial weights, before <see cref="DataInitialization"/> fits any of them to layer outputs.</summary>
    /// <param name="model">The model to train.</param>
    /// <param name="given">The rows before augmentation; the edges of bins are their quantiles.</param>
    public AlignedBlock<T> Begin(Model<T> model, Dataset<T> given)
    {
        AlignedBlock<T> parameters = Groups.Begin(model, Options, Seed);
        if (Options.Resume is null && !Options.WarmStart)
        {
            BinEdges.Fit(model, given, parameters, Groups);
        }

        return parameters;
    }

    /// <summary>Compiles an optimizer for a register width.</summary>
    private sealed class CompileOptimizer(Optimizer optimizer) : ILaneFunction<T, Updater<T>>
    {
        public Updater<T> Invoke<V>()
            where V : struct, ILane<V, T> => optimizer.Compile<T, V>();
    }
}
