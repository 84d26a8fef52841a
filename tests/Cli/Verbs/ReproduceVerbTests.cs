using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli.Verbs;

public class ReproduceVerbTests
{
    [Fact]
    public void EveryFigureHolds()
    {
        JsonElement answer = ToolRun.Of("reproduce", "--json").EndsWith(ExitCode.Ok).Json();
        Assert.Equal(["figures", "holds"], answer.EnumerateObject().Select(property => property.Name));
        Assert.True(answer.GetProperty("holds").GetBoolean());
        JsonElement[] figures = [.. answer.GetProperty("figures").EnumerateArray()];
        Assert.All(figures, figure => Assert.Equal(["name", "note", "expected", "obtained", "rule", "band", "digits", "holds"], figure.EnumerateObject().Select(property => property.Name)));
        Assert.All(figures, figure => Assert.True(figure.GetProperty("holds").GetBoolean(), figure.GetRawText()));
        Assert.Equal(11, figures.Count(figure => figure.GetProperty("note").GetString() == "demos" && figure.GetProperty("rule").GetString() == "band"));
        Assert.Equal(22, figures.Count(figure => figure.GetProperty("note").GetString() == "programs" && figure.GetProperty("rule").GetString() == "exact"));
        Assert.All(figures, figure => Assert.Equal(figure.GetProperty("note").GetString() == "demos" ? JsonValueKind.Number : JsonValueKind.Null, figure.GetProperty("band").ValueKind));
    }

    // The page shows what the tool prints, to the last digit.
    [Fact]
    public void TheTableIsThatOfThePage()
    {
        string output = ToolRun.With(new TerminalInfo(80, Color: false), "", "reproduce").EndsWith(ExitCode.Ok).Output;
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.DoesNotContain('…', output);
        Fence page = Fence.Of(Checkout.Read("docs/reproduce.md")).Single(fence => fence.Marker == "reproduce");
        Assert.Equal(page.Body.TrimEnd(), output.TrimEnd());
    }

    [Theory]
    [InlineData("correction-power")]
    [InlineData("plain-biases")]
    [InlineData("unmasked-gradient")]
    [InlineData("divided-decay")]
    public void WhatDoesNotHoldIsSaid(string quirk)
    {
        string[] arguments = ["reproduce", "--only", "programs", "--without", quirk];
        string output = ToolRun.Of(arguments).EndsWith(ExitCode.NotReproduced).Output;
        Message.Mentions(output, "9 of 22 figures", "programs optimized network: loss, epoch 100; programs ");
        Assert.Matches(@"\nprograms +optimized network: loss, epoch 100 +0\.2104 +0\.\d{4} +exact +NO\n", output);
        JsonElement answer = ToolRun.Of([.. arguments, "--json"]).EndsWith(ExitCode.NotReproduced).Json();
        Assert.False(answer.GetProperty("holds").GetBoolean());
        Assert.Equal(9, answer.GetProperty("figures").EnumerateArray().Count(figure => !figure.GetProperty("holds").GetBoolean()));
    }

    [Fact]
    public void OnlyTheWantedNotesFiguresAreComputed()
    {
        ToolRun first = ToolRun.Of("reproduce", "--only", "programs").EndsWith(ExitCode.Ok);
        Assert.Contains("\nAll 22 figures hold.", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Training", first.Errors, StringComparison.Ordinal);
        ToolRun zeroth = ToolRun.Of("reproduce", "--only", "demos", "--seed", "4").EndsWith(ExitCode.Ok);
        Assert.Contains("\nAll 11 figures hold.", zeroth.Output, StringComparison.Ordinal);
        Assert.Contains("Training multilabel with seed 6 …", zeroth.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("programs", zeroth.Output + zeroth.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void NarrowTerminalsGetLines()
    {
        string output = ToolRun.With(new TerminalInfo(40, Color: false), "", "reproduce", "--only", "programs", "--without", "plain-biases").EndsWith(ExitCode.NotReproduced).Output;
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 40, line));
        Assert.Contains("programs backpropagation: loss, epoch\n  900: expected", output, StringComparison.Ordinal);
        Assert.Contains("DOES NOT HOLD", output.ReplaceLineEndings(" ").Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--only notes", "--only must be one of demos, programs, but is 'notes'")]
    [InlineData("--without adam", "--without must be one of correction-power, plain-biases, unmasked-gradient, divided-decay, but is 'adam'")]
    [InlineData("--only demos --without plain-biases", "Use --only programs")]
    public void WhatCannotBeIsSaid(string arguments, string expected)
    {
        ToolRun run = ToolRun.Of(["reproduce", .. arguments.Split(' ')]).EndsWith(ExitCode.Usage);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("demos")]
    [InlineData("programs")]
    public void ItCanBeStopped(string note)
    {
        StringWriter output = new(), errors = new();
        ToolContext context = new(new Screen(output, TerminalInfo.None), new Screen(errors, TerminalInfo.None), () => Stream.Null, new CancellationToken(canceled: true));
        Assert.Equal(ExitCode.Cancelled, Tool.Run(["reproduce", "--only", note], context));
        Assert.Empty(output.ToString());
    }
}
