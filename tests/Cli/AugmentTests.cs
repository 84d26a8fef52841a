using System.Text.Json;
using Descent.Cli;

namespace Descent.Tests.Cli;

/// <summary>Groups and augmentations as options of <c>train</c>.</summary>
public sealed class AugmentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ToolRun Train(params string[] more) => ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--epochs", "3", "--out", folder["run"], .. more]);

    [Fact]
    public void AugmentationsAreReadSaidAndKept()
    {
        ToolRun run = Train("--augment", "smote(neighbors=3,ratio=0.5),mixup:alpha=0.4", "--augment", "noise").EndsWith(0);
        Assert.Contains("augmentation: smote:neighbors=3,ratio=0.5, mixup:alpha=0.4, noise, of training rows only", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Training rows by class: \"setosa\" 40, \"versicolor\" 40, \"virginica\" 40 by smote", run.Errors, StringComparison.Ordinal);
        string options = Descent.Formats.ModelFile.Load(folder["run/model.safetensors"]).Details["options"];
        Assert.Equal(3, JsonDocument.Parse(options).RootElement.GetProperty("augmentations").GetArrayLength());
        Assert.Contains("mixup:alpha=0.4", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameSeedGivesTheSameModelAndOtherAugmentationsAnother()
    {
        byte[] Model(params string[] more)
        {
            Train([.. more, "--force"]).EndsWith(0);
            return File.ReadAllBytes(folder["run/model.safetensors"]);
        }

        byte[] mixed = Model("--augment", "mixup,noise", "--threads", "1");
        Assert.Equal(mixed, Model("--augment", "mixup,noise", "--threads", "1"));
        Assert.NotEqual(mixed, Model("--threads", "1"));
    }

    [Theory]
    [InlineData("mixup:alpha=0", "alpha must be")]
    [InlineData("mixup:alfa=1", "alpha > 0 (0.2)")]
    [InlineData("blur", "There are: noise, mixup, oversample, smote, undersample")]
    [InlineData("noise,noise:standardDeviation=1", "more than once")]
    [InlineData("", "the name of an augmentation")]
    [InlineData("smote:neighbors=0", "neighbors must be at least 1")]
    public void AugmentationsThatCannotBeAreRefused(string text, string expected)
    {
        ToolRun run = Train("--augment", text).EndsWith(ExitCode.Usage);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter '", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ResamplingANumberIsRefused() =>
        Assert.Contains("needs one class per row", ToolRun.Of("train", ToolRun.Iris, "--target", "petal_width", "--augment", "smote", "--out", folder["run"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);

    [Fact]
    public void GroupsAreKeptTogetherAndAreNoFeature()
    {
        string data = folder.Write("visits.csv", "x,patient,sick\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{i * 7 % 31}.5,p{i / 9},{(i % 3 == 0 ? "yes" : "no")}\n")));
        ToolRun run = ToolRun.Of("train", data, "--target", "sick", "--epochs", "2", "--group", "patient", "--validation-fraction", "0.2", "--out", folder["grouped"]).EndsWith(0);
        Message.Mentions(run.Errors, "10 groups of rows", "6 to train on, 2 for validation, 2 for test");
        Assert.Contains("groups rows that belong together", run.Errors, StringComparison.Ordinal);
        JsonElement json = ToolRun.Of("train", data, "--target", "sick", "--epochs", "2", "--group", "patient", "--cv", "5", "--json").EndsWith(0).Json();
        Assert.Equal(1, json.GetProperty("features").GetInt32());
        Assert.All(json.GetProperty("folds").EnumerateArray(), fold => Assert.Equal(18, fold.GetProperty("rows").GetInt32()));

        // Predicting needs no group.
        ToolRun.Of("predict", folder["grouped"], folder.Write("new.csv", "x\n3\n")).EndsWith(0);
    }

    [Theory]
    [InlineData("x,g,y\n1,a,u\n2,a,v\n3,b,u\n4,,v\n", "line 5, column \"g\"", "--group", "g")]
    [InlineData("x,g,y\n1,a,u\n2,a,v\n3,a,u\n4,a,v\n", "1 group cannot be split", "--group", "g")]
    [InlineData("x,g,y\n1,a,u\n2,a,v\n3,b,u\n4,b,v\n", "2 groups cannot be divided into 3 folds", "--group", "g", "--cv", "3")]
    [InlineData("x,g,y\n1,a,u\n2,a,v\n3,b,u\n4,b,v\n", "named as target and as group", "--group", "y")]
    [InlineData("x,g,y\n1,a,u\n2,a,v\n3,b,u\n4,b,v\n", "no column \"h\"", "--group", "h")]
    public void GroupsThatCannotBeAreRefused(string text, string expected, params string[] options) =>
        Assert.Contains(expected, ToolRun.Of(["train", folder.Write("data.csv", text), "--target", "y", "--out", folder["run"], .. options]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
}
