using System.Numerics;
using Descent.Numerics;

namespace Descent.Cli.Benchmarks;

/// <summary>Predictions for the same rows into the same span.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it does.</param>
/// <param name="Inputs">Numbers per sample.</param>
/// <param name="Network">What predicts.</param>
/// <param name="Batch">Rows per call.</param>
internal sealed record PredictionWorkload(string Name, string Description, int Inputs, Network Network, int Batch) : Workload(Name, Description)
{
    // What one thread gets has to be worth waking it.
    private const int LeastRowsPerThread = 64;

    public override Work Prepare<T>(int threads) => new Predictions<T>(this, Math.Clamp(Batch / LeastRowsPerThread, 1, threads));

    private sealed class Predictions<T> : Work, ITeamWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Model<T> model;
        private readonly Team team;
        private readonly T[] inputs, outputs;
        private readonly int batch;

        public Predictions(PredictionWorkload workload, int threads)
        {
            batch = workload.Batch;
            model = Model<T>(workload.Network, workload.Inputs);
            inputs = SharedNumbers.InputsOf<T>(batch, workload.Inputs);
            outputs = new T[batch * model.Outputs];
            team = new Team(threads);
        }

        public override int Threads => team.Members;

        public override int Samples => batch;

        public override long MultiplyAdds => ForwardMultiplyAdds(model.Parameters, batch);

        public override Proof Prove()
        {
            Step();
            return new Proof(Hashes.Of<T>(outputs), outputs.Average(output => double.CreateTruncating(output * output)));
        }

        public override void Step() => team.Run(this);

        public void Execute(int member, int members)
        {
            int start = batch * member / members, count = (batch * (member + 1) / members) - start;
            model.Predict(inputs.AsSpan(start * model.Inputs, count * model.Inputs), outputs.AsSpan(start * model.Outputs, count * model.Outputs));
        }

        public override void Dispose()
        {
            team.Dispose();
            base.Dispose();
        }
    }
}
