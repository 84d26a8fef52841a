using System.Numerics;
using Descent.Initializers;
using Descent.Numerics.Memory;
using Descent.Numerics.Random;
using Descent.Schedules;
using Descent.Steps;

namespace Descent.Training;

/// <summary>Shakes the weights whose initializer is <see cref="Randomized"/> before the epochs that it names.</summary>
/// <param name="table">Where the parameters lie.</param>
/// <param name="trained">Which of them are trained: no other is shaken.</param>
/// <param name="parameters">Their values, which are changed.</param>
/// <param name="seed">Decides the fresh numbers: they are a function of it, the parameter and the epoch, not of what came before.</param>
internal sealed class Randomization<T>(ParameterTable table, TrainedParameters trained, AlignedBlock<T> parameters, ulong seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Numbers of the parameters that are shaken at all.
    private readonly int[] shaken = [.. Enumerable.Range(0, table.InOrder.Count).Where(i => table.InOrder[i].Initializer.Find<Randomized>() is not null && !trained.IsFrozen(table.InOrder[i]))];

    /// <summary>Does what is due before an epoch.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="moment">The moment before its first update.</param>
    public void Apply(int epoch, Moment moment)
    {
        foreach (int index in shaken)
        {
            Parameter parameter = table.InOrder[index];
            Randomized rule = parameter.Initializer.Find<Randomized>()!;
            if (epoch > 1 && (epoch - 1) % rule.Every == 0 && rule.StrengthAt(moment) is > 0 and double strength)
            {
                Shake(parameter, rule, strength, Stream(2 * index, epoch), Stream((2 * index) + 1, epoch));
            }
        }
    }

    private void Shake(Parameter parameter, Randomized rule, double strength, CounterRandom numbers, CounterRandom choice)
    {
        double[] fresh = new double[parameter.Count];
        rule.Inner.Fill(fresh, parameter.Rows, parameter.Columns, numbers);
        Span<T> values = parameters.Span.Slice(parameter.Offset, parameter.Count);
        for (int i = 0; i < fresh.Length; i++)
        {
            if (rule.Form == RandomizedForm.Perturb)
            {
                values[i] = T.CreateTruncating(double.CreateTruncating(values[i]) + (strength * fresh[i]));
            }
            else if (choice.Uniform((ulong)i) < strength)
            {
                values[i] = T.CreateTruncating(fresh[i]);
            }
        }
    }

    private CounterRandom Stream(int use, int epoch) => new(seed, Streams.Randomization + ((ulong)use << 32) + (ulong)epoch);
}
