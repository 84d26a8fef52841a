using System.Numerics;

namespace Descent;

/// <summary>Finds where gradients first grew in a run that failed.</summary>
internal static class GradientGrowth
{
    /// <summary>The growth over the median of the updates before that counts: 10.</summary>
    public const double Limit = 10;

    /// <summary>Finds the first update at which the gradient of a parameter was ten times the median of what it was before, and the parameter whose gradient had grown most; null if none had.</summary>
    public static (long Step, string Parameter, double Growth)? Find<T>(RunRecording<T> recording)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long first = Math.Max(recording.FirstStep, recording.Steps - TrainingDoctor.MostGrowthSteps) + 1;
        Dictionary<string, List<double>> before = [];
        for (long step = first; step <= recording.Steps; step++)
        {
            (string Name, double Size)[] norms = [.. recording.StepAt(step).Parameters.Where(parameter => parameter.Gradient.Length > 0).Select(parameter => (parameter.Name, Norm(parameter.Gradient)))];
            (string Name, double Growth) most = norms.Select(own => (own.Name, before.TryGetValue(own.Name, out List<double>? sizes) && sizes[sizes.Count / 2] > 0 ? own.Size / sizes[sizes.Count / 2] : 0)).MaxBy(own => own.Item2);
            if (most.Growth > Limit)
            {
                return (step, most.Name, most.Growth);
            }

            foreach ((string name, double size) in norms)
            {
                if (!before.TryGetValue(name, out List<double>? sorted))
                {
                    before.Add(name, sorted = []);
                }

                int place = sorted.BinarySearch(size);
                sorted.Insert(place < 0 ? ~place : place, size);
            }
        }

        return null;
    }

    private static double Norm<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Math.Sqrt(values.Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value)));
}
