namespace Descent.Cli.Benchmarks;

/// <summary>Something to measure, by name.</summary>
internal abstract record Workload(string Name, string Description)
{
    /// <summary>Makes it ready to run, with all its memory.</summary>
    public abstract Work Prepare<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A network with the weights that every peer starts from; biases and slopes keep their own initial values.</summary>
    protected static Model<T> Model<T>(Network network, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = network.Build<T>(inputs, seed: 1);
        model.SetParameters(model.Parameters.Where(parameter => !parameter.IsVector).Index()
            .ToDictionary(weight => weight.Item.Name, weight => SharedNumbers.WeightsOf<T>(weight.Index, weight.Item.Rows, weight.Item.Columns), StringComparer.Ordinal));
        return model;
    }

    /// <summary>Multiply-adds of predictions.</summary>
    protected static long ForwardMultiplyAdds<T>(Model<T> model, long samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => samples * model.Parameters.Where(parameter => !parameter.IsVector).Sum(parameter => (long)parameter.Count);

    /// <summary>Multiply-adds of training: forward, the gradients of weights, and the gradients of inputs except the first layer's.</summary>
    protected static long TrainingMultiplyAdds<T>(Model<T> model, long samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (3 * ForwardMultiplyAdds(model, samples)) - (samples * model.Parameters.First(parameter => !parameter.IsVector).Count);
}

/// <summary>A workload that is ready to run.</summary>
/// <param name="Threads">Threads that really work.</param>
/// <param name="Samples">Samples of one step.</param>
/// <param name="MultiplyAdds">Multiply-adds of one step.</param>
/// <param name="Step">Runs one step. Allocates nothing of its own.</param>
/// <param name="ProofSteps">Steps before the proof.</param>
/// <param name="Proof">Computes the proof after these steps.</param>
/// <param name="Team">Threads that wait for work.</param>
internal sealed record Work(int Threads, int Samples, long MultiplyAdds, Action Step, int ProofSteps, Func<Proof> Proof, IDisposable? Team = null) : IDisposable
{
    /// <summary>
    /// Runs a few steps from the initial weights, always the same number, so the result depends neither on time, nor on
    /// threads, nor on the register width. Called before any other <see cref="Step"/>.
    /// </summary>
    public Proof Prove()
    {
        for (int i = 0; i < ProofSteps; i++)
        {
            Step();
        }

        return Proof();
    }

    /// <inheritdoc/>
    public void Dispose() => Team?.Dispose();
}

/// <summary>Shows that the same thing was computed.</summary>
/// <param name="Hash">Of the final weights or outputs, bit for bit.</param>
/// <param name="Check">A number that peers compute too, up to rounding: the loss after the steps, or the mean square of the outputs; NaN if no peer can.</param>
internal sealed record Proof(string Hash, double Check = double.NaN)
{
    /// <summary>The proof of outputs: their hash and mean square.</summary>
    public static Proof Of<T>(T[] outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Hashes.Of<T>(outputs), outputs.Average(output => double.CreateTruncating(output * output)));
}
