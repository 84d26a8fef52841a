using System.Globalization;
using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

public class TableMemoryTests
{
    private const int Rows = 2000, Levels = 400;

    // 2000 rows of two texts with 400 levels each are 16 kB of text and 800 inputs, 6.4 MB.
    private static readonly string s_text = "a,b,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"a{i % Levels},b{i / 3 % Levels},{i % 2}\n")));

    [Fact]
    public void TheNumbersAreCountedBeforeAnyIsMade()
    {
        TableOptions options = new() { Preprocessing = new PreprocessorOptions { MaximumCategories = Levels, MinimumCategoryRows = 1 }, Layers = [], Epochs = 1, TestFraction = 0, ValidationFraction = 0 };
        Table table = Table.Parse(s_text, options: new CsvOptions { MemoryLimit = 5_000_000 });
        _ = Schema.Infer(table, ["y"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        DataException fault = Assert.Throws<DataException>(() => TableTrainer.Prepare(table, ["y"], options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
        Assert.Contains("6.1 MiB of memory when encoded (2,000 rows of 800 inputs and 1 target", fault.Explanation, StringComparison.Ordinal);
        Assert.Contains("the limit is 4.8 MiB", fault.Explanation, StringComparison.Ordinal);
        Assert.Equal([nameof(CsvOptions.MemoryLimit), nameof(PreprocessorOptions.MaximumCategories)], fault.Remedies.Take(2).Select(remedy => remedy.Setting));
        Assert.Equal(800, TableTrainer.Prepare(Table.Parse(s_text, options: new CsvOptions { MemoryLimit = 7_000_000 }), ["y"], options).Preprocessor.InputNames.Count);
    }

    [Fact]
    public void ATableToJudgeByIsCountedToo()
    {
        TableOptions options = new() { Preprocessing = new PreprocessorOptions { MaximumCategories = Levels, MinimumCategoryRows = 1 }, Layers = [], Epochs = 1, Test = Table.Parse(s_text) };
        Table table = Table.Parse(s_text, options: new CsvOptions { MemoryLimit = 7_000_000 });
        Assert.Contains("4,000 rows", Assert.Throws<DataException>(() => TableTrainer.Prepare(table, ["y"], options)).Message, StringComparison.Ordinal);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [.. Enumerable.Range(0, Rows)], options.Preprocessing);
        Assert.Throws<DataException>(() => preprocessor.TransformInputs<double>(table));
        Assert.Throws<DataException>(() => preprocessor.Transform<double>(table, [.. Enumerable.Range(0, Rows)]));
    }

    [Fact]
    public void ABatchThatCannotFitIsRefusedBeforeItIsAllocated()
    {
        // 65,536 rows of a million neurons are 256 GiB and their gradients as much.
        Network network = [new Dense(1_000_000), new Dense(1)];
        Model<float> model = network.Build<float>(1, seed: 1);
        Dataset<float> data = Dataset.Create<float>(new float[1 << 16], 1, new float[1 << 16], 1);
        DataException fault = Assert.Throws<DataException>(() => model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(0.1), Epochs = 1, BatchSize = 1 << 16 }));
        Assert.Contains("batches of 65536", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheToolEndsWith2AndNumbers()
    {
        using TemporaryFolder folder = new();
        string data = folder.Write("data.csv", s_text);
        ToolRun run = ToolRun.Of("train", data, "--target", "y", "--max-categories", "400", "--min-category-rows", "1", "--memory-limit", "5MB", "--test-fraction", "0", "--out", folder["run"]).EndsWith(2);
        Assert.Contains("2,000 rows of 800 inputs", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Internal", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void DifferentTextsAreCountedWhileTheyAreCollected()
    {
        string text = "name,y\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"n{i},{i % 2}\n")));
        SchemaOptions options = new() { Kinds = new Dictionary<string, ColumnKind> { ["name"] = ColumnKind.Categorical } };
        DataException fault = Assert.Throws<DataException>(() => Schema.Infer(Table.Parse(text, options: new CsvOptions { MemoryLimit = 5_000_000 }), ["y"], options));
        Message.Mentions(fault.Explanation, "Column \"name\"", "different texts or more", "together with the table", "the limit is 4.8 MiB");
        Assert.Equal([nameof(CsvOptions.MemoryLimit), nameof(SchemaOptions.Ignore)], fault.Remedies.Select(remedy => remedy.Setting));
        Assert.Equal(ColumnKind.Categorical, Schema.Infer(Table.Parse(text, options: new CsvOptions { MemoryLimit = 20_000_000 }), ["y"], options).Columns[0].Kind);
    }
}
