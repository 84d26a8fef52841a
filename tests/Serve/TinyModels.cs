using System.Globalization;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Serve;

/// <summary>Models of every task for a small table. Their weights are as they were drawn: what is served is compared with what is
/// predicted, and for that they need no training.</summary>
internal static class TinyModels
{
    public static readonly string[] Names = ["binary", "multiclass", "multilabel", "regression", "regressions", "counts", "quantiles"];

    /// <summary>Rows with a number, a column with a missing value, a category and a date, and several targets.</summary>
    public static string Csv { get; } = "size,weight kg,color,day,yes,kind,hot,price,tax,visits\n" + string.Concat(Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"{i * 0.37:0.##},{(i % 9 == 4 ? "" : $"{200 - (i * i)}")},{(i % 3 == 0 ? "rot" : i % 3 == 1 ? "grün" : "blau")},2024-{1 + (i % 12):00}-{1 + (i % 28):00},{(i % 5 < 2 ? "yes" : "no")},{"abc"[i % 3]},{i % 2},{(i * 3.25) - 11},{i * i / 7.0:R},{i % 6}\n")));

    public static TableModel Model(string name, ulong seed = 1, string? csv = null)
    {
        (string[] targets, TaskKind task) = name switch
        {
            "binary" => ((string[])["yes"], TaskKind.Binary),
            "multiclass" => (["kind"], TaskKind.Multiclass),
            "multilabel" => (["yes", "hot"], TaskKind.Multilabel),
            "regressions" => (["price", "tax"], TaskKind.Regression),
            "counts" => (["visits"], TaskKind.Counts),
            _ => (["price"], TaskKind.Regression),
        };
        Table table = Table.Parse(csv ?? Csv);
        Dictionary<string, ColumnKind> kinds = new[] { "yes", "kind", "hot", "price", "tax", "visits" }.Except(targets).ToDictionary(column => column, _ => ColumnKind.Ignored);
        Schema schema = Schema.Infer(table, targets, new SchemaOptions { Task = task, Kinds = kinds });
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, rows);
        double[]? levels = name == "quantiles" ? [0.1, 0.5, 0.9] : null;
        int outputs = preprocessor.OutputNames.Count * (levels?.Length ?? 1);
        Activation last = task switch { TaskKind.Multiclass => new Softmax(), TaskKind.Binary or TaskKind.Multilabel => new Sigmoid(), TaskKind.Counts => new Exponential(), _ => new Linear() };
        Network network = [new Dense(5, new Tanh()), new Dense(outputs, last)];
        double[] errors = [.. Enumerable.Range(0, 60).Select(i => (i - 30) / 7.0)];
        return new TableModel([new TableMember(network.Build<float>(preprocessor.InputNames.Count, seed))], preprocessor, quantiles: levels)
        {
            Training = new TrainingSummary([.. preprocessor.Schema.Targets.Select(target => new TargetSummary([.. target.Labels.Select(_ => 1.0)], 0, 0))]) { Features = ColumnDistribution.Of(preprocessor, table, rows) },
            Intervals = task == TaskKind.Regression && levels is null ? new PredictionIntervals([.. targets.Select(_ => (ErrorPart[])[new ErrorPart(0, 60, errors)])]) : null,
        };
    }

    /// <summary>Saves a model in a folder.</summary>
    public static string Save(TemporaryFolder folder, string name, ulong seed = 1)
    {
        ModelFile.Save(folder[$"{name}.safetensors"], Model(name, seed));
        return folder[$"{name}.safetensors"];
    }
}
