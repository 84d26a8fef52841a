using System.Numerics;

namespace Descent;

/// <summary>Finds where gradients first grew in a run that failed.</summary>
internal static class GradientGrowth
{
    /// <summary>The growth over the first examined update that counts: 10.</summary>
    public const double Limit = 10;

    /// <summary>Finds the first update at which the gradient of a parameter was ten times what it was before, and the parameter whose gradient had grown most; null if none had.</summary>
    public static (long Step, string Parameter, double Growth)? Find<T>(RunRecording<T> recording)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long first = Math.Max(recording.FirstStep, recording.Steps - TrainingDoctor.MostGrowthSteps) + 1;
        Dictionary<string, double> before = [];
        for (long step = first; step <= recording.Steps; step++)
        {
            (string Name, double Size)[] sizes = [.. recording.StepAt(step).Parameters.Where(parameter => parameter.Gradient.Length > 0).Select(parameter => (parameter.Name, Norm(parameter.Gradient)))];
            (string Name, double Growth) most = sizes.Select(own => (own.Name, before.TryGetValue(own.Name, out double old) && old > 0 ? own.Size / old : 0)).MaxBy(own => own.Item2);
            if (most.Growth > Limit)
            {
                return (step, most.Name, most.Growth);
            }

            foreach ((string name, double size) in sizes)
            {
                before[name] = before.TryGetValue(name, out double smallest) && smallest > 0 ? Math.Min(smallest, size) : size;
            }
        }

        return null;
    }

    private static double Norm<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Math.Sqrt(values.Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value)));
}
