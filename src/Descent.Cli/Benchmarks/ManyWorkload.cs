using System.Numerics;
using Descent.Data;

namespace Descent.Cli.Benchmarks;

/// <summary>Many networks trained side by side, from fresh weights, through <see cref="Trainer.TrainMany{T}"/>. One step is all of them.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it does.</param>
/// <param name="Of">What is trained, and how.</param>
/// <param name="Networks">How many networks.</param>
/// <param name="RowCount">Rows of each epoch.</param>
/// <param name="Epochs">How often each network sees them.</param>
internal sealed record ManyWorkload(string Name, string Description, TrainingWorkload Of, int Networks, int RowCount, int Epochs) : Workload(Name, Description)
{
    public override Work Prepare<T>(int threads) => new Jobs<T>(this, threads);

    private sealed class Jobs<T> : Work
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly TrainingJob<T>[] jobs;
        private readonly int threads, samples;

        public Jobs(ManyWorkload workload, int threads)
        {
            this.threads = threads;
            samples = workload.Networks * workload.RowCount * workload.Epochs;
            TrainingOptions options = workload.Of.Options with { Epochs = workload.Epochs };
            Network network = workload.Of.Network;
            Dataset<T>? rows = null;
            jobs = [.. Enumerable.Range(1, workload.Networks).Select(seed => Job(network.Build<T>(workload.Of.Inputs, (ulong)seed)))];

            TrainingJob<T> Job(Model<T> model) => new(model, rows ??= Rows<T>(workload.Of.Targets, workload.RowCount, workload.Of.Inputs, model.Outputs), options);
        }

        public override int Threads => threads;

        public override int Samples => samples;

        public override long MultiplyAdds => TrainingMultiplyAdds(jobs[0].Model.Parameters, samples);

        public override Proof Prove()
        {
            Step();
            return new Proof(Hashes.Of(jobs[^1].Model), double.NaN);
        }

        public override void Step() => Trainer.TrainMany(jobs, threads);
    }
}
