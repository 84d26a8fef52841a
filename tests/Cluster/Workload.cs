using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Descent.Data;

namespace Descent.Tests.Cluster;

/// <summary>Many small trainings, and the hash of their results.</summary>
internal static class Workload
{
    private static readonly Dataset<float> s_rows = Rows();

    public static TrainingJob<float>[] Jobs(int count, int epochs, IJobRunner? runner) =>
        [.. Enumerable.Range(0, count).Select(i => new TrainingJob<float>(Network.Create([new Dense(24, new Tanh()), new Dense(16, new Relu()), new Dense(1)]).Build<float>(8, (ulong)i + 1), s_rows, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Adam(0.001 * (1 + (i % 5))), Epochs = epochs, Runner = runner }))];

    public static string[] Train(TrainingJob<float>[] jobs) => [.. Trainer.TrainMany(jobs, cancellation: TestContext.Current.CancellationToken).Select(result => HashOf(result.Job.Model))];

    private static string HashOf(Model<float> model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (float[] values in model.GetParameters().Values)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static Dataset<float> Rows()
    {
        float[] inputs = [.. Enumerable.Range(0, 8 * 600).Select(i => MathF.Sin(i * 1.7f))];
        return Dataset.Create<float>(inputs, 8, [.. Enumerable.Range(0, 600).Select(i => MathF.Sin(inputs[i * 8] + inputs[(i * 8) + 3]))], 1);
    }
}
