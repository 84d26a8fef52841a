namespace Descent.Cli.Benchmarks;

/// <summary>Single updates on batches of resident rows, one batch after the other, again and again.</summary>
internal sealed record TrainingWorkload(string Name, string Description, int Inputs, Network Network, TargetKind Targets, TrainingOptions Options, int Batches, int ProofSteps)
    : Workload(Name, Description)
{
    public override Work Prepare<T>(int threads)
    {
        Model<T> model = Model<T>();
        UpdateLoop<T> loop = new(model, Rows<T>(Options.BatchSize * Batches), Options with { Threads = threads });
        return new(
            loop.Threads, Options.BatchSize, TrainingMultiplyAdds(model, Options.BatchSize), () => loop.Step(), ProofSteps, () => new Proof(Hashes.Of(model), loop.Loss()), loop);
    }

    /// <summary>The network with its initial weights.</summary>
    public Model<T> Model<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Model<T>(Network, Inputs);

    /// <summary>The first rows of the data that every peer uses.</summary>
    public Dataset<T> Rows<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = Network.OfType<Dense>().Last().Units;
        return Dataset.Create<T>(SharedNumbers.InputsOf<T>(count, Inputs), Inputs, SharedNumbers.TargetsOf<T>(Targets, count, outputs), outputs);
    }
}

/// <summary>A whole epoch through <see cref="Trainer.Fit"/>, as users call it: preparation, shuffling, all updates. One step is one epoch.</summary>
internal sealed record EpochWorkload(string Name, string Description, TrainingWorkload Of, int RowCount) : Workload(Name, Description)
{
    // The order of the rows is specific to Descent, so no peer computes the same loss.
    public override Work Prepare<T>(int threads)
    {
        Model<T> model = Of.Model<T>();
        Dataset<T> rows = Of.Rows<T>(RowCount);
        TrainingOptions options = Of.Options with { Epochs = 1, WarmStart = true, Threads = threads };
        return new(threads, RowCount, TrainingMultiplyAdds(model, RowCount), () => model.Fit(rows, options), 1, () => new Proof(Hashes.Of(model)));
    }
}

/// <summary>Many networks trained side by side, from fresh weights, through <see cref="Trainer.TrainMany{T}"/>. One step is all of them.</summary>
internal sealed record ManyWorkload(string Name, string Description, TrainingWorkload Of, int Networks, int RowCount, int Epochs) : Workload(Name, Description)
{
    public override Work Prepare<T>(int threads)
    {
        int samples = Networks * RowCount * Epochs;
        Dataset<T> rows = Of.Rows<T>(RowCount);
        TrainingOptions options = Of.Options with { Epochs = Epochs };
        TrainingJob<T>[] jobs = [.. Enumerable.Range(1, Networks).Select(seed => new TrainingJob<T>(Of.Network.Build<T>(Of.Inputs, (ulong)seed), rows, options))];
        return new(
            threads, samples, TrainingMultiplyAdds(jobs[0].Model, samples), () => Trainer.TrainMany(jobs, threads), 1, () => new Proof(Hashes.Of(jobs[^1].Model)));
    }
}
