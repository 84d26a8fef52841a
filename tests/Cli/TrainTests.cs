using System.IO.Compression;
using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ToolRun Train(params string[] more) => ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--epochs", "30", "--out", folder["run"], .. more]);

    [Fact]
    public void JsonHasEveryPromisedKey()
    {
        JsonElement json = Train("--json").EndsWith(0).Json();
        Assert.Equal("multiclass", json.GetProperty("task").GetString());
        Assert.Equal(150, json.GetProperty("rows").EnumerateObject().Sum(part => part.Value.GetInt32()));
        Assert.Equal(4, json.GetProperty("features").GetInt32());
        Assert.Equal(30, json.GetProperty("epochs").GetInt32());
        Assert.InRange(json.GetProperty("bestEpoch").GetInt32(), 1, 30);
        Assert.InRange(json.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 0.8, 1);
        Assert.True(json.GetProperty("metrics").TryGetProperty("logLoss", out _));
        Assert.Equal(1, json.GetProperty("seed").GetInt32());
        Assert.True(json.GetProperty("parameters").GetInt64() > 0 && json.GetProperty("seconds").GetDouble() >= 0 && json.GetProperty("notices").GetArrayLength() > 0);
        Assert.True(File.Exists(json.GetProperty("model").GetString()) && File.Exists(json.GetProperty("report").GetString()));
    }

    [Fact]
    public void TheRunFolderHoldsEverythingAndNoLock()
    {
        Train().EndsWith(0);
        Assert.Equal(["history.csv", "metrics.json", "model.safetensors", "report.html"], Directory.EnumerateFileSystemEntries(folder["run"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(31, File.ReadAllLines(folder["run/history.csv"]).Length);
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"]));
        Assert.True(metrics.RootElement.TryGetProperty("confusion", out _));
        Assert.Equal("iris.csv", ModelFile.Load(folder["run/model.safetensors"]).Details["data"]);
    }

    [Fact]
    public void EveryDecisionIsSaidAndHowToOverrideIt()
    {
        ToolRun run = Train().EndsWith(0);
        Assert.All(["--task", "--treat", "--layers", "--optimizer", "--learning-rate", "--epochs", "--batch-size", "--l2", "--test-fraction", "--threads", "petal_width", "adam", "categorical_cross_entropy"], word => Assert.Contains(word, run.Errors, StringComparison.Ordinal));
        Assert.Contains("epoch 30/30", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameSeedGivesTheSameFileOnAnyNumberOfThreads()
    {
        Train("--threads", "1").EndsWith(0);
        byte[] first = File.ReadAllBytes(folder["run/model.safetensors"]);
        Train("--threads", "2", "--force").EndsWith(0);
        Assert.Equal(first, File.ReadAllBytes(folder["run/model.safetensors"]));
    }

    [Fact]
    public void FoldsAreJudgedAndAModelIsSavedOnRequest()
    {
        JsonElement json = Train("--cv", "3", "--json").EndsWith(0).Json();
        Assert.Equal(3, json.GetProperty("folds").GetArrayLength());
        Assert.Equal(json.GetProperty("folds").EnumerateArray().Average(fold => fold.GetProperty("metrics").GetProperty("accuracy").GetDouble()), json.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 12);
        Assert.True(json.GetProperty("deviations").TryGetProperty("accuracy", out _));
        Assert.True(File.Exists(json.GetProperty("model").GetString()));
        Assert.Equal(150, json.GetProperty("rows").GetProperty("train").GetInt32());
    }

    [Fact]
    public void ARegressionTellsTheSizesOfItsErrors()
    {
        string data = folder.Write("line.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{(2 * i) + 1}.5\n")));
        ToolRun run = ToolRun.Of("train", data, "--target", "y", "--layers", "none", "--out", folder["line"]).EndsWith(0);
        Assert.Contains("rmse", run.Output, StringComparison.Ordinal);
        Assert.Contains("Sizes of the errors", run.Output, StringComparison.Ordinal);
    }

    // Faults 1, 2, 3, 13, 17, 25.
    [Theory]
    [InlineData("", "y", "no")]
    [InlineData("x,y\n", "y", "no rows")]
    [InlineData("x,y\n1,a\n", "y", "There is one row with a value of the target")]
    [InlineData("x,y\n1,a\n", "y", "a few are enough to train without validation and test rows (--validation-fraction=0, --test-fraction=0)")]
    [InlineData("x,y\n1,2.5\n", "y", "y")]
    [InlineData("x,y\n1,a\n2,a\n3,a\n", "y", "1 different")]
    [InlineData("x,y\n1,\n2,\n", "y", "no row has a value")]
    [InlineData("x,species\n1,a\n2,b\n", "specis", "Did you mean \"species\"?")]
    public void DataThatCannotBeLearnedFromIsRefused(string text, string target, string expected)
    {
        ToolRun run = ToolRun.Of("train", folder.Write("data.csv", text), "--target", target, "--out", folder["run"]).EndsWith(ExitCode.Usage);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    // Faults 34 and 39: refused, in words without a parameter's name.
    [Theory]
    [InlineData("--learning-rate", "0")]
    [InlineData("--learning-rate", "NaN")]
    [InlineData("--learning-rate", "0,1")]
    [InlineData("--layers", "64,x")]
    [InlineData("--layers", "0")]
    [InlineData("--layers", "1000000,1000000")]
    [InlineData("--epochs", "-1")]
    [InlineData("--test-fraction", "1")]
    [InlineData("--activation", "rellu")]
    [InlineData("--optimizer", "adam:beta3=1")]
    [InlineData("--optimizer", "adam:beta1=2")]
    [InlineData("--treat", "species")]
    [InlineData("--task", "classify")]
    [InlineData("--separator", "::")]
    [InlineData("--memory-limit", "much")]
    [InlineData("--cv", "1")]
    public void OptionsThatCannotBeAreRefused(string name, string value)
    {
        ToolRun run = Train(name, value).EndsWith(ExitCode.Usage);
        Assert.DoesNotContain("Parameter '", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    // Fault 35.
    [Fact]
    public void ALossThatExplodesEndsWithItsPlaceAndOverwritesNothing()
    {
        Train().EndsWith(0);
        byte[] before = File.ReadAllBytes(folder["run/model.safetensors"]);
        ToolRun run = Train("--learning-rate", "1e30", "--force", "--json").EndsWith(ExitCode.TrainingFailed);
        string message = run.Json().GetProperty("error").GetProperty("message").GetString()!;
        Assert.All(["epoch", "batch", "layer", "Try"], word => Assert.Contains(word, message, StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(folder["run/model.safetensors"]));
    }

    // Fault 43: seen before training, not after it.
    [Fact]
    public void APlaceThatCannotBeWrittenIsRefusedBeforeTraining()
    {
        string file = folder.Write("file", "");
        ToolRun below = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", Path.Combine(file, "run")).EndsWith(ExitCode.Usage);
        Assert.DoesNotContain("epoch 1/", below.Errors, StringComparison.Ordinal);
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", file).EndsWith(ExitCode.Usage);
        folder.Write("model.safetensors", "of something else");
        Assert.Contains("holds no run", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", folder.Path, "--force").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    // Fault 44, as seen by the second process; ProcessTests has two real ones.
    [Fact]
    public void AFolderInUseIsRefused()
    {
        Directory.CreateDirectory(folder["run"]);
        using FileStream held = new(folder["run/.lock"], FileMode.Create, FileAccess.Write, FileShare.None);
        Assert.Contains("another run", Train("--force").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    // Fault 23.
    [Fact]
    public void PipesAndCompressedFilesAreRead()
    {
        using (GZipStream gzip = new(File.Create(folder["iris.csv.gz"]), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(ToolRun.Iris));
        }

        ToolRun.Of("train", folder["iris.csv.gz"], "--target", "species", "--epochs", "2", "--out", folder["zipped"]).EndsWith(0);
        ToolRun.With(TerminalInfo.None, File.ReadAllText(ToolRun.Iris), "train", "-", "--target", "species", "--epochs", "2", "--out", folder["piped"]).EndsWith(0);
        Assert.Equal(ModelFile.Load(folder["zipped/model.safetensors"]).Model.GetParameter("layers.0.weight"), ModelFile.Load(folder["piped/model.safetensors"]).Model.GetParameter("layers.0.weight"));
    }

    // Fault 43: a disk that fills up after the model, of which a folder in a file's place is the likeness.
    [Theory]
    [InlineData("history.csv")]
    [InlineData("metrics.json")]
    [InlineData("report.html")]
    public void WhatCannotBeWrittenCostsNeitherModelNorScores(string file)
    {
        Directory.CreateDirectory(folder["run/" + file]);
        ToolRun run = Train("--force").EndsWith(ExitCode.Usage);
        Assert.Contains("accuracy", run.Output, StringComparison.Ordinal);
        Assert.Contains(file, run.Errors, StringComparison.Ordinal);
        Assert.Contains(folder["run/model.safetensors"], run.Errors, StringComparison.Ordinal);
        Assert.Equal(3, ModelFile.Load(folder["run/model.safetensors"]).Model.Outputs);
        Assert.True(Train("--force", "--json").EndsWith(ExitCode.Usage).Json().GetProperty("metrics").TryGetProperty("accuracy", out _));
        Train("--force", "--cv", "2").EndsWith(ExitCode.Usage);
    }

    // Fault 46.
    [Theory]
    [InlineData(40, false)]
    [InlineData(40, true)]
    [InlineData(12, true)]
    [InlineData(1, true)]
    public void NarrowTerminalsAreReadable(int width, bool color)
    {
        ToolRun run = ToolRun.With(new TerminalInfo(width, color), "", "train", ToolRun.Iris, "--target", "species", "--epochs", "5", "--out", folder["run"]).EndsWith(0);
        Assert.Equal(color, (run.Output + run.Errors).Contains('\e', StringComparison.Ordinal));
        if (!color)
        {
            Assert.All((run.Output + run.Errors).Split('\n', '\r'), line => Assert.True(line.Length <= width, line));
        }
    }

    /// <summary>FAULTS 39: no epoch keeps the first weights, which are judged and saved.</summary>
    [Fact]
    public void Fault39_WithoutEpochsTheFirstWeightsAreJudgedAndSaved()
    {
        ToolRun train = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "0", "--out", folder["none"]).EndsWith(0);
        Message.Mentions(train.Errors.ReplaceLineEndings(" "), "Trained 0 epochs", "the weights are those of the beginning, before any training");
        Message.Mentions(train.Output, "accuracy", "Fit: undecided. No epoch was finished");
        Model<float> first = ModelFile.Load(folder["none/model.safetensors"]).Model, plan = TableTrainer.Prepare(Table.Read(ToolRun.Iris), ["species"], new TableOptions { Epochs = 0 }).Model;
        Assert.Equal(plan.GetParameter("layers.0.weight"), first.GetParameter("layers.0.weight"));
        ToolRun.Of("evaluate", folder["none"], ToolRun.Iris).EndsWith(0);
        Message.Mentions(ToolRun.Of("inspect", folder["none"]).EndsWith(0).Output, "epochs: 0 of at most 0");
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "0", "--ensemble", "average:count=2", "--cv", "2").EndsWith(0);
        ToolRun.Of("retrain", folder["none"], ToolRun.Iris, "--epochs", "0", "--out", folder["again"]).EndsWith(0);
        Assert.Equal(first.GetParameter("layers.0.weight"), ModelFile.Load(folder["again/model.safetensors"]).Model.GetParameter("layers.0.weight"));
    }
}
