using System.Globalization;
using System.Numerics;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>Checks that results are equal to the last bit, in float and double: when repeated, for every register width, and for any
/// number of threads.</summary>
internal static class SameBits
{
    // More threads than processors wait for each other, and fewer updates are enough to show a difference.
    private const int Updates = 10, UpdatesOfThreads = 4;

    private static readonly int[] s_widths = [.. LaneWidth.Table.Where(row => row.Supported).Select(row => row.Bits)];

    public static IEnumerable<NamedLaw> Of(Func<IEnumerable<Trial>> trials)
    {
        yield return Law("repeat", [(s_widths[0], 1)], trials);
        yield return Law("widths", [.. s_widths[1..].Select(bits => (bits, 1))], trials);
        yield return Law("threads", [(s_widths[0], 2), (s_widths[0], 3), (s_widths[0], 8)], trials);
    }

    private static NamedLaw Law(string name, (int Bits, int Threads)[] others, Func<IEnumerable<Trial>> trials) =>
        new(name, () => trials().Select(trial => Difference<double>(trial, others) ?? Difference<float>(trial, others)).FirstOrDefault(failure => failure is not null));

    private static string? Difference<T>(Trial trial, (int Bits, int Threads)[] others)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int updates = others.Any(other => other.Threads > 1) ? UpdatesOfThreads : Updates;
        T[] expected = trial.Numbers<T>(s_widths[0], 1, updates);
        foreach ((int bits, int threads) in others)
        {
            T[] actual = trial.Numbers<T>(bits, threads, updates);
            for (int i = 0; i < expected.Length; i++)
            {
                if (Bits(expected[i]) != Bits(actual[i]))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"In {typeof(T).Name}, {trial.Place(i)} is {expected[i]:R} with {s_widths[0]} bits and 1 thread, but {actual[i]:R} with {bits} bits and {threads} thread{(threads > 1 ? "s" : "")}. {trial}");
                }
            }
        }

        return null;
    }

    private static long Bits<T>(T number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => BitConverter.DoubleToInt64Bits(double.CreateTruncating(number));
}
