using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Formats.Onnx;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli.Verbs;

/// <summary>Export and import of ONNX files from the command line.</summary>
public class ExchangeVerbTests
{
    private static string Sklearn => Path.Combine(Checkout.Root, "tests", "Goldens", "onnx", "sklearn_classes.onnx");

    [Fact]
    public void AnExportedRunPredictsTheSame()
    {
        using TemporaryFolder folder = new();
        string run = folder["run"], file = folder["iris.onnx"];
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "6", "--epochs", "3", "--out", run).EndsWith(0);
        JsonElement json = ToolRun.Of("export", run, "--onnx", file, "--opset", "15", "--json").EndsWith(0).Json().GetProperty("files")[0];
        Assert.Equal(["sepal_length", "sepal_width", "petal_length", "petal_width"], json.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("name").GetString()));
        Assert.Equal(new FileInfo(file).Length, json.GetProperty("bytes").GetInt64());
        TableModel model = ModelFile.Load(Path.Combine(run, "model.safetensors"));
        Table iris = Table.Read(ToolRun.Iris);
        using OnnxRun onnx = new(File.ReadAllBytes(file));
        Assert.Equal(model.Predict(iris).Labels(), onnx.Predict(model, iris).Texts["label"]);

        Assert.Contains("Choose another file with --onnx", ToolRun.Of("export", run, "--onnx", file).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        string screen = ToolRun.With(new TerminalInfo(80, Color: false), "", "export", run, "--onnx", file, "--force", "--double").EndsWith(0).Output;
        Assert.Contains("double", screen, StringComparison.Ordinal);
        Assert.All(screen.Split('\n'), line => Assert.True(line.Length <= 80, line));
        foreach ((string[] options, Type type) in ((string[], Type)[])[([], typeof(double)), (["--single"], typeof(float)), (["--single", "--double"], typeof(double))])
        {
            ToolRun.Of(["export", run, "--onnx", file, "--force", .. options]).EndsWith(0);
            using OnnxRun written = new(File.ReadAllBytes(file));
            Assert.Equal(type, written.Inputs["petal_width"].ElementType);
        }

        Assert.Contains("--onnx", ToolRun.Of("export", run).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("would be overwritten", ToolRun.Of("export", run, "--onnx", Path.Combine(run, "model.safetensors"), "--force").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--csharp", ToolRun.Of("export", run, "--onnx", file, "--style", "net10").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("from 13 to 21", ToolRun.Of("export", run, "--onnx", file, "--opset", "12").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AnImportedNetworkIsAModelFile()
    {
        using TemporaryFolder folder = new();
        string model = folder["flowers.safetensors"];
        JsonElement json = ToolRun.Of("import", Sklearn, "--columns", "sepal_length,sepal_width,petal_length,petal_width", "--target", "species", "--out", model, "--json").EndsWith(0).Json();
        Assert.Equal(["setosa", "versicolor", "virginica"], json.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.StartsWith("prediction,probability_setosa", ToolRun.Of("predict", model, ToolRun.Iris).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("any number", ToolRun.Of("inspect", model).EndsWith(0).Output, StringComparison.Ordinal);
        string again = folder["again.onnx"];
        ToolRun.Of("export", model, "--onnx", again).EndsWith(0);
        using OnnxRun onnx = new(File.ReadAllBytes(again));
        TableModel loaded = ModelFile.Load(model);
        Assert.Equal(loaded.Predict(Table.Read(ToolRun.Iris)).Labels(), onnx.Predict(loaded, Table.Read(ToolRun.Iris)).Texts["label"]);

        Assert.Contains("exists", ToolRun.Of("import", Sklearn, "--out", model).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("(--columns)", ToolRun.Of("import", Sklearn, "--columns", "a,b", "--out", model, "--force").EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("(--labels)", ToolRun.Of("import", Sklearn, "--labels", "a,b", "--out", model, "--force").EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("ONNX format", ToolRun.Of("import", ToolRun.Iris, "--out", folder["x.safetensors"]).EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["x.safetensors"]));
    }

    [Fact]
    public void WeightsReplaceThoseOfAModel()
    {
        using TemporaryFolder folder = new();
        string run = folder["run"], other = folder["other"], weights = folder["weights.npz"], model = folder["model.safetensors"];
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "6", "--epochs", "3", "--out", run).EndsWith(0);
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "6", "--epochs", "5", "--out", other).EndsWith(0);
        Assert.Equal(weights, ToolRun.Of("export", run, "--npz", weights, "--json").EndsWith(0).Json().GetProperty("files")[0].GetProperty("file").GetString());
        ToolRun.Of("import", weights, "--into", other, "--out", model).EndsWith(0);
        Assert.Equal(ToolRun.Of("predict", run, ToolRun.Iris).EndsWith(0).Output, ToolRun.Of("predict", model, ToolRun.Iris).EndsWith(0).Output);

        Assert.Contains("--into", ToolRun.Of("import", weights, "--out", model, "--force").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--out", ToolRun.Of("import", weights, "--into", other).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--columns", ToolRun.Of("import", weights, "--into", other, "--columns", "a", "--out", model, "--force").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--layout", ToolRun.Of("import", Sklearn, "--layout", "keras", "--out", folder["x.safetensors"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("would be overwritten", ToolRun.Of("import", weights, "--into", other, "--out", Path.Combine(other, "model.safetensors"), "--force").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }
}
