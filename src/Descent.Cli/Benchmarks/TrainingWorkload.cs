using System.Numerics;
using Descent.Data;

namespace Descent.Cli.Benchmarks;

/// <summary>Single updates on batches of resident rows, one after the other and round again.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it does.</param>
/// <param name="Inputs">Numbers per sample.</param>
/// <param name="Network">What is trained.</param>
/// <param name="Targets">What it is trained on.</param>
/// <param name="Options">How; the batch size among it.</param>
/// <param name="Batches">How many batches there are.</param>
/// <param name="ProofSteps">Updates before the fingerprint is taken.</param>
internal sealed record TrainingWorkload(string Name, string Description, int Inputs, Network Network, TargetKind Targets, TrainingOptions Options, int Batches, int ProofSteps)
    : Workload(Name, Description)
{
    public override Work Prepare<T>(int threads) => new Updates<T>(this, threads);

    private sealed class Updates<T> : Work
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly TrainingWorkload workload;
        private readonly Model<T> model;
        private readonly UpdateLoop<T> loop;
        private readonly int batch;

        public Updates(TrainingWorkload workload, int threads)
        {
            this.workload = workload;
            batch = workload.Options.BatchSize;
            model = Model<T>(workload.Network, workload.Inputs);
            Dataset<T> rows = Rows<T>(workload.Targets, batch * workload.Batches, workload.Inputs, model.Outputs);
            loop = new UpdateLoop<T>(model, rows, workload.Options with { Threads = threads });
        }

        public override int Threads => loop.Threads;

        public override int Samples => batch;

        public override long MultiplyAdds => TrainingMultiplyAdds(model.Parameters, batch);

        public override Proof Prove()
        {
            for (int i = 0; i < workload.ProofSteps; i++)
            {
                Step();
            }

            return new Proof(Hashes.Of(model), loop.Loss());
        }

        public override void Step() => loop.Step();

        public override void Dispose()
        {
            loop.Dispose();
            base.Dispose();
        }
    }
}
