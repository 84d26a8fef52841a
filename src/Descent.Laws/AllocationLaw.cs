using System.Globalization;
using Descent.Data;

namespace Descent.Laws;

/// <summary>Checks that code that runs for every batch allocates no memory.</summary>
internal static class AllocationLaw
{
    private const int Steps = 20;

    /// <summary>Checks updates on one thread, for full and smaller batches.</summary>
    public static string? OfUpdates(Trial trial)
    {
        Dataset<float> rows = trial.Rows().As<float>();
        using UpdateLoop<float> loop = new(trial.Build<float>(), rows, trial.Options with { Threads = 1, BatchSize = 40 });
        return Of("updates", () =>
        {
            for (int i = 0; i < Steps; i++)
            {
                loop.Step();
            }
        });
    }

    /// <summary>Checks predictions into an existing array.</summary>
    public static string? OfPredictions(Trial trial)
    {
        Model<float> model = trial.Build<float>();
        float[] inputs = trial.Rows().As<float>().Inputs.ToArray(), outputs = new float[inputs.Length / model.Inputs * model.Outputs];
        return Of("predictions", () =>
        {
            for (int i = 0; i < Steps; i++)
            {
                model.Predict(inputs, outputs);
            }
        });
    }

    /// <summary>Checks any action.</summary>
    /// <param name="what">What it does, as a plural noun.</param>
    /// <param name="action">Does it <see cref="Steps"/> times.</param>
    public static string? Of(string what, Action action)
    {
        action();

        // The runtime may allocate something of its own once, such as the statics of a compiled method, but not five times in a row.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{Steps} {what} allocate {least} bytes; they should allocate none.");
    }
}
