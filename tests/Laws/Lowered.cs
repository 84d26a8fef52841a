using System.Numerics;

namespace Descent.Tests.Laws;

/// <summary>Plans for tests that look at one without a model.</summary>
internal static class Lowered
{
    /// <summary>The plan of a network that predicts, or with a loss the one that trains.</summary>
    public static Plan<T> Compile<T>(this Network network, int inputs, int laneBits, Loss? loss = null, bool inputGradient = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NetworkSteps steps = network.Write<T>(inputs);
        LossStep? end = loss?.End(steps);
        if (end is not null)
        {
            steps.RequireTrainable(inputGradient);
        }

        return Backend.Lower<T>(steps, laneBits, end, inputGradient: inputGradient);
    }
}
