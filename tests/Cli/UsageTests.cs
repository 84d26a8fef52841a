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
    public void TheVersionIsThePackages() => Assert.Equal("0.1.0\n", ToolRun.Of("--version").EndsWith(0).Output);
}
