using System.Text.Json;

namespace Descent.Tests.Cli;

/// <summary>Ensembles in the tool: trained, saved, inspected, used and compared.</summary>
public class EnsembleRunTests
{
    [Fact]
    public void ARunOfBaggingCanBeUsedEverywhere()
    {
        using TemporaryFolder folder = new();
        string run = Path.Combine(folder.Path, "run");
        JsonElement trained = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "4", "--epochs", "10", "--ensemble", "bagging:count=3", "--out", run, "--json").EndsWith(0).Json();
        JsonElement ensemble = trained.GetProperty("ensemble");
        Assert.Equal("bagging(count=3, rowFraction=1)", ensemble.GetProperty("method").GetString());
        Assert.Equal(3, ensemble.GetProperty("members").GetArrayLength());
        Assert.InRange(ensemble.GetProperty("outOfBag").GetProperty("accuracy").GetDouble(), 0.0, 1.0);
        Assert.False(trained.TryGetProperty("epochs", out _));
        Assert.Contains("Out-of-bag", File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);

        Assert.Equal(151, ToolRun.Of("predict", run, ToolRun.Iris).EndsWith(0).Output.Trim().Split('\n').Length);
        ToolRun.Of("evaluate", run, ToolRun.Iris).EndsWith(0);
        ToolRun.Of("explain-model", run, ToolRun.Iris).EndsWith(0);
        string inspected = ToolRun.Of("inspect", run).EndsWith(0).Output;
        Assert.Contains("bagging(count=3, rowFraction=1)", inspected, StringComparison.Ordinal);
        Assert.Contains("averaged", inspected, StringComparison.Ordinal);
        Assert.Contains("Dense", ToolRun.Of("inspect", run, "--member", "2").EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void VotesAreInspectedAndExplained()
    {
        using TemporaryFolder folder = new();
        string run = Path.Combine(folder.Path, "run");
        string said = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "4", "--epochs", "5", "--ensemble", "voting:count=3", "--out", run).EndsWith(0).Errors;
        Assert.Contains("3 of 3 networks trained", said, StringComparison.Ordinal);
        JsonElement model = ToolRun.Of("inspect", run, "--json").EndsWith(0).Json();
        Assert.Contains("votes", model.GetProperty("combination").GetString(), StringComparison.Ordinal);
        ToolRun.Of("predict", run, ToolRun.Iris, "--explain").EndsWith(0);
    }

