namespace Descent.Cli.Benchmarks;

/// <summary>
/// The data and initial weights of a benchmark, from a generator of four lines (SplitMix64; Steele, Lea and Flood, 2014) that
/// every peer implements in its own language, so all start from the same numbers without sharing a file.
/// </summary>
internal static class SharedNumbers
{
    private const ulong Inputs = 1, Targets = 2, Weights = 10;

    /// <summary>Samples, uniform in [−1, 1).</summary>
    public static T[] InputsOf<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Symmetric<T>(Inputs, rows * columns);

    /// <summary>One-hot classes, labels of 0 and 1, or numbers in [−1, 1).</summary>
    public static T[] TargetsOf<T>(TargetKind kind, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => kind switch
        {
            TargetKind.Labels => Fill<T>(rows * columns, i => Uniform(Targets, i) < 0.5 ? 0 : 1),
            TargetKind.Numbers => Symmetric<T>(Targets, rows * columns),
            _ => Fill<T>(rows * columns, i => i % columns == (int)(Uniform(Targets, i / columns) * columns) ? 1 : 0),
        };

    /// <summary>Weights of layer <paramref name="layer"/>, outputs × inputs, uniform within Glorot's bound.</summary>
    public static T[] WeightsOf<T>(int layer, int outputs, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Symmetric<T>(Weights + (ulong)layer, outputs * inputs, Math.Sqrt(6.0 / (inputs + outputs)));

    /// <summary>The first numbers of a stream, uniform in [−bound, bound).</summary>
    public static T[] Symmetric<T>(ulong stream, int count, double bound = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fill<T>(count, i => ((2 * Uniform(stream, i)) - 1) * bound);

    /// <summary>Number <paramref name="index"/> of a stream, uniform in [0, 1).</summary>
    private static double Uniform(ulong stream, int index)
    {
        ulong z = (stream << 40) + (((ulong)index + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    private static T[] Fill<T>(int count, Func<int, double> number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] numbers = new T[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = T.CreateTruncating(number(i));
        }

        return numbers;
    }
}

/// <summary>The kind of a benchmark's targets.</summary>
internal enum TargetKind
{
    /// <summary>One class per sample, one-hot.</summary>
    Classes,

    /// <summary>Any number of labels per sample.</summary>
    Labels,

    /// <summary>Real numbers.</summary>
    Numbers,
}
