using Descent.Data;
using Descent.Numerics;

namespace Descent.Benchmarks.Doctor;

/// <summary>Rows to train on and rows to watch, of a known rule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Train">The training rows.</param>
/// <param name="Valid">The validation rows.</param>
internal sealed record DoctorTask(string Name, Dataset<float> Train, Dataset<float> Valid)
{
    /// <summary>The loss that fits it.</summary>
    public required Loss Loss { get; init; }

    /// <summary>The last activation that fits it.</summary>
    public required Activation Last { get; init; }

    /// <summary>The tasks of the first set, on which limits were looked at.</summary>
    public static DoctorTask Of(string name, int rows, ulong seed) => name switch
    {
        "moons" => Binary(name, ToyTasks.Moons<float>(2 * rows, seed, 0.15).Data),
        "spirals" => Binary(name, ToyTasks.Spirals<float>(2 * rows, seed, 0.02, 1).Data),
        "circles" => Binary(name, ToyTasks.Circles<float>(2 * rows, seed, 0.08).Data),
        "gaussians" => Multiclass(name, ToyTasks.Gaussians<float>(2 * rows, seed, 0.35).Data),
        "boxes" => Multiclass(name, FormulaTasks.Multiclass<float>(2 * rows, seed).Data),
        "products" => Regression(name, FormulaTasks.Regression<float>(2 * rows, seed).Data),

        // Those of the second set.
        "checkerboard" => Binary(name, Made(rows, seed, 2, 1, (x, y, _) => y[0] = (Math.Floor(2 * x[0]) + Math.Floor(2 * x[1])) % 2 == 0 ? 1 : 0)),
        "halfspace" => Binary(name, Made(rows, seed, 20, 1, (x, y, noise) => y[0] = x.ToArray().Select((value, i) => value * (i % 3 - 1)).Sum() + (0.5 * noise) > 0 ? 1 : 0)),
        "rings" => Multiclass(name, Made(rows, seed, 2, 3, (x, y, noise) => y[Math.Sqrt((x[0] * x[0]) + (x[1] * x[1])) + (0.05 * noise) is var radius && radius < 0.5 ? 0 : radius < 0.9 ? 1 : 2] = 1)),
        "sectors" => Multiclass(name, Made(rows, seed, 3, 4, (x, y, noise) => y[(x[0] + (0.05 * noise) > 0 ? 2 : 0) + (x[1] * x[2] > 0 ? 1 : 0)] = 1)),
        "friedman" => Regression(name, Made(rows, seed, 8, 1, (x, y, noise) => y[0] = (float)((Math.Sin(Math.PI * x[0] * x[1]) + (x[2] * x[2]) + x[3] + (0.5 * x[4])) + (0.1 * noise)))),
        "waves" => Regression(name, Made(rows, seed, 2, 2, (x, y, noise) => (y[0], y[1]) = ((float)(Math.Sin(3 * x[0]) + (0.1 * noise)), (float)(x[0] * x[1])))),

        // Those of the third set.
        "band" => Binary(name, Made(rows, seed, 2, 1, (x, y, noise) => y[0] = Math.Abs(x[0] + x[1] + (0.05 * noise)) < 0.5 ? 1 : 0)),
        "product" => Binary(name, Made(rows, seed, 3, 1, (x, y, noise) => y[0] = (x[0] * x[1]) + (0.03 * noise) > 0 ? 1 : 0)),
        "quadrants" => Multiclass(name, Made(rows, seed, 2, 4, (x, y, noise) => y[(x[0] + (0.05 * noise) > 0.2 ? 2 : 0) + (x[1] > -0.1 ? 1 : 0)] = 1)),
        "stripes" => Multiclass(name, Made(rows, seed, 3, 3, (x, y, noise) => y[(int)Math.Clamp(Math.Floor(1.5 * (x[0] + x[1] - x[2] + (0.05 * noise) + 1)), 0, 2)] = 1)),
        "saddle" => Regression(name, Made(rows, seed, 4, 1, (x, y, noise) => y[0] = (float)((x[0] * x[0]) - (x[1] * x[1]) + x[2] + (0.1 * noise)))),
        "bump" => Regression(name, Made(rows, seed, 2, 1, (x, y, noise) => y[0] = (float)(Math.Exp(-4 * ((x[0] * x[0]) + (x[1] * x[1]))) + (0.03 * noise)))),
        _ => throw new ArgumentException($"There is no task '{name}'.", nameof(name)),
    };

