using System.Globalization;
using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Explanations;
using Descent.Cli.Screens;
using Descent.Tests.Laws;

namespace Descent.Tests.Cli.Verbs;

public class ExplainVerbTests
{
    public static TheoryData<string> Names => [.. Subjects.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryEntryIsExplainedAndFits(string name)
    {
        CatalogueEntry entry = Catalogue.Find(name)!;
        foreach (int width in (int[])[40, 80])
        {
            string[] lines = ToolRun.With(new TerminalInfo(width, Color: false, Unicode: false), "", "explain", name).EndsWith(0).Output.Split('\n');
            Assert.Equal(name, lines[0]);
            Assert.All(lines, line => Assert.True(new StringInfo(line).LengthInTextElements <= width, line));
            Assert.Equal(Drawings.Of(entry.Example) is not null, lines.Any(line => line.Contains("***", StringComparison.Ordinal)));
        }

        JsonElement json = ToolRun.Of("explain", name, "--json").EndsWith(0).Json();
        Assert.Equal(entry.Formula, json.GetProperty("formula").GetString());
        // What no gradient passes has no derivative to show, and of a limit only its effect counts.
        int? curves = entry.Kind switch
        {
            CatalogueKind.Activation => entry.Example is Step ? 1 : 2,
            CatalogueKind.Loss or CatalogueKind.Layer => 2,
            CatalogueKind.Schedule or CatalogueKind.Initializer or CatalogueKind.Optimizer => 1,
            CatalogueKind.Regularizer => entry.Example is MaxNorm ? 1 : 2,
            CatalogueKind.Metric => 0,
            _ => null,
        };
        Assert.Equal(curves ?? json.GetProperty("curves").GetArrayLength(), json.GetProperty("curves").GetArrayLength());
        Assert.Equal(entry.Kind == CatalogueKind.Metric, json.TryGetProperty("example", out _));
        Assert.NotEqual(JsonValueKind.Null, json.GetProperty("description").ValueKind);
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
    [InlineData("choosing-an-optimiser", "Did you mean \"choosing-an-optimizer\"")]
    [InlineData("zzzzzzzzzzzzz", "Nothing is called 'zzzzzzzzzzzzz'. (descent list shows all components and recipes, descent explain --help the names of advice, verdicts and concepts.)")]
    [InlineData("swsh", "Did you mean \"swish\" or \"mish\"?")]
    [InlineData("leaky_relu:slop=0.2", "slope ≥ 0 (0.01)")]
    [InlineData("leaky_relu:slope=-1", "-1")]
    [InlineData("swish:lowest=0.5", "Set learnable=true")]
    [InlineData("accuracy:threshold=2", "accuracy:threshold=2 is not valid: threshold must be from 0 to 1.")]
    [InlineData("mse:reduction=max", "MeanOverElements")]
    public void WhatCannotBeIsSaid(string text, string expected) =>
        Assert.Contains(expected, ToolRun.Of("explain", text).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("recipe", "recipes")]
    [InlineData("functional-anova", "functional", "ANOVA")]
    [InlineData("learning-rate", "learning", "rates")]
    [InlineData("early-stopping", "early stopping")]
    [InlineData("Choosing an optimizer", "choosing", "an", "optimizer")]
    [InlineData("Choosing initial weights", "initializers")]
    [InlineData("leaky_relu", "leaky", "relu")]
    public void PluralsAndSeveralWordsAreFound(string title, params string[] words) =>
        Assert.StartsWith(title, ToolRun.Of(["explain", .. words]).EndsWith(0).Output, StringComparison.Ordinal);

    [Fact]
    public void AlternativesStandBesideWhatTheyAreFor() =>
        Assert.Contains("\n  or prelu     every row ", ToolRun.With(new TerminalInfo(80, Color: false), "", "explain", "choosing-an-activation").EndsWith(0).Output, StringComparison.Ordinal);

    [Fact]
    public void JsonIsBrokenBetweenItsMembers() =>
        Assert.Contains("\"placement\":\"OutsideRoot\"", ToolRun.With(new TerminalInfo(80, Color: false), "", "explain", "adam").EndsWith(0).Output, StringComparison.Ordinal);

    [Fact]
    public void AdviceIsGivenAndFits()
    {
        foreach (DecisionTable table in DecisionTables.All)
        {
            foreach (int width in (int[])[40, 80])
            {
                string output = ToolRun.With(new TerminalInfo(width, Color: false), "", "explain", table.Name).EndsWith(0).Output;
                Assert.All(output.Split('\n'), line => Assert.True(line.Length <= width, line));
                // On a narrow screen a long choice goes on below.
                string words = string.Concat(output.Where(character => !char.IsWhiteSpace(character)));
                Assert.All(table.Rows.SelectMany(row => row.Choose), choice => Assert.Contains(choice, words, StringComparison.Ordinal));
            }

            JsonElement json = ToolRun.Of("explain", table.Name, "--json").EndsWith(0).Json();
            Assert.Equal(table.Rows.Count, json.GetProperty("decisions").GetArrayLength());
        }
    }

    private static double At(string text, int curve, double x) => ToolRun.Of("explain", text, "--json").EndsWith(0).Json().GetProperty("curves")[curve]
        .GetProperty("points").EnumerateArray().Single(point => Math.Abs(point.GetProperty("x").GetDouble() - x) < 1e-9).GetProperty("y").GetDouble();
}
