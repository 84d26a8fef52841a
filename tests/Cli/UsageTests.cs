using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Cli.Verbs;

namespace Descent.Tests.Cli;

public class UsageTests
{
    public static TheoryData<string> VerbNames => [.. Tool.Verbs().Select(verb => verb.Name)];

    [Fact]
    public void WithoutArgumentsTheVerbsAreListed()
    {
        ToolRun run = ToolRun.Of().EndsWith(0);
        Assert.All(Tool.Verbs(), verb => Assert.Contains($"  {verb.Name} ", run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void EveryVerbExplainsItselfInNarrowTerminals(string name)
    {
        Verb verb = Tool.Verbs().Single(known => known.Name == name);
        string page = ToolRun.With(new TerminalInfo(40, Color: false), "", name, "--help").EndsWith(0).Output;
        Assert.All(page.Split('\n'), line => Assert.True(line.Length <= 40, line));
        Assert.Contains("Examples", page, StringComparison.Ordinal);
        Assert.NotEmpty(verb.Examples);
        Assert.All(verb.Options, option => Assert.Contains(option.Name, page, StringComparison.Ordinal));
        Assert.All(verb.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
    }

    [Theory]
    [InlineData("trian", "Did you mean \"train\"?")]
    [InlineData("--frobnicate", "There are: train")]
    [InlineData("train data.csv --traget species", "Did you mean \"--target\"?")]
    [InlineData("train data.csv more.csv --target species", "'more.csv' is one argument too many")]
    [InlineData("train data.csv", "--target")]
    [InlineData("train data.csv --target a --seed x", "'x'")]
    [InlineData("train --lr 0.1 data.csv --target a", "no option '--lr'. Here it is --learning-rate.")]
    [InlineData("train data.csv --target a --max_iter=9", "--epochs")]
    [InlineData("train data.csv --target a --dropout 0.5", "--layers 64,batch_norm,relu,dropout:0.2,32")]
    [InlineData("train data.csv --target a --validation 0.2", "--validation-fraction")]
    [InlineData("train data.csv --target a --output x", "--out")]
    [InlineData("learning-curve data.csv --target a --scoring f1", "--score")]
    [InlineData("inspect --frobnicate", "no option '--frobnicate'")]
    [InlineData("predict run data.csv --epochs 3", "an option of train")]
    [InlineData("inspect -- --a --b", "'--b' is one argument too many")]
    [InlineData("fit data.csv", "\"train\"")]
    [InlineData("score run data.csv", "\"evaluate\"")]
    [InlineData("run data.csv", "\"train\" or \"predict\"")]
    [InlineData("help frobnicate", "no verb 'frobnicate'")]
    [InlineData("train", "train needs DATA: A CSV file")]
    [InlineData("evaluate run", "evaluate needs DATA")]
    [InlineData("demo", "multiclass")]
    [InlineData("explain", "kinds are layers, activations")]
    [InlineData("train data.csv --target", "--target needs a value")]
    public void WhatIsMeantIsSaid(string arguments, string expected)
    {
        ToolRun run = ToolRun.Of(arguments.Split(' ')).EndsWith(ExitCode.Usage);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void ErrorsAreJsonWhereJsonIsAskedFor()
    {
        ToolRun run = ToolRun.Of("train", "nowhere.csv", "--target", "a", "--json").EndsWith(ExitCode.Usage);
        Assert.Equal(ExitCode.Usage, run.Json().GetProperty("error").GetProperty("exitCode").GetInt32());
        Assert.Contains("nowhere.csv", run.Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingTargetListsTheColumns()
    {
        Message.IsOneError(ToolRun.Of("train", ToolRun.Iris).EndsWith(ExitCode.Usage).Errors, "train needs --target COL[,COL]", "sepal_length, sepal_width, petal_length, petal_width, species");
        Assert.Contains("sepal_length", ToolRun.Of("inspect", ToolRun.Iris, "--target").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void ARunNeedsAFolderWithAName(string path) =>
        Assert.Contains("--out needs the name of a folder", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", path).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);

    // A word that is an option of some verb would never be looked up there.
    [Fact]
    public void SynonymsLeadToWhatExists()
    {
        string[] known = [.. Tool.Verbs().SelectMany(verb => verb.Options.Select(option => option.Name).Append(verb.Name))];
        Assert.All(Synonyms.Goals, goal => Assert.Contains(goal, known));
        Assert.DoesNotContain(Synonyms.Words, word => Tool.Verbs().Any(verb => verb.Name == word));
    }

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void HelpIsAWordToo(string name)
    {
        Assert.Equal(ToolRun.Of(name, "--help").Output, ToolRun.Of("help", name).EndsWith(0).Output);
        Assert.Equal(ToolRun.Of("--help").Output, ToolRun.Of("help").EndsWith(0).Output);
    }

    [Fact]
    public void QuietVerbsSayWarningsAndErrorsOnly()
    {
        using TemporaryFolder folder = new();
        string data = folder.Write("data.csv", "x,copy,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i % 2},{i % 2}\n")));
        ToolRun loud = ToolRun.Of("train", data, "--target", "y", "--epochs", "2", "--out", folder["loud"]).EndsWith(0);
        ToolRun quiet = ToolRun.Of("train", data, "--target", "y", "--epochs", "2", "--out", folder["quiet"], "--quiet").EndsWith(0);
        string[] warnings = [.. loud.Errors.Split('\n').Where(line => line.StartsWith("warning: ", StringComparison.Ordinal))];
        Assert.NotEmpty(warnings);
        Assert.Equal(string.Concat(warnings.Select(line => line + "\n")), quiet.Errors);
        Assert.Equal(loud.Output.Replace("loud", "quiet", StringComparison.Ordinal), quiet.Output);
        Assert.Contains("nowhere.csv", ToolRun.Of("inspect", "nowhere.csv", "--quiet").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void TheVersionIsAWordToo() => Assert.Equal(ToolRun.Of("--version").Output, ToolRun.Of("version").EndsWith(0).Output);

    [Fact]
    public void TheVersionIsThePackages() => Assert.Equal("0.1.0\n", ToolRun.Of("--version").EndsWith(0).Output);
}
