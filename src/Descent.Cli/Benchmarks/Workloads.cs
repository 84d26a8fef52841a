namespace Descent.Cli.Benchmarks;

/// <summary>All workloads, by name. A new workload is one row here, and one in the tables of the peers.</summary>
internal static class Workloads
{
    private static readonly TrainingWorkload s_w1a = Small("W1a", "4-12-12-3 prelu, sigmoid, BCE; momentum, L2; batch 64", new PRelu(), new Sigmoid(), new BinaryCrossEntropy(), TargetKind.Labels);
    private static readonly TrainingWorkload s_w2 = Classifier("W2", [128, 64], batch: 64, batches: 32);
    private static readonly TrainingWorkload s_w3 = Classifier("W3", [1024, 1024], batch: 256, batches: 4);

    /// <summary>Training and prediction, in the order of the results.</summary>
    public static IReadOnlyList<Workload> Networks { get; } =
    [
        s_w1a,
        Small("W1b", "4-12-12-3 swish with learned β, softmax, CCE; momentum, L2; batch 64", new Swish(Learnable: true), new Softmax(), new CategoricalCrossEntropy(), TargetKind.Classes),
        Small("W1c", "4-12-12-3 prelu, linear, MSE; momentum, L2; batch 64", new PRelu(), new Linear(), new MeanSquaredError(), TargetKind.Numbers),
        Small("W1leaky", "4-12-12-3 leaky_relu, sigmoid, BCE; momentum; batch 64", new LeakyRelu(0.01), new Sigmoid(), new BinaryCrossEntropy(), TargetKind.Labels, l2: 0),
        new EpochWorkload("W1epoch", "an epoch of 40,000 rows of W1a with shuffling, through Fit", s_w1a, 40_000),
        s_w2,
        Classifier("W2b32", [128, 64], batch: 32, batches: 64),
        s_w3,
        Normalized("W4", dropout: 0.1),
        Normalized("W4b", dropout: 0),
        new PredictionWorkload("W5a", "prediction for one row, 4-12-12-3 of W1a", s_w1a, 1),
        new PredictionWorkload("W5b", "prediction for one row, 784-128-64-10 of W2", s_w2, 1),
        new PredictionWorkload("W5c", "predictions for 1024 rows, 784-1024-1024-10 of W3", s_w3, 1024),
        new ManyWorkload("W6", "100 networks of W1a side by side, each 100 epochs of 1,000 rows", s_w1a, Networks: 100, RowCount: 1000, Epochs: 100),
    ];

    /// <summary>Products of square matrices.</summary>
    public static IReadOnlyList<Workload> Products { get; } =
        [.. new[] { 8, 16, 24, 32, 48, 64, 80, 96, 128, 256, 512, 1024 }.Select(size => new ProductWorkload(size))];

    /// <summary>Series in which one thing grows or changes. A series is named after it, and its members after its sizes or names.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Workload>> Series { get; } = new Dictionary<string, IReadOnlyList<Workload>>(StringComparer.Ordinal)
    {
        ["width"] = [.. new[] { 16, 32, 64, 128, 256, 512, 1024, 2048, 4096 }.Select(width => Grown("width", width, width, 2, 256))],
        ["depth"] = [.. new[] { 1, 2, 4, 8, 16, 32, 64 }.Select(depth => Grown("depth", depth, 128, depth, 256))],
        ["batch"] = [.. new[] { 1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536 }.Select(batch => Grown("batch", batch, 256, 2, batch))],
        ["rows"] = [.. new[] { 1_000, 10_000, 100_000, 1_000_000, 10_000_000 }.Select(rows => new EpochWorkload($"rows-{rows}", $"an epoch of {rows:N0} rows of W1a", s_w1a, rows))],
        ["optimizers"] = [.. Catalogue.Of(CatalogueKind.Optimizer).Where(entry => entry.Example is not FullBatchOptimizer).Select(entry => LikeW2(entry) with { Options = s_w2.Options with { Optimizer = (Optimizer)entry.Example } })],
        ["activations"] = [.. Catalogue.Of(CatalogueKind.Activation).Where(entry => entry.Example is not (Step or Softmax or LogSoftmax))
            .Select(entry => LikeW2(entry) with { Network = Classes([128, 64], (Activation)entry.Example) })],
    };

