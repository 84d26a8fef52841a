using System.Text.RegularExpressions;
using Descent.Cli;
using Descent.Data;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli;

/// <summary>The library names settings, the tool its options; neither speaks of the other's.</summary>
public sealed partial class RemedyTests
{
    private static readonly string[] s_libraries = ["Descent.Numerics", "Descent.Data", "Descent", "Descent.Formats"];

    [Fact]
    public void EverySettingThatTheLibraryNamesHasWordsInTheTool()
    {
        string[] named = [.. Sources().SelectMany(source => Named().Matches(source.Text).Select(match => match.Groups["last"].Value)).Distinct().Order()];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(RemedyText.Settings.Keys));
    }

    [Fact]
    public void NoTextOfTheLibraryNamesAnOptionOfTheTool()
    {
        string[] found = [.. Sources().SelectMany(source => source.Text.Split('\n')
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && OptionInText().IsMatch(line))
            .Select(line => $"{source.Path}: {line.Trim()}"))];

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("Kinds", "post code", "Categorical", "--treat \"post code=categorical\"")]
    [InlineData("Ignore", "id", null, "--ignore id")]
    [InlineData("Task", null, "Multiclass", "--task multiclass")]
    public void ASettingIsWrittenAsAnOption(string setting, string? column, string? value, string expected) =>
        Assert.Equal(expected, RemedyText.Of([new Remedy(setting, column, value)]));

    [Fact]
    public void TheLibrarySpeaksOfItsOwnSettings()
    {
        Notice notice = Notice.Warning("Column \"zone\" is text.", new Remedy("Kinds", "zone", "Numeric"), Remedy.FromAdvice("fill the cells"));

        Assert.Equal("warning: Column \"zone\" is text. (Kinds[\"zone\"] = Numeric, or fill the cells)", notice.ToString());
    }

    private static IEnumerable<(string Path, string Text)> Sources() => s_libraries
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", project), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
        .Select(path => (path, File.ReadAllText(path)));

    [GeneratedRegex("""new Remedy\((nameof\((\w+\.)*(?<last>\w+)\)|"(?<last>\w+)")""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(""" ".*[ ("']--[a-z]|"--[a-z]""", RegexOptions.None, 1000)]
    private static partial Regex OptionInText();
}
