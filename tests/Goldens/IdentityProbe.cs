using System.Numerics;
using Descent.Tests.Laws;

namespace Descent.Tests.Goldens;

/// <summary>An activation with a loss behind a layer that hands its inputs on as they are.</summary>
internal static class IdentityProbe
{
    public static Probe<T> Create<T>(Activation activation, int width, int samples, Loss loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network network = [new Dense(width, activation) { UseBias = false }];
        Probe<T> probe = new(network, width, samples, loss, 1);
        for (int i = 0; i < width * width; i++)
        {
            probe.Parameters.Span[probe.Plan.Parameters.InOrder[0].Offset + i] = i % (width + 1) == 0 ? T.One : T.Zero;
        }

        return probe;
    }

    /// <summary>The gradients with respect to what goes into the activation, sample after sample.</summary>
    public static double[] Run<T>(Probe<T> probe, double[] inputs, double[] targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = probe.Plan.Input.Rows;
        probe.SetBatch([.. inputs.Select(T.CreateTruncating)], [.. targets.Select(T.CreateTruncating)]);
        probe.Gradient();
        return [.. inputs.Select((_, i) => double.CreateTruncating(probe.Frame.Delta(probe.Plan.Input).Row(i % width)[i / width]))];
    }
}
