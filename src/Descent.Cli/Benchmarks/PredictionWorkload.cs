namespace Descent.Cli.Benchmarks;

/// <summary>Predictions for the same rows into the same span.</summary>
internal sealed record PredictionWorkload(string Name, string Description, TrainingWorkload Of, int Batch) : Workload(Name, Description)
{
    // A share that is worth waking a thread.
    private const int LeastRowsPerThread = 64;

    public override Work Prepare<T>(int threads)
    {
        Predictions<T> work = new(Of.Model<T>(), SharedNumbers.InputsOf<T>(Batch, Of.Inputs));
        Team team = new(Math.Clamp(Batch / LeastRowsPerThread, 1, threads));
        return new(team.Members, Batch, ForwardMultiplyAdds(work.Model, Batch), () => team.Run(work), 1, () => Proof.Of(work.Outputs), team);
    }

    private sealed class Predictions<T>(Model<T> model, T[] inputs) : ITeamWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Model<T> Model => model;

        public T[] Outputs { get; } = new T[inputs.Length / model.Inputs * model.Outputs];

        public void Execute(int member, int members)
        {
            int batch = inputs.Length / model.Inputs, start = batch * member / members, count = (batch * (member + 1) / members) - start;
            model.Predict(inputs.AsSpan(start * model.Inputs, count * model.Inputs), Outputs.AsSpan(start * model.Outputs, count * model.Outputs));
        }
    }
}

/// <summary>A product of two square matrices, the kernel of every dense layer, on one thread.</summary>
internal sealed record ProductWorkload(int Size) : Workload($"gemm-{Size}", $"product of {Size} × {Size} matrices")
{
    public override Work Prepare<T>(int threads)
    {
        MatrixProduct<T> product = new(Size);
        product.SetLeft(SharedNumbers.Symmetric<T>(1, Size * Size));
        product.SetRight(SharedNumbers.Symmetric<T>(2, Size * Size));
        return new(1, Size, (long)Size * Size * Size, product.Compute, 1, () => Proof.Of(product.ToArray()));
    }
}
