using System.Numerics;
using Descent.Numerics;

namespace Descent.Data;

/// <summary>Synthetic data with a known rule.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Task">The task: what is predicted.</param>
/// <param name="InputNames">One name per input.</param>
/// <param name="OutputNames">One name per target.</param>
/// <param name="Data">The rows.</param>
public sealed record SyntheticData<T>(TaskKind Task, IReadOnlyList<string> InputNames, IReadOnlyList<string> OutputNames, Dataset<T> Data)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Draws the random numbers of synthetic data: one stream per column and purpose, one index per row.</summary>
internal readonly struct Draws(ulong seed)
{
    private const ulong ClassColumn = 100, NoiseColumns = 200;

    public double Uniform(int row, int column, double low, double high) =>
        new CounterRandom(seed, Streams.Synthetic + (ulong)column).Uniform((ulong)row, low, high);

    /// <summary>Standard normal, independent of the uniform draws.</summary>
    public double Normal(int row, int column) => new CounterRandom(seed, Streams.Synthetic + NoiseColumns + (ulong)column).Normal((ulong)row);

    /// <summary>Uniform in [−noise, noise), independent of the other draws.</summary>
    public double Noise(int row, int column, double noise) =>
        new CounterRandom(seed, Streams.Synthetic + NoiseColumns + (ulong)column).Uniform((ulong)row, -noise, noise);

    public int Class(int row, int classes) => new CounterRandom(seed, Streams.Synthetic + ClassColumn).Below((ulong)row, classes);
}
