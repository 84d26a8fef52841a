using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Verbs;

public class ExplainVerbTests
{
    public static TheoryData<string> Names => [.. Catalogue.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryEntryIsExplainedAndFits(string name)
    {
        CatalogueEntry entry = Catalogue.Find(name)!;
        foreach (int width in (int[])[40, 80])
        {
            string[] lines = ToolRun.With(new TerminalInfo(width, Color: false, Unicode: false), "", "explain", name).EndsWith(0).Output.Split('\n');
            Assert.Equal(name, lines[0]);
            Assert.All(lines, line => Assert.True(line.Length <= width, line));
            Assert.Equal(entry.Kind is CatalogueKind.Activation or CatalogueKind.Schedule, lines.Any(line => line.Contains("***", StringComparison.Ordinal)));
        }

        JsonElement json = ToolRun.Of("explain", name, "--json").EndsWith(0).Json();
        Assert.Equal(entry.Formula, json.GetProperty("formula").GetString());
        Assert.Equal(entry.Kind switch { CatalogueKind.Activation => 2, CatalogueKind.Schedule => 1, _ => 0 }, json.GetProperty("curves").GetArrayLength());
        Assert.Equal(entry.Kind == CatalogueKind.Metric, json.GetProperty("description").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public void CurvesAreComputedByTheLibrary()
    {
        Assert.Equal(1 / (1 + Math.Exp(2)), At("sigmoid", 0, -2), 1e-12);
        Assert.Equal(0.25, At("sigmoid", 1, 0), 1e-7);
        Assert.Equal(-0.4, At("leaky_relu:slope=0.2", 0, -2), 1e-12);
        Assert.Equal(0.2, At("leaky_relu:slope=0.2", 1, -2), 1e-7);
        Assert.Equal(1 / (1 + Math.Exp(-3)), At("softmax", 0, 3), 1e-12);
        Assert.Equal(0.05, At("step_schedule:initial=0.1,factor=0.5", 0, 12.5), 1e-12);
    }

    [Fact]
    public void DrawingsAreBrailleOrPlain()
    {
        string braille = ToolRun.Of("explain", "relu").EndsWith(0).Output, plain = ToolRun.With(TerminalInfo.None with { Unicode = false }, "", "explain", "relu").EndsWith(0).Output;
        Assert.Contains(braille, character => character is > '\u2800' and <= '\u28FF');
        Assert.DoesNotContain(plain, character => character is >= '\u2500' and <= '\u28FF');
        Assert.Contains("     0 *****************---------------       0 ****************+---------------\n", plain, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("swsh", "Did you mean \"swish\" or \"mish\"?")]
    [InlineData("leaky_relu:slop=0.2", "slope ≥ 0 (0.01)")]
    [InlineData("leaky_relu:slope=-1", "-1")]
    [InlineData("swish:lowest=0.5", "Set Learnable = true")]
    [InlineData("accuracy:threshold=0.5", "takes no options here")]
    public void WhatCannotBeIsSaid(string text, string expected) =>
        Assert.Contains(expected, ToolRun.Of("explain", text).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);

    private static double At(string text, int curve, double x) => ToolRun.Of("explain", text, "--json").EndsWith(0).Json().GetProperty("curves")[curve]
        .GetProperty("points").EnumerateArray().Single(point => Math.Abs(point.GetProperty("x").GetDouble() - x) < 1e-9).GetProperty("y").GetDouble();
}
