using Descent.Cli.Runs;
using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Cli.Runs;

/// <summary>What a run says of itself: by which option its rows are judged, whose course is saved, and whether it was stopped.</summary>
public sealed class RunWordsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void RowsOfATestTableAreThoseOfTest()
    {
        string train = folder.Write("tr.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i % 2 == 0 ? "p" : "q")}\n"))), test = folder.Write("te.csv", "x,y\n1,p\n2,q\n");
        string[] arguments = ["train", train, "--target", "y", "--epochs", "2", "--out", folder["run"], "--force"];
        ToolRun run = ToolRun.Of([.. arguments, "--test", test]).EndsWith(0);
        Assert.Contains("2 test (--test", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--test-fraction", run.Errors + run.Output, StringComparison.Ordinal);
        Assert.Contains("test (--test-fraction", ToolRun.Of(arguments).EndsWith(0).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreUnseenRowsAreAMatterOfTheTestTable()
    {
        string train = folder.Write("tr.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i < 20 ? "p" : "q")}\n"))), test = folder.Write("te.csv", "x,y\n1.5,p\n30.5,q\n");
        string output = ToolRun.Of("train", train, "--target", "y", "--epochs", "100", "--out", folder["run"], "--test", test).EndsWith(0).Output;
        Assert.All((string[])[output, File.ReadAllText(folder["run/report.html"]), File.ReadAllText(folder["run/metrics.json"])], text =>
        {
            Assert.Contains("more unseen rows (--test)", text, StringComparison.Ordinal);
            Assert.DoesNotContain("--test-fraction", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void AGoalThatIsReachedAtOnceIsSaid() => Assert.Contains(
        "The goal of --until was reached in the first epoch already",
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--validation-fraction", "0.2", "--epochs", "5", "--until", "accuracy=0", "--out", folder["run"]).EndsWith(0).Errors, StringComparison.Ordinal);

    [Fact]
    public void WhoseCourseIsSavedIsSaid() => Assert.Contains(
        "the course of one network of the mean, the first of linear",
        string.Join(' ', ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--recipe", "linear", "--out", folder["run"]).EndsWith(0).Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

    [Fact]
    public void InspectSaysThatATrainingWasCancelled()
    {
        Table table = Table.Read(ToolRun.Iris);
        TableTraining training = TableTrainer.Train(table, ["species"], new TableOptions { Layers = [], Epochs = 2 });
        Dictionary<string, string> Details(TableTraining one) => RunDetails.Of(one, new RunSource(table.Source, table.Rows, table.Columns.Count, 1));
        Assert.DoesNotContain(RunDetails.Cancelled, Details(training).Keys);
        Assert.Equal("yes", Details(training with { History = training.History with { Stop = StopReason.Cancelled } })[RunDetails.Cancelled]);
        TableTraining several = training with { Trials = [new RecipeTrial("linear", 0.1, 1), new RecipeTrial("mlp", null, 0)], History = training.History with { Stop = StopReason.Cancelled } };
        Assert.Equal("1 of 2 recipes", Details(several)[RunDetails.Cancelled]);
        ModelFile.Save(folder["cancelled.safetensors"], training.Model.With(Details(several)));
        Assert.Contains("before the plan was finished, with 1 of 2 recipes tried", ToolRun.Of("inspect", folder["cancelled.safetensors"]).EndsWith(0).Output, StringComparison.Ordinal);
    }
}