    /// <summary>The task with other rows, made of its own.</summary>
    public DoctorTask With(Func<Dataset<float>, Dataset<float>> change) => this with { Train = change(Train), Valid = change(Valid) };

    /// <summary>The task with every column of inputs scaled.</summary>
    public DoctorTask Scaled(Func<int, double> factor) => With(rows => Dataset.Create<float>(
        rows.Inputs.ToArray().Select((value, i) => (float)(value * factor(i % rows.InputColumns))).ToArray(), rows.InputColumns, rows.Targets.ToArray(), rows.TargetColumns));

    /// <summary>The task with another target.</summary>
    public DoctorTask Retargeted(Func<float, double> target) => With(rows => Dataset.Create<float>(
        rows.Inputs.ToArray(), rows.InputColumns, rows.Targets.ToArray().Select(value => (float)target(value)).ToArray(), rows.TargetColumns));

    /// <summary>The task with one more column: its first target, with noise.</summary>
    public DoctorTask Leaking(double noise, ulong seed) => With(rows =>
    {
        int width = rows.InputColumns + 1;
        float[] inputs = new float[rows.Rows * width];
        CounterRandom random = new(seed, 77);
        for (int row = 0; row < rows.Rows; row++)
        {
            rows.Inputs.Span.Slice(row * rows.InputColumns, rows.InputColumns).CopyTo(inputs.AsSpan(row * width));
            ReadOnlySpan<float> targets = rows.Targets.Span.Slice(row * rows.TargetColumns, rows.TargetColumns);
            double target = targets.Length == 1 ? targets[0] : targets.IndexOf(targets.ToArray().Max());
            inputs[(row * width) + width - 1] = (float)(target + (noise * random.Normal((ulong)row)));
        }

        return Dataset.Create<float>(inputs, width, rows.Targets.ToArray(), rows.TargetColumns);
    });

    /// <summary>A binary task of which few rows of the first class are left.</summary>
    public DoctorTask Rare(double share) => With(rows =>
    {
        int[] positive = [.. Enumerable.Range(0, rows.Rows).Where(row => rows.Targets.Span[row] == 1)], negative = [.. Enumerable.Range(0, rows.Rows).Where(row => rows.Targets.Span[row] == 0)];
        return rows.Select([.. negative, .. positive.Take(Math.Max(2, (int)(negative.Length * share)))]);
    });

    private static DoctorTask Binary(string name, Dataset<float> rows) => Split(name, rows, new BinaryCrossEntropy(), new Sigmoid());

    private static DoctorTask Multiclass(string name, Dataset<float> rows) => Split(name, rows, new CategoricalCrossEntropy(), new Softmax());

    private static DoctorTask Regression(string name, Dataset<float> rows) => Split(name, rows, new MeanSquaredError(), new Linear());

    private static DoctorTask Split(string name, Dataset<float> rows, Loss loss, Activation last)
    {
        int half = rows.Rows / 2;
        return new DoctorTask(name, rows.Select([.. Enumerable.Range(0, half)]), rows.Select([.. Enumerable.Range(half, rows.Rows - half)])) { Loss = loss, Last = last };
    }

    private delegate void Rule(ReadOnlySpan<float> inputs, Span<float> targets, double noise);

    private static Dataset<float> Made(int rows, ulong seed, int inputs, int targets, Rule rule)
    {
        float[] x = new float[2 * rows * inputs], y = new float[2 * rows * targets];
        CounterRandom uniform = new(seed, 11), normal = new(seed, 12);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (float)uniform.Uniform((ulong)i, -1, 1);
        }

        for (int row = 0; row < 2 * rows; row++)
        {
            rule(x.AsSpan(row * inputs, inputs), y.AsSpan(row * targets, targets), normal.Normal((ulong)row));
        }

        return Dataset.Create<float>(x, inputs, y, targets);
    }
}