    [Theory]
    [InlineData("boosting:count=2", "votes")]
    [InlineData("gradient_boosting:2", "constant")]
    [InlineData("snapshot:2", null)]
    [InlineData("stacking(recipes=linear, folds=2)", "linear model")]
    public void EveryMethodIsTrainedInspectedAndUsed(string method, string? combination)
    {
        using TemporaryFolder folder = new();
        string run = Path.Combine(folder.Path, "run");
        string[] network = method.StartsWith("stacking", StringComparison.Ordinal) ? [] : ["--layers", "4", "--epochs", "10", "--learning-rate", "0.05"];
        ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--ensemble", method, "--out", run, .. network]).EndsWith(0);
        JsonElement model = ToolRun.Of("inspect", run, "--json").EndsWith(0).Json();
        Assert.Equal(combination is not null, model.TryGetProperty("combination", out JsonElement said));
        Assert.Contains(combination ?? "", combination is null ? "" : said.GetString(), StringComparison.Ordinal);
        Assert.Equal(151, ToolRun.Of("predict", run, ToolRun.Iris).EndsWith(0).Output.Trim().Split('\n').Length);
        ToolRun.Of("evaluate", run, ToolRun.Iris).EndsWith(0);
        // The weights of a stack are those of its linear model.
        Assert.All(model.GetProperty("members").EnumerateArray(), member => Assert.Equal(combination != "linear model", member.TryGetProperty("weight", out _)));
        Assert.Equal(combination == "linear model" ? """{"recipes":["linear"],"networks":[2],"weights":3,"constants":3}""" : "none", Shape(model));
        Assert.Equal(combination == "linear model", ToolRun.Of("inspect", run).EndsWith(0).Output.Contains("Weights of the linear model", StringComparison.Ordinal));
        Assert.Contains("softmax", ToolRun.Of("inspect", run, "--member", "2").EndsWith(0).Output, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Networks that the validation rows left out are counted, and the others keep their epochs.</summary>
    [Fact]
    public void NetworksThatAreLeftOutAreInspected()
    {
        using TemporaryFolder folder = new();
        string run = Path.Combine(folder.Path, "run");
        JsonElement trained = ToolRun.Of("train", ToolRun.Iris, "--target", "petal_width", "--ensemble", "gradient_boosting(count=20, learningRate=1)", "--validation-fraction", "0.3", "--epochs", "20", "--learning-rate", "0.05", "--out", run, "--json").EndsWith(0).Json();
        int[] kept = [.. trained.GetProperty("ensemble").GetProperty("members").EnumerateArray().Select((member, i) => (Weight: member.GetProperty("share").GetDouble(), i)).Where(member => member.Weight > 0).Select(member => member.i)];
        int all = trained.GetProperty("ensemble").GetProperty("members").GetArrayLength();
        Assert.InRange(kept.Length, 2, all - 1);

        // Each reason for which networks are left out is a notice of its own.
        Assert.All((string[])["because the loss on the validation rows is smallest with them", "make the loss smaller"], reason =>
            Assert.Contains(trained.GetProperty("notices").EnumerateArray(), notice => notice.GetProperty("text").GetString()!.Contains(reason, StringComparison.Ordinal)));
        string inspected = ToolRun.Of("inspect", run).EndsWith(0).Output.ReplaceLineEndings(" ");
        Message.Mentions(inspected, $"left out: {all - kept.Length} of {all} networks: with those before them, the loss on the validation rows was smallest", "epochs");
        JsonElement model = ToolRun.Of("inspect", run, "--json").EndsWith(0).Json();
        Assert.Equal(kept.Length, model.GetProperty("members").GetArrayLength());
        Assert.All(model.GetProperty("members").EnumerateArray(), member => Assert.InRange(member.GetProperty("epoch").GetInt32(), 1, 20));
    }

    private static string Shape(JsonElement model) => !model.TryGetProperty("stack", out JsonElement stack) ? "none"
        : $$"""{"recipes":{{JsonSerializer.Serialize(stack.GetProperty("recipes"))}},"networks":{{JsonSerializer.Serialize(stack.GetProperty("networks"))}},"weights":{{stack.GetProperty("weights").GetArrayLength()}},"constants":{{stack.GetProperty("constants").GetArrayLength()}}}""";

    [Theory]
    [InlineData("bagging:count=3,rowFraction=0.5")]
    [InlineData("bagging:3,0.5")]
    [InlineData("bagging(count=3, rowFraction=0.5)")]
    public void AMethodHasOneMeaningInEverySpelling(string spelled)
    {
        Assert.Equal("bagging(count=3, rowFraction=0.5)", $"{Catalogue.Parse<EnsembleMethod>(spelled)}");
        Assert.Contains("command line: --ensemble bagging:count=3,rowFraction=0.5\n", ToolRun.Of("explain", spelled).EndsWith(0).Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void MethodsAreComparedOnTheSameFolds()
    {
        JsonElement compared = ToolRun.Of("compare", ToolRun.Iris, "--target", "species", "--layers", "3", "--epochs", "3", "--cv", "2", "--vary", "ensemble=none,average:count=2,voting:count=2", "--json").EndsWith(0).Json();
        Assert.Equal(3, compared.GetProperty("variants").GetArrayLength());
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--layers", "3", "--epochs", "3", "--cv", "2", "--ensemble", "average:count=2").EndsWith(0);
    }

    [Theory]
    [InlineData("--ensemble", "forest", "average, voting")]
    [InlineData("--ensemble", "average", "--effort best")]
    [InlineData("--ensemble", "voting:count=1", "count")]
    public void AContradictionIsRefused(string option, string value, string said)
    {
        string[] others = said == "--effort best" ? ["--effort", "best"] : [];
        ToolRun run = ToolRun.Of(["train", ToolRun.Iris, "--target", "species", option, value, .. others]).EndsWith(2);
        Assert.Contains(said == "--effort best" ? "--effort" : said, run.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void TheNamesAreThoseThatWereGiven()
    {
        using TemporaryFolder folder = new();
        string numbers = folder.Write("numbers.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i}.5\n"))), tiny = folder.Write("tiny.csv", "x,y\n1,1.5\n2,2.5\n3,3.75\n");
        Assert.Contains("The method boosting needs the loss", Refused("train", numbers, "--ensemble", "boosting", "--loss", "mae"), StringComparison.Ordinal);
        Assert.Contains("rowFraction must be", Refused("train", numbers, "--ensemble", "bagging:rowFraction=2"), StringComparison.Ordinal);
        Assert.Contains("(--ensemble \"stacking(folds=2)\")", Refused("train", tiny, "--ensemble", "stacking"), StringComparison.Ordinal);
        Assert.Contains("(--cv)", Refused("tune", tiny, "--trials", "1"), StringComparison.Ordinal);
        Assert.Contains("(--cv)", Refused("tune", tiny, "--search", "recipe=choice(linear)"), StringComparison.Ordinal);
        ToolRun.Of("train", numbers, "--target", "y", "--ensemble", "average:count=2", "--layers", "2", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("(--member N)", ToolRun.Of("retrain", folder["run"], numbers).EndsWith(2).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("--ensemble bagging", ToolRun.Of("predict", folder["run"], numbers, "--interval", "0.9").EndsWith(2).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);

        static string Refused(params string[] call) => ToolRun.Of([.. call, "--target", "y"]).EndsWith(2).Errors.ReplaceLineEndings(" ");
    }

    /// <summary>A metric chooses the threshold on rows that the networks were not trained on: those not drawn, those of other folds, or the validation rows.</summary>
    [Fact]
    public void AMetricChoosesTheThresholdOfAnEnsemble()
    {
        using TemporaryFolder folder = new();
        string data = folder.Write("two.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"{i * 37 % 101},{i * 53 % 97},{(i * 37 % 101 > 70 ^ i % 13 == 0 ? "yes" : "no")}\n")));
        string[] call = ["train", data, "--target", "y", "--threshold", "balanced_accuracy", "--out", folder["run"], "--force"], network = ["--layers", "4", "--epochs", "5"];
        Assert.Contains("on 120 rows predicted by networks that were not trained on them", Said([.. call, .. network, "--ensemble", "bagging:count=20"]), StringComparison.Ordinal);
        Assert.Contains("on 120 rows predicted by networks that were not trained on them", Said([.. call, "--ensemble", "stacking(recipes=linear, folds=2)"]), StringComparison.Ordinal);
        Assert.Contains("on 30 rows predicted by networks that were not trained on them", Said([.. call, .. network, "--ensemble", "average:count=2", "--validation-fraction", "0.2"]), StringComparison.Ordinal);
        Message.Mentions(ToolRun.Of([.. call, .. network, "--ensemble", "average:count=2"]).EndsWith(2).Errors.ReplaceLineEndings(" "), "--validation-fraction 0.2", "--ensemble bagging");
        Assert.DoesNotContain("--validation-fraction", ToolRun.Of([.. call, .. network, "--ensemble", "snapshot:2"]).EndsWith(2).Errors, StringComparison.Ordinal);

        static string Said(params string[] call) => ToolRun.Of(call).EndsWith(0).Errors.ReplaceLineEndings(" ");
    }

    [Fact]
    public void MethodsAreListedAndExplained()
    {
        Assert.DoesNotContain("none", ToolRun.Of("explain", "boosting:count=3").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("bagging", ToolRun.Of("list", "ensembles").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("rowFraction", ToolRun.Of("explain", "bagging").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("linear/perceptron(units=8)", ToolRun.Of("explain", "stacking(recipes=linear/perceptron(8))").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Equal(7, ToolRun.Of("explain", "average:count=7", "--json").EndsWith(0).Json().GetProperty("networks").GetInt32());
    }
}
