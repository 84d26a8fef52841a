using Descent.Cli.Reports;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Tests.Cli.Reports;

/// <summary>Reports as real runs would make them.</summary>
internal static class SampleReports
{
    private static readonly CounterRandom s_noise = new(3, Streams.Synthetic);

    public static RunReport Classification(int classes = 3) => new()
    {
        Title = "Iris species from four measurements",
        Task = "classification of species",
        Created = new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.FromHours(1)),
        Facts =
        [
            new("File", "samples/data/iris.csv, 150 rows, 5 columns, separated by commas"),
            new("Target", "species, 3 classes (setosa, versicolor, virginica), because its values are words"),
            new("Features", "4 numeric, standardized with the mean and deviation of the training rows"),
            new("Split", "105 training, 22 validation, 23 test rows, stratified by class, seed 1"),
        ],
        Notices =
        [
            Notice.Warning("Only 22 rows are left for validation, so the best epoch is uncertain.", Remedy.FromAdvice("Use --folds 5 to judge with every row.")),
            Notice.Information("The column id has a different value in every row and was left out."),
        ],
        Network = [new("inputs", 4), new("PReLU", 12), new("PReLU", 12), new("Softmax", 3)],
        Layers = [new("Dense + PReLU", "4 → 12", 61), new("Dense + PReLU", "12 → 12", 157), new("Dense + Softmax", "12 → 3", 39)],
        Scores = [new("Accuracy", 0.956521739), new("Log loss", 0.0871), new("Macro F1", 0.9554), new("Matthews correlation", 0.9361)],
        Losses = Losses(200, 1.1, 0.02),
        BestEpoch = 121,
        Confusion = Confusion(classes),
        Settings = [new("Optimizer", "Adam, rate 0.01"), new("Batch size", "32"), new("Epochs", "200, stopped when 40 bring nothing better"), new("Seed", "1")],
    };

    public static RunReport Regression() => new()
    {
        Title = "Bicycle rentals per hour",
        Task = "regression of casual and registered",
        Created = new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero),
        Network = [new("inputs", 57), new("ReLU", 128), new("ReLU", 64), new("ReLU", 8), new("Identity", 2)],
        Layers = [new("Dense + ReLU", "57 → 128", 7424), new("Dense + ReLU", "128 → 64", 8256), new("Dense + ReLU", "64 → 8", 520), new("Dense", "8 → 2", 18)],
        Scores = [new("R²", 0.912, 0.013), new("Root mean squared error", 41.7, 2.9), new("Mean absolute error", 27.31, 1.4)],
        Losses = Losses(40, 31000, 1700),
        BestEpoch = 38,
        Folds = new FoldTable(["R²", "RMSE", "MAE"], [[0.91, 41.2, 27.1], [0.92, 39.8, 26], [0.898, 45.5, 29.2], [0.921, 40.9, 26.9], [0.909, 41.1, 27.4]]),
        Scatters = [Scatter("casual", 5000, 80), Scatter("registered", 800, 300)],
        Settings = [new("Optimizer", "Momentum 0.9, rate 0.001"), new("Batch size", "64")],
    };

    public static EpochRecord Epoch(int epoch, double loss, double? validation = null) => new(epoch, loss, validation, 0.1, 1, new Dictionary<string, double>());

    public static EpochRecord[] Losses(int epochs, double start, double end) => [.. Enumerable.Range(1, epochs).Select(epoch =>
    {
        double decay = Math.Exp(-5.0 * epoch / epochs), wobble = 1 + (0.04 * s_noise.Normal((ulong)epoch));
        double train = end + ((start - end) * decay);
        return Epoch(epoch, train * wobble, (train * 1.05 * wobble) + (end * 1.5 * Math.Pow((double)epoch / epochs, 2)));
    })];

    private static ConfusionTable Confusion(int classes)
    {
        string[] names = ["setosa", "versicolor", "virginica"];
        return new ConfusionTable(
            [.. Enumerable.Range(0, classes).Select(i => i < 3 ? names[i] : $"a long class {i}")],
            [.. Enumerable.Range(0, classes).Select(i => (IReadOnlyList<long>)[.. Enumerable.Range(0, classes).Select(j =>
                i == j ? 40L - i : s_noise.Below((ulong)((i * 100) + j), 5) == 0 ? 3L : 0L)])]);
    }

    private static ScatterSeries Scatter(string name, int count, double size)
    {
        double[] actual = [.. Enumerable.Range(0, count).Select(i => size * Math.Abs(s_noise.Normal((ulong)i)))];
        return new ScatterSeries(name, actual, [.. actual.Select((value, i) => (value * 0.93) + (size * 0.2 * s_noise.Normal((ulong)(i + 10_000))))]);
    }
}
