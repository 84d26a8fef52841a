using System.Xml.Linq;

namespace Descent.Tests.Repository;

public class ArrowTests
{
    private static readonly FloorPlan s_plan = new();

    [Fact]
    public void EveryAreaIsInTheFloorPlan() => Checkout.AssertNone(
        from path in Checkout.Files("src", "*.cs")
        let area = FloorPlan.AreaOfFile(path)
        where area != FloorPlan.Ground && !s_plan.Knows(area)
        select $"{path}: {area} is not in the floor plan; if the new folder is meant, add it and its arrows to the table in FloorPlan.cs.");

    [Fact]
    public void ProjectReferencesFollowTheFloorPlan() => Checkout.AssertNone(
        from path in Checkout.Files("src", "*.csproj")
        from reference in XDocument.Parse(Checkout.Read(path)).Descendants("ProjectReference")
        let source = AreaOfProject(Path.GetFileNameWithoutExtension(path))
        let target = AreaOfProject(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        where !s_plan.Knows(source) || !s_plan.Allows(source, target)
        select $"{path} references {target}, but the floor plan has no such arrow.");

    [Fact]
    public void TypesFollowTheFloorPlan() => Checkout.AssertNone(Assemblies().SelectMany(new AssemblyArrows(s_plan).Check));

    [Theory]
    [InlineData("Descent.Losses       → Descent.Steps, Descent.Activations", "Descent.Losses       → Descent.Steps", $"{nameof(BinaryCrossEntropy)} (Descent.Losses) uses {nameof(Sigmoid)}")]
    [InlineData("Descent.Training     → Descent.Models, Descent.Optimizers,", "Descent.Training     → Descent.Models,", "(Descent.Training) uses")]
    [InlineData("Descent.Formats      → Descent.Catalogue", "Descent.Formats      →", "(Descent.Formats) uses")]
    public void AUseWithoutAnArrowIsReported(string arrow, string lacking, string expected) =>
        Assert.Contains(Assemblies().SelectMany(new AssemblyArrows(new FloorPlan(FloorPlan.Arrows.Replace(arrow, lacking, StringComparison.Ordinal))).Check), offense => offense.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void OnlyNumericsIsUnsafe() => Checkout.AssertNone(
        SourceText.All("src").Where(source => source.HasWord("unsafe")).Select(source => source.Path)
        .Concat(Checkout.Files("src", "*.csproj").Where(path => Checkout.Read(path).Contains("AllowUnsafeBlocks", StringComparison.Ordinal)))
        .Where(path => !path.StartsWith("src/Descent.Numerics/", StringComparison.Ordinal)));

    private static IEnumerable<string> Assemblies() => Checkout.Files("src", "*.csproj")
        .Select(path => Path.Combine(AppContext.BaseDirectory, Path.GetFileNameWithoutExtension(path) + ".dll")).Where(File.Exists);

    [Fact]
    public void ACircleIsReported() =>
        Assert.Throws<InvalidOperationException>(() => new FloorPlan("A → B\nB → C\nC → A"));

    private static string AreaOfProject(string project) => project == FloorPlan.Ground ? FloorPlan.Roof : project;
}
