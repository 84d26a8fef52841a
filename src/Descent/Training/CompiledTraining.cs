using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>What a network, a loss, an optimizer and groups of parameters are compiled into, once per training.</summary>
internal sealed class CompiledTraining<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Compiles a training.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">If loss or groups do not fit the model.</exception>
    public CompiledTraining(Model<T> model, TrainingOptions options)
    {
        PartOptions.RequireShallow([options.Loss, options.Optimizer, options.Regularizer, options.Clipping?.Limit, .. options.Augmentations ?? []]);
        Options = options;
        Seed = options.Seed ?? model.Seed;
        Groups = TrainedParameters.Of<T>(model.Steps.Parameters, options);
        Plan = model.PlanFor(options.Loss, Groups.IsFrozen);
        Updaters = [.. Groups.Factors.Select(_ => LaneWidth.Dispatch(Plan.LaneBits, new CompileOptimizer(options.Optimizer)))];
    }

    /// <summary>How it is trained.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Decides every random number.</summary>
    public ulong Seed { get; }

    /// <summary>What a pass computes.</summary>
    public Plan<T> Plan { get; }

    /// <summary>Which parameters are trained, and how.</summary>
    public TrainedParameters Groups { get; }

    /// <summary>The updates, one for each of the groups' <see cref="TrainedParameters.Factors"/>.</summary>
    public Updater<T>[] Updaters { get; }

    /// <summary>The weights that it begins with, before anything is fitted to what layers put out: see <see cref="DataInitialization"/>.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="given">The rows as they were given; edges of bins are their quantiles.</param>
    public AlignedBlock<T> Begin(Model<T> model, Dataset<T> given)
    {
        AlignedBlock<T> parameters = Groups.Begin(model, Options, Seed);
        if (Options.Resume is null && !Options.WarmStart)
        {
            BinEdges.Fit(model, given, parameters, Groups);
        }

        return parameters;
    }

    /// <summary>Makes an optimizer ready for a width of registers.</summary>
    private sealed class CompileOptimizer(Optimizer optimizer) : ILaneFunction<T, Updater<T>>
    {
        public Updater<T> Invoke<V>()
            where V : struct, ILane<V, T> => optimizer.Compile<T, V>();
    }
}
