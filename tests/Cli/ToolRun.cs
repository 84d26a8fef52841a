using System.Text;
using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli;

/// <summary>One run of the tool in this process: what it wrote and how it ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    public static string Iris { get; } = Path.Combine(Checkout.Root, "samples/data/iris.csv");

    /// <summary>Runs the tool without a terminal.</summary>
    public static ToolRun Of(params string[] arguments) => With(TerminalInfo.None, "", arguments);

    /// <summary>Runs the tool with a terminal (for both outputs) and a text to read.</summary>
    public static ToolRun With(TerminalInfo terminal, string input, params string[] arguments)
    {
        StringWriter output = new(), errors = new();
        int code = Tool.Run(arguments, new ToolContext(new Screen(output, terminal), new Screen(errors, terminal), () => new MemoryStream(Encoding.UTF8.GetBytes(input)), CancellationToken.None));
        return new ToolRun(code, output.ToString(), errors.ToString());
    }

    /// <summary>The one JSON object on standard output.</summary>
    public JsonElement Json() => JsonDocument.Parse(Output).RootElement;

    /// <summary>Fails with everything that was written if it ended otherwise.</summary>
    public ToolRun EndsWith(int code)
    {
        Assert.True(ExitCode == code, $"Ended with {ExitCode} instead of {code}.\n{Output}\n{Errors}");
        return this;
    }
}
