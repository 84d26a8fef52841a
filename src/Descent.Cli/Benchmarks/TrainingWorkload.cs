using System.Numerics;
using Descent.Data;
using Descent.Models;
using Descent.Numerics.Memory;
using Descent.Schedules;
using Descent.Training;

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
        private readonly AlignedBlock<T> parameters;
        private readonly Stepper<T> stepper;
        private readonly int[] order;
        private readonly int batch, threads;
        private long steps;

        public Updates(TrainingWorkload workload, int threads)
        {
            this.workload = workload;
            this.threads = threads;
            batch = workload.Options.BatchSize;
            model = Model<T>(workload.Network, workload.Inputs);
            Dataset<T> rows = Rows<T>(workload.Targets, batch * workload.Batches, workload.Inputs, model.Outputs);

            // Nobody predicts with the model, so its weights are trained in place.
            parameters = model.Block;
            stepper = new Stepper<T>(new CompiledTraining<T>(model, workload.Options), rows, default, batch, threads, parameters);
            order = [.. Enumerable.Range(0, rows.Rows)];
        }

        public override int Threads => threads;

        public override int Samples => batch;

        public override long MultiplyAdds => TrainingMultiplyAdds(model.Parameters, batch);

        public override Proof Prove()
        {
            for (int i = 0; i < workload.ProofSteps; i++)
            {
                Step();
            }

            return new Proof(Hashes.Of<T>(model.Parameters, parameters.Span), stepper.Gradient(order, 0, batch));
        }

        public override void Step()
        {
            stepper.Step(order, (int)(steps % workload.Batches) * batch, batch, new Moment(steps, workload.Batches));
            steps++;
        }

        public override void Dispose()
        {
            stepper.Dispose();
            base.Dispose();
        }
    }
}
