using Descent.Cli;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli;

public class MemoryTests
{
    [Theory]
    [InlineData(false, "There is not enough memory.")]
    [InlineData(true, "needs 5 MiB")]
    public void TooLittleMemoryIsNoFaultOfTheTool(bool foreseen, string expected)
    {
        StringWriter output = new(), errors = new();
        Surroundings surroundings = new(new Screen(output, TerminalInfo.None), new Screen(errors, TerminalInfo.None), () => throw (foreseen ? new InsufficientMemoryException("It needs 5 MiB.") : new OutOfMemoryException()), CancellationToken.None);
        Assert.Equal(2, Tool.Run(["inspect", "-", "--json"], surroundings));
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"exitCode\": 2", output.ToString(), StringComparison.Ordinal);
    }
}
