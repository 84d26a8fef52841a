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

    private string Run()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "8", "--epochs", "40", "--out", folder["run"]).EndsWith(0);
        return folder["run"];
    }
}
