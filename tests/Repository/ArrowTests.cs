using System.Xml.Linq;

namespace Descent.Tests.Repository;

public class ArrowTests
{
    private static readonly ArrowChecker Checker = new(new FloorPlan());

    [Fact]
    public void SourceFollowsTheFloorPlan() => Checkout.AssertNone(SourceText.All("src").SelectMany(Checker.Check));

    [Fact]
    public void ProjectReferencesFollowTheFloorPlan() => Checkout.AssertNone(
        from path in Checkout.Files("src", "*.csproj")
        from reference in XDocument.Parse(Checkout.Read(path)).Descendants("ProjectReference")
        from offense in Checker.CheckProjectReference(
            Path.GetFileNameWithoutExtension(path),
            Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        select offense);

    [Fact]
    public void TypesFollowTheFloorPlan() => Checkout.AssertNone(Assemblies().SelectMany(new AssemblyArrows(new FloorPlan()).Check));

    [Theory]
    [InlineData("Descent.Losses       → Descent.Steps, Descent.Activations", "Descent.Losses       → Descent.Steps", "BinaryCrossEntropy (Descent.Losses) uses Sigmoid")]
    [InlineData("Descent.Training     → Descent.Models, Descent.Optimizers,", "Descent.Training     → Descent.Models,", "(Descent.Training) uses")]
    [InlineData("Descent.Formats      → Descent.Catalogue", "Descent.Formats      →", "(Descent.Formats) uses")]
    public void AUseWithoutAnArrowIsReported(string arrow, string lacking, string expected) =>
        Assert.Contains(Assemblies().SelectMany(new AssemblyArrows(new FloorPlan(FloorPlan.Arrows.Replace(arrow, lacking, StringComparison.Ordinal))).Check), offense => offense.Contains(expected, StringComparison.Ordinal));

    // A namespace imported for a whole project would be an arrow nobody sees.
    [Fact]
    public void NamespacesAreImportedPerFile() => Checkout.AssertNone(
        SourceText.All("src").Where(source => source.Code.Contains("global using Descent", StringComparison.Ordinal)).Select(source => $"{source.Path}: global using")
        .Concat(Checkout.Files("src", "*.csproj").Where(path => Checkout.Read(path).Contains("<Using Include=\"Descent", StringComparison.Ordinal)).Select(path => $"{path}: Using")));

    [Fact]
    public void OnlyNumericsIsUnsafe() => Checkout.AssertNone(
        SourceText.All("src").Where(source => source.HasWord("unsafe")).Select(source => source.Path)
        .Concat(Checkout.Files("src", "*.csproj").Where(path => Checkout.Read(path).Contains("AllowUnsafeBlocks", StringComparison.Ordinal)))
        .Where(path => !path.StartsWith("src/Descent.Numerics/", StringComparison.Ordinal)));

    [Theory]
    [InlineData("src/Descent/Engine/Frame.cs", "using Descent.Models;", "Descent.Models")]
    [InlineData("src/Descent/Layers/Dense.cs", "class Dense { Descent.Training.History history; }", "Descent.Training")]
    [InlineData("src/Descent/Optimizers/Adam.cs", "using Descent.Engine;", "Descent.Engine")]
    [InlineData("src/Descent/Metrics/Accuracy.cs", "using static Descent.Losses.Loss;", "Descent.Losses")]
    [InlineData("src/Descent/Models/Model.cs", "using F = Descent.Formats.ModelFile;", "Descent.Formats")]
    [InlineData("src/Descent/Training/Fit.cs", "var row = Catalogue.Find(name);", "Catalogue")]
    [InlineData("src/Descent/Catalogue.cs", "using Descent.Formats;", "Descent.Formats")]
    [InlineData("src/Descent/Throw.cs", "using Descent.Layers;", "Descent.Layers")]
    [InlineData("src/Descent.Numerics/Lanes/Lane.cs", "using Descent.Data;", "Descent.Data")]
    [InlineData("src/Descent.Data/Table.cs", "using Descent;", "Descent")]
    [InlineData("src/Descent/Widgets/Widget.cs", "", "FloorPlan.cs")]
    [InlineData("src/Descent.Extra/Widget.cs", "", "FloorPlan.cs")]
    public void AnArrowUpIsReported(string path, string code, string expected) =>
        Assert.Contains(expected, Assert.Single(Checker.Check(new SourceText(path, code))), StringComparison.Ordinal);

    [Theory]
    [InlineData("src/Descent/Ensembles/Bagging.cs", "using Descent.Numerics.Random;\nusing Descent.Training.Callbacks;\nusing Descent.Schedules;")]
    [InlineData("src/Descent/Layers/Dense.cs", "// not Descent.Training\nvar s = \"Descent.Training\"; /* Catalogue */\nusing Descent.Activations;")]
    [InlineData("src/Descent/Catalogue.cs", "using Descent.Ensembles; class Catalogue;")]
    [InlineData("src/Descent/Catalogue.cs", "namespace Descent.Formats;")]
    [InlineData("src/Descent/Models/Model.cs", "using Descent;")]
    [InlineData("src/Descent.Cli/Verbs/Train.cs", "using Descent;\nusing Descent.Training;\nvar row = Descent.Catalogue.Find(name);")]
    public void AnArrowDownIsNot(string path, string code) => Assert.Empty(Checker.Check(new SourceText(path, code)));

    [Fact]
    public void AProjectReferenceUpIsReported()
    {
        Assert.NotEmpty(Checker.CheckProjectReference("Descent.Data", "Descent"));
        Assert.NotEmpty(Checker.CheckProjectReference("Descent.Extra", "Descent"));
        Assert.Empty(Checker.CheckProjectReference("Descent.Cli", "Descent"));
    }

    private static IEnumerable<string> Assemblies() => Checkout.Files("src", "*.csproj")
        .Select(path => Path.Combine(AppContext.BaseDirectory, Path.GetFileNameWithoutExtension(path) + ".dll")).Where(File.Exists);

    [Fact]
    public void ACircleIsReported() =>
        Assert.Throws<InvalidOperationException>(() => new FloorPlan("A → B\nB → C\nC → A"));
}
