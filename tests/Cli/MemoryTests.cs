using Descent.Cli;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli;

public class MemoryTests
{
    [Fact]
    public void TooLittleMemoryIsNoFaultOfTheTool()
    {
        StringWriter output = new(), errors = new();
        ToolContext context = new(new Screen(output, TerminalInfo.None), new Screen(errors, TerminalInfo.None), () => new MemoryStream(new byte[Array.MaxLength + 1L]), CancellationToken.None);
        Assert.Equal(2, Tool.Run(["inspect", "-", "--json"], context));
        Assert.Contains("There is not enough memory. Use fewer rows", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"exitCode\": 2", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Work on several threads wraps what it throws.</summary>
    [Fact]
    public void TooLittleMemoryOfAnotherThreadIsNoFaultOfTheToolEither()
    {
        StringWriter output = new(), errors = new();
        ToolContext context = new(new Screen(output, TerminalInfo.None), new Screen(errors, TerminalInfo.None), () => throw new AggregateException(new InvalidOperationException("outer", new InsufficientMemoryException())), CancellationToken.None);
        Assert.Equal(2, Tool.Run(["inspect", "-"], context));
        Assert.StartsWith("error: There is not enough memory.", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Internal", errors.ToString(), StringComparison.Ordinal);
    }
}
