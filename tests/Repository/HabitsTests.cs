using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Descent.Tests.Repository;

/// <summary>The habits that keep the repository buildable anywhere and readable for long.</summary>
public partial class HabitsTests
{
    private const int LongestFile = 400;

    private static readonly string[] s_written = ["*.cs", "*.md", "*.csproj", "*.props", "*.targets", "*.slnx", "*.json", "*.txt", "*.yml"];

    // Packages whose types are in a namespace of another name.
    private static readonly Dictionary<string, string> s_namespaces = new(StringComparer.Ordinal)
    {
        ["Microsoft.Orleans.Client"] = "Orleans.Configuration",
        ["Microsoft.Orleans.Clustering.AdoNet"] = "Orleans.Configuration",
        ["Microsoft.Orleans.Connections.Security"] = "Orleans.Connections.Security",
        ["Microsoft.Orleans.Persistence.AdoNet"] = "Orleans.Storage",
        ["Microsoft.Orleans.Reminders.AdoNet"] = "Orleans.Configuration",
        ["Microsoft.Orleans.Server"] = "Orleans.Concurrency",
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = "OpenTelemetry.Metrics",
        ["OpenTelemetry.Extensions.Hosting"] = "OpenTelemetry.Metrics",
        ["Parquet.Net"] = "Parquet",
    };

    public static TheoryData<string> Projects => [.. Checkout.SourceProjects()];

    [Fact]
    public void PackagesComeFromWhereverTheReaderGetsThem() =>
        Checkout.AssertNone(Checkout.Files("", "*").Where(path => Path.GetFileName(path).Equals("nuget.config", StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void BuildFilesNameNoHosts() => Checkout.AssertNone(
        Lines("*.csproj", "*.props", "*.targets", "*.slnx", "*.json").Where(line => HasHost().IsMatch(line) && !line.Contains("$schema", StringComparison.Ordinal)));

    [Fact]
    public void NoFileNamesAPathOfSomebodysMachine() => Checkout.AssertNone(Lines(s_written).Where(line => HasMachinePath().IsMatch(line)));

    // A template makes projects that stand alone; its package fills in the version.
    [Fact]
    public void PackageVersionsAreCentral() => Checkout.AssertNone(
        from path in Checkout.Files("", "*.csproj")
        where !path.StartsWith("templates/content/", StringComparison.Ordinal)
        from package in XDocument.Parse(Checkout.Read(path)).Descendants("PackageReference")
        where package.Attribute("Version") is { } || package.Element("Version") is { } || package.Attribute("VersionOverride") is { }
        select $"{path}: {package.Attribute("Include")?.Value} has a version; versions live in Directory.Packages.props");

    // What only the build needs has no namespace of its own; that of Parquet.Net has another name.
    [Theory]
    [MemberData(nameof(Projects))]
    public void EveryPackageIsUsed(string project) => Checkout.AssertNone(
        from package in XDocument.Parse(Checkout.Read($"src/{project}/{project}.csproj")).Descendants("PackageReference")
        where package.Attribute("PrivateAssets") is null
        let included = package.Attribute("Include")!.Value
        let name = s_namespaces.GetValueOrDefault(included, included)
        where !SourceText.All($"src/{project}").Any(source => Regex.IsMatch(source.Code, $@"\busing {Regex.Escape(name)}\b"))
        select $"src/{project} refers to {name} and does not use it");

    [Theory]
    [MemberData(nameof(Projects))]
    public void EveryProjectSaysWhatItIs(string project)
    {
        Assert.True(Checkout.Has($"src/{project}/README.md"), $"src/{project} has no README.md.");
        Assert.NotEmpty(XDocument.Parse(Checkout.Read($"src/{project}/{project}.csproj")).Descendants("Description"));
    }

    [Fact]
    public void TheChangelogHasAPlaceForWhatIsNew() => Assert.Contains("\n## [Unreleased]\n", Checkout.Read("CHANGELOG.md"), StringComparison.Ordinal);

    [Fact]
    public void DecisionsHaveAContextAndConsequences() => Checkout.AssertNone(
        from path in Checkout.Files("docs/adr", "*.md")
        from offense in Regex.IsMatch(Path.GetFileName(path), @"^\d{4}-[a-z0-9-]+\.md$")
            ? new[] { "Context", "Decision", "Consequences" }.Where(heading => !Checkout.Read(path).Contains($"\n## {heading}\n", StringComparison.Ordinal)).Select(heading => $"no heading '## {heading}'")
            : ["named otherwise than NNNN-title.md"]
        select $"{path}: {offense}");

    [Fact]
    public void DecisionsHaveDifferentNumbers() => Checkout.AssertNone(
        Checkout.Files("docs/adr", "*.md").GroupBy(path => Path.GetFileName(path)[..4]).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));

    [Fact]
    public void SourceFilesAreShort() => Checkout.AssertNone(
        Checkout.Files("src", "*.cs").Where(path => Checkout.Read(path).Count(character => character == '\n') > LongestFile).Select(path => $"{path}: more than {LongestFile} lines"));

    [Fact]
    public void NothingIsLeftForLater() => Checkout.AssertNone(Lines("*.cs").Where(line => line.StartsWith("src/", StringComparison.Ordinal) && HasLeftover().IsMatch(line)));

    // Users import few namespaces: a library's types share one, and its folders are for readers. The tool's are its own affair.
    [Fact]
    public void NamespacesAreFew() => Checkout.AssertNone(
        from source in SourceText.All("src")
        let folder = string.Join('.', source.Path.Split('/')[1..^1])
        let expected = folder.StartsWith("Descent.Cli", StringComparison.Ordinal) ? folder : source.Path.Split('/')[1]
        where source.Namespace is { } actual ? actual != expected : !IsNamespaceFree(source)
        select $"{source.Path}: expected namespace {expected}, found {source.Namespace ?? "none"}");

    // Top-level statements and assembly attributes cannot have a namespace.
    private static bool IsNamespaceFree(SourceText source) =>
        Path.GetFileName(source.Path) == "Program.cs" || source.Code.Contains("[assembly:", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(params string[] patterns) =>
        from pattern in patterns
        from path in Checkout.Files("", pattern)
        from line in Checkout.Read(path).Split('\n').Select((text, i) => $"{path}({i + 1}): {text.Trim()}")
        select line;

    [GeneratedRegex("https?://")]
    private static partial Regex HasHost();

    [GeneratedRegex(@"(?<![\w.)}])/(home|root|work|Users)/|[A-Z]:\\Users")]
    private static partial Regex HasMachinePath();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME)\b|#pragma warning disable")]
    private static partial Regex HasLeftover();
}
