using System.Text.Json;

namespace Descent.Tests.Cli.Verbs;

/// <summary>Training that starts from a saved run: with new rows, with another target, and what is refused.</summary>
public sealed class RetrainVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ARunGoesOnWithNewRowsAndTheOldOneStays()
    {
        string run = Run();
        byte[] before = File.ReadAllBytes(folder["run/model.safetensors"]);
        ToolRun retrain = ToolRun.Of("retrain", run, ToolRun.Iris, "--epochs", "5", "--seed", "5", "--out", folder["next"]).EndsWith(0);
        Assert.Contains("Before and after, on 30 rows that were kept from training", retrain.Output, StringComparison.Ordinal);
        Assert.Contains("were among the training rows of the model before", retrain.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Message.Mentions(retrain.Errors.ReplaceLineEndings("\n"), "Training starts from a trained model", "the optimizer starts anew", "task: multiclass, as of the model\n", "(--epochs)");
        Assert.DoesNotContain("set by you", retrain.Errors, StringComparison.Ordinal);
        Assert.DoesNotMatch("--(task|layers|loss|optimizer|l2|treat)", retrain.Errors);
        Assert.Contains("as of the model", File.ReadAllText(folder["next/report.html"]), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["run/model.safetensors"]));
        Assert.NotEqual(before, File.ReadAllBytes(folder["next/model.safetensors"]));
        Assert.Contains("not empty", ToolRun.Of("retrain", run, ToolRun.Iris, "--out", folder["run"]).EndsWith(2).Errors, StringComparison.Ordinal);

        JsonElement json = ToolRun.Of("retrain", run, ToolRun.Iris, "--epochs", "5", "--learning-rate", "0.0001", "--layer-rates", "0.5", "--force", "--out", folder["next"], "--json").EndsWith(0).Json();
        double old = ToolRun.Of("evaluate", run, ToolRun.Iris, "--json").EndsWith(0).Json().GetProperty("metrics").GetProperty("accuracy").GetDouble();
        Assert.InRange(json.GetProperty("metricsBefore").GetProperty("accuracy").GetDouble(), old - 0.1, 1);

        // Small steps change little.
        double was = json.GetProperty("metricsBefore").GetProperty("accuracy").GetDouble();
        Assert.InRange(json.GetProperty("metrics").GetProperty("accuracy").GetDouble(), was - 0.1, was + 0.1);
        Assert.Equal(5, json.GetProperty("epochs").GetInt32());
    }

    /// <summary>The example of docs/transfer.md.</summary>
    [Fact]
    public void ASmallRiseOfASmallLossIsNotDiverging()
    {
        string[] rows = [.. File.ReadAllLines(ToolRun.Iris).Where(line => !line.EndsWith("virginica", StringComparison.Ordinal))];
        string[] Half(int half) => [.. rows.Where((_, i) => i == 0 || i % 2 == half)];
        string low = folder.Write("low.csv", string.Join('\n', Half(0))), more = folder.Write("more.csv", string.Join('\n', Half(1)));
        ToolRun.Of("train", low, "--target", "species", "--effort", "quick", "--out", folder["low"]).EndsWith(0);
        ToolRun run = ToolRun.Of("retrain", folder["low"], more, "--learning-rate", "0.0001", "--out", folder["more"]).EndsWith(0);
        Assert.DoesNotContain("diverging", run.Output, StringComparison.OrdinalIgnoreCase);
        Message.Mentions(run.Errors.ReplaceLineEndings(" "), "The positive class is \"versicolor\", as in the model (25 of 50 rows)");
    }

    [Fact]
    public void LabelsThatTheModelDoesNotKnowNeedANewHead()
    {
        string run = Run(), orchids = folder["orchids.csv"];
        File.WriteAllText(orchids, File.ReadAllText(ToolRun.Iris).Replace("setosa", "orchid", StringComparison.Ordinal));
        Message.Mentions(ToolRun.Of("retrain", run, orchids, "--out", folder["a"]).EndsWith(2).Errors.ReplaceLineEndings(" "), "does not know the label \"orchid\"", "--from", "--new-head");
        Message.Mentions(ToolRun.Of("train", orchids, "--target", "species", "--from", run, "--out", folder["b"]).EndsWith(2).Errors, "does not know the label \"orchid\"", "(--new-head)");
        ToolRun train = ToolRun.Of("train", orchids, "--target", "species", "--from", run, "--new-head", "--freeze", "1", "--epochs", "5", "--out", folder["c"]).EndsWith(0);
        Message.Mentions(train.Errors.ReplaceLineEndings(" "), "the first of 2 layers stays as it is");
        Assert.Contains("orchid", ToolRun.Of("predict", folder["c"], orchids).EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void LayersAreTrainedFromTheirEpochOn()
    {
        string run = Run();
        ToolRun train = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--from", run, "--freeze", "1", "--unfreeze", "2", "--layer-rates", "0.4", "--epochs", "3", "--cv", "3").EndsWith(0);
        Message.Mentions(train.Errors.ReplaceLineEndings(" "), "begin frozen, and one more is trained after every 2 epochs", "is 0.4 times that of the next one", "3/3 folds trained");
    }

    [Fact]
    public void OptionsWithoutTheirModelAreRefused()
    {
        foreach (string[] options in (string[][])[["--freeze", "1"], ["--new-head"], ["--member", "1"], ["--layer-rates", "0.5"]])
        {
            Message.Mentions(ToolRun.Of(["train", ToolRun.Iris, "--target", "species", .. options, "--out", folder["x"]]).EndsWith(2).Errors, $"{options[0]} is about the model of --from");
        }

        string run = Run();
        Message.Mentions(ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--from", run, "--unfreeze", "2", "--out", folder["x"]).EndsWith(2).Errors, "--freeze");
        Message.Mentions(ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--from", run, "--member", "2", "--out", folder["x"]).EndsWith(2).Errors, "--member is 2");
        Message.Mentions(ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--from", run, "--layers", "4", "--out", folder["x"]).EndsWith(2).Errors, "--layers", "--from");
        Message.Mentions(ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--from", run, "--freeze", "2", "--out", folder["x"]).EndsWith(2).Errors, "2 layers cannot be frozen", "--freeze");
        Message.Mentions(ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--from", run, "--max-categories", "2", "--out", folder["x"]).EndsWith(2).Errors.ReplaceLineEndings(" "), "encodes the inputs as the model does", "(--max-categories, or --from)");
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--from", run, "--freeze", "0", "--epochs", "1", "--out", folder["free"]).EndsWith(0);
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--recipe", "linear", "--out", folder["average"]).EndsWith(0);
        Message.Mentions(ToolRun.Of("retrain", folder["average"], ToolRun.Iris, "--out", folder["x"]).EndsWith(2).Errors, "combines 15 networks");
    }

    /// <summary>Few rows of whole numbers would be a regression; the model's task is kept unless --task says otherwise.</summary>
    [Theory]
    [InlineData("multiclass", 5, "multiclass", 3)]
    [InlineData("multiclass", 5, "binary", 2)]
    [InlineData("binary", 2, "multiclass", 3)]
    [InlineData("regression", 5, "regression", 3)]
    [InlineData("counts", 5, "counts", 3)]
    public void TheTaskOfTheModelIsKept(string task, int labels, string expected, int newLabels)
    {
        string data = folder.Write("all.csv", Digits(200, labels)), few = folder.Write("few.csv", Digits(40, newLabels));
        ToolRun.Of("train", data, "--target", "y", "--task", task, "--layers", "4", "--epochs", "2", "--out", folder["first"]).EndsWith(0);
        Assert.Equal(newLabels == 2 ? "binary" : "regression", Task());
        Assert.Equal(expected, Task("--from", folder["first"], "--new-head"));
        Assert.Equal("regression", Task("--from", folder["first"], "--new-head", "--task", "regression"));
        ToolRun train = ToolRun.Of("train", few, "--target", "y", "--from", folder["first"], "--new-head", "--epochs", "1", "--force", "--out", folder["next"]).EndsWith(0);
        Message.Mentions(train.Errors.ReplaceLineEndings(" "), $"task: {expected}, as of the model (--task)");
        if (newLabels <= labels)
        {
            Assert.Equal(task, Task("--from", folder["first"]));
            Assert.Equal(task, ToolRun.Of("retrain", folder["first"], few, "--epochs", "1", "--force", "--out", folder["next"], "--json").EndsWith(0).Json().GetProperty("task").GetString());
        }
        else
        {
            Message.Mentions(ToolRun.Of("train", few, "--target", "y", "--from", folder["first"], "--out", folder["x"]).EndsWith(2).Errors, "does not know the label \"2\"");
        }

        string? Task(params string[] options) => ToolRun.Of(["train", few, "--target", "y", .. options, "--epochs", "1", "--force", "--out", folder["next"], "--json"]).EndsWith(0).Json().GetProperty("task").GetString();
    }

    /// <summary>Thirty different numbers are no labels of a new head, and words are no numbers.</summary>
    [Fact]
    public void ATargetThatCannotHaveTheTaskOfTheModelHasItsOwn()
    {
        string data = folder.Write("all.csv", Digits(200, 5)), many = folder.Write("many.csv", Digits(40, 30)), words = folder.Write("words.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7}.5,{i % 11},{(i % 3 == 0 ? "p" : "q")}\n")));
        ToolRun.Of("train", data, "--target", "y", "--layers", "4", "--epochs", "2", "--out", folder["labels"]).EndsWith(0);
        ToolRun.Of("train", data, "--target", "y", "--task", "regression", "--layers", "4", "--epochs", "2", "--out", folder["numbers"]).EndsWith(0);
        Assert.Equal("regression", ToolRun.Of("train", many, "--target", "y", "--from", folder["labels"], "--new-head", "--epochs", "1", "--out", folder["a"], "--json").EndsWith(0).Json().GetProperty("task").GetString());
        Assert.Equal("binary", ToolRun.Of("train", words, "--target", "y", "--from", folder["numbers"], "--new-head", "--epochs", "1", "--out", folder["b"], "--json").EndsWith(0).Json().GetProperty("task").GetString());
    }

    private static string Digits(int rows, int labels) => "a,b,y\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i * 37 % 101}.5,{i * 53 % 97},{i % labels}\n"));

    private string Run()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "8", "--epochs", "40", "--out", folder["run"]).EndsWith(0);
        return folder["run"];
    }
}
