using Descent.Cli;
using Descent.Cli.Verbs;

namespace Descent.Tests.Cli.Verbs;

public sealed class ClassBalanceTextTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WeightsAreReadByLabel()
    {
        Assert.Equal(new Dictionary<string, double> { ["a"] = 1, ["b"] = 5.5 }, ClassBalanceText.Weights("a=1, b=5.5"));
        Assert.Equal(new Dictionary<string, double> { ["a,b"] = 1, ["c=\"d\""] = 2, ["x=y"] = 3 }, ClassBalanceText.Weights("\"a,b\"=1,\"c=\"\"d\"\"\"=2,x=y=3"));
        Assert.Equal(new Dictionary<string, double> { ["a"] = 1, ["b"] = 2 }, ClassBalanceText.Weights("[a=1,b=2]"));
        Assert.Null(ClassBalanceText.Weights("balanced"));
        Assert.Null(ClassBalanceText.Weights("none"));
    }

    [Theory]
    [InlineData("a=0", "'a=0' is not a label and a weight above 0")]
    [InlineData("a=1,b", "'b' is not a label")]
    [InlineData("a=1,a=2", "'a' has a weight twice")]
    [InlineData("\"a=1", "A quote is not closed")]
    [InlineData("=1", "'=1' is not a label")]
    [InlineData("many", "but this is 'many'")]
    public void OtherTextIsRefused(string text, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => ClassBalanceText.Weights(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void TheOptionStandsAloneOrHasAValue()
    {
        string data = folder.Write("data.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 10},{(i % 10 > 6 ? "yes" : "no")}\n")));
        Assert.Contains("Class weights: \"no\" 0.706, \"yes\" 1.714.", Said("train", "--balance", data), StringComparison.Ordinal);
        Assert.Contains("Class weights: \"no\" 0.706, \"yes\" 1.714.", Said("train", data, "--balance"), StringComparison.Ordinal);
        Assert.Contains("Class weights: \"no\" 1, \"yes\" 5.", Said("train", data, "--balance", "yes=5"), StringComparison.Ordinal);
        Assert.DoesNotContain("Class weights", Said("train", data, "--balance", "none"), StringComparison.Ordinal);
        Assert.Contains("There are: no, yes. (--balance LABEL=X)", ToolRun.Of("train", data, "--target", "y", "--balance", "maybe=2").EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        foreach (string wrong in (string[])["yes", "", "balanced,none"])
        {
            Message.Mentions(ToolRun.Of("train", data, "--target", "y", "--balance", wrong).EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), "--balance", "LABEL=X", $"'{wrong}'");
        }

        Assert.Contains("--balance: 'yes=much' is not a label and a weight", ToolRun.Of("train", data, "--target", "y", "--balance", "yes=much").EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        string compared = ToolRun.Of("compare", data, "--target", "y", "--vary", "balance=none,balanced,[yes=5]", "--cv", "2", "--epochs", "2").EndsWith(0).Output;
        Assert.Contains("yes=5", compared, StringComparison.Ordinal);

        string Said(params string[] arguments) => ToolRun.Of([.. arguments, "--target", "y", "--epochs", "1", "--out", folder[$"run-{arguments.Length}-{arguments[1].Length}-{arguments[^1]}"], "--force"]).EndsWith(0).Errors.ReplaceLineEndings(" ");
    }
}
