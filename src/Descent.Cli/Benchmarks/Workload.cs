using System.Numerics;
using Descent.Data;

namespace Descent.Cli.Benchmarks;

/// <summary>Something to measure, by name.</summary>
/// <param name="Name">What it is called on the command line and in results.</param>
/// <param name="Description">What it does.</param>
internal abstract record Workload(string Name, string Description)
{
    /// <summary>Makes it ready to run, with all its memory.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="threads">How many threads may work.</param>
    public abstract Work Prepare<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>A workload that is ready: it can be run again and again, and says how much one step is.</summary>
internal abstract class Work : IDisposable
{
    /// <summary>Threads that really work.</summary>
    public virtual int Threads => 1;

    /// <summary>Samples of one step.</summary>
    public abstract int Samples { get; }

    /// <summary>Multiply-adds of one step: forward, and in training the gradients of weights and of inputs except the first layer's.</summary>
    public abstract long MultiplyAdds { get; }

    /// <summary>
    /// Runs a few steps from the first weights, always the same number: what it hands back depends neither on time, nor on
    /// threads, nor on the width of the registers. Comes before any <see cref="Step"/>.
    /// </summary>
    public abstract Proof Prove();

    /// <summary>One step. Allocates nothing of its own.</summary>
    public abstract void Step();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Multiply-adds of one training step of a network.</summary>
    public static long TrainingMultiplyAdds(IReadOnlyList<Parameter> parameters, int batch)
    {
        long first = parameters.First(parameter => !parameter.IsVector).Count;
        return batch * ((3 * ForwardMultiplyAdds(parameters, 1)) - first);
    }

    /// <summary>Multiply-adds of one prediction.</summary>
    public static long ForwardMultiplyAdds(IReadOnlyList<Parameter> parameters, int batch) =>
        batch * parameters.Where(parameter => !parameter.IsVector).Sum(parameter => (long)parameter.Count);

    /// <summary>A network with the weights that every peer starts from; biases and slopes keep their own first values.</summary>
    protected static Model<T> Model<T>(Network network, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = network.Build<T>(inputs, seed: 1);
        model.SetParameters(model.Parameters.Where(parameter => !parameter.IsVector).Index()
            .ToDictionary(weight => weight.Item.Name, weight => SharedNumbers.WeightsOf<T>(weight.Index, weight.Item.Rows, weight.Item.Columns), StringComparer.Ordinal));
        return model;
    }

    /// <summary>The samples that every peer uses.</summary>
    protected static Dataset<T> Rows<T>(TargetKind kind, int rows, int inputs, int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Dataset.Create<T>(SharedNumbers.InputsOf<T>(rows, inputs), inputs, SharedNumbers.TargetsOf<T>(kind, rows, outputs), outputs);
}

/// <summary>What shows that the same thing was computed.</summary>
/// <param name="Hash">Of the final weights (or outputs), bit for bit.</param>
/// <param name="Check">A number that a peer arrives at too, within its rounding: the loss after the steps, or the mean square of the outputs; NaN if no peer can.</param>
internal sealed record Proof(string Hash, double Check);