    private static IEnumerable<Workload> Everything => Networks.Concat(Products).Concat(Series.Values.SelectMany(series => series));

    /// <summary>The workloads of a list such as <c>W1a,W3</c>; <c>all</c> means every network, <c>gemm</c> every product, <c>scaling</c> those that grow.</summary>
    /// <exception cref="UsageException">If a name is unknown.</exception>
    public static IReadOnlyList<Workload> Named(string list) =>
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(One).Distinct()];

    private static IEnumerable<Workload> One(string name) => name.ToUpperInvariant() switch
    {
        "ALL" => Networks,
        "GEMM" => Products,
        "SCALING" => Series.Where(series => series.Key is "width" or "depth" or "batch" or "rows").SelectMany(series => series.Value),
        _ when Series.FirstOrDefault(series => series.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { } series => series,
        _ => [Everything.FirstOrDefault(workload => workload.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"There is no workload '{name}'. {Wording.Hint(name, [.. Everything.Select(workload => workload.Name), .. Series.Keys, "all", "gemm", "scaling"])}")],
    };

    private static TrainingWorkload LikeW2(CatalogueEntry entry) => s_w2 with { Name = $"W2-{entry.Name}", Description = $"{s_w2.Description}, but {entry.Name}" };

    // As many batches as fill about a megabyte, so that small batches do not find their rows in the first-level cache.
    private static TrainingWorkload Grown(string series, int size, int width, int depth, int batch) => new(
        $"{series}-{size}", $"{depth} hidden layers of {width} relu, as many inputs, 10 outputs, softmax, CCE; Adam; batch {batch}", width,
        Classes([.. Enumerable.Repeat(width, depth)], new Relu()), TargetKind.Classes, AdamOptions(batch), Math.Clamp((1 << 18) / (width * batch), 1, 64), ProofSteps: 2);

    private static TrainingWorkload Small(string name, string description, Activation hidden, Activation output, Loss loss, TargetKind targets, double l2 = 1e-4) => new(
        name, description, 4, [new Dense(12, hidden), new Dense(12, hidden), new Dense(3, output)], targets,
        new TrainingOptions { Loss = loss, Optimizer = new Momentum(0.06, 0.75), Regularizer = l2 > 0 ? new L2(l2) : null, BatchSize = 64 },
        Batches: 64, ProofSteps: 100);

    private static TrainingWorkload Classifier(string name, int[] widths, int batch, int batches) => new(
        name, $"784-{string.Join('-', widths)}-10 relu, softmax, CCE; Adam; batch {batch}", 784, Classes(widths, new Relu()), TargetKind.Classes, AdamOptions(batch), batches, ProofSteps: 8);

    private static Network Classes(int[] widths, Activation hidden) => Network.Create([.. widths.Select(width => new Dense(width, hidden)), new Dense(10, new Softmax())]);

    private static TrainingOptions AdamOptions(int batch) => new() { Loss = new CategoricalCrossEntropy(), Optimizer = new Adam(), BatchSize = batch };

    // Every peer draws its own dropout masks, so only without dropout can they compute the same loss.
    private static TrainingWorkload Normalized(string name, double dropout)
    {
        Layer[] block = [new Dense(256), new BatchNormalization(), new Relu(), .. dropout > 0 ? [new Dropout(dropout)] : Array.Empty<Layer>()];
        return new(
            name, $"64-256-256-256-1 batch normalization, relu, {(dropout > 0 ? $"dropout {dropout}" : "no dropout")}; sigmoid, BCE; AdamW; batch 256", 64,
            Network.Create([.. block, .. block, .. block, new Dense(1, new Sigmoid())]), TargetKind.Labels,
            new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new AdamW(), BatchSize = 256 },
            Batches: 16, ProofSteps: 8);
    }
}
