using System.Numerics;
using Descent.Data;

namespace Descent.Cli.Benchmarks;

/// <summary>A whole epoch through <see cref="Trainer.Fit"/>, as users call it: set-up, a new order of the rows, all updates. One step is one epoch.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it does.</param>
/// <param name="Of">What is trained, and how.</param>
/// <param name="RowCount">Rows of the epoch.</param>
internal sealed record EpochWorkload(string Name, string Description, TrainingWorkload Of, int RowCount) : Workload(Name, Description)
{
    public override Work Prepare<T>(int threads) => new Epochs<T>(this, threads);

    private sealed class Epochs<T> : Work
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Model<T> model;
        private readonly Dataset<T> rows;
        private readonly TrainingOptions options;

        public Epochs(EpochWorkload workload, int threads)
        {
            model = Model<T>(workload.Of.Network, workload.Of.Inputs);
            rows = Rows<T>(workload.Of.Targets, workload.RowCount, workload.Of.Inputs, model.Outputs);
            options = workload.Of.Options with { Epochs = 1, WarmStart = true, Threads = threads };
        }

        public override int Threads => options.Threads;

        public override int Samples => rows.Rows;

        public override long MultiplyAdds => TrainingMultiplyAdds(model.Parameters, rows.Rows);

        // The order of the rows is Descent's own, so no peer arrives at the same loss.
        public override Proof Prove()
        {
            Step();
            return new Proof(Hashes.Of(model), double.NaN);
        }

        public override void Step() => model.Fit(rows, options);
    }
}
