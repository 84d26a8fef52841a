using System.Text;
using System.Xml.Linq;
using Descent.Cli.Pages;
using Descent.Tests.Laws;

namespace Descent.Tests.Repository;

/// <summary>The generated pages are what the library says now. Run <c>eng/accept</c> to write them.</summary>
public class GeneratedPagesTests
{
    private const int LargestPlot = 15 * 1024;

    private static readonly Lazy<IReadOnlyDictionary<string, string>> s_files = new(() => Generated.Files([.. Written()]).ToDictionary(file => $"docs/{file.Path}", file => file.Text, StringComparer.Ordinal));

    private static IReadOnlyDictionary<string, string> Files => s_files.Value;

    [Fact]
    public void PagesAreWhatTheLibrarySays()
    {
        Subjects.SkipUnlessComplete();
        if (Environment.GetEnvironmentVariable("DESCENT_WRITE_DOCS") == "1")
        {
            Write();
        }

        Checkout.AssertNone(Files.Where(file => !Checkout.Has(file.Key) || Checkout.Read(file.Key) != file.Value).Select(file => $"{file.Key} is not what the library says now; run eng/accept."));
        Checkout.AssertNone(Forgotten().Select(path => $"{path} belongs to nothing any more; run eng/accept."));
    }

    [Fact]
    public void EveryEntryHasItsSectionAndItsDrawing() => Checkout.AssertNone(
        from entry in Subjects.Entries
        let page = Files[$"docs/{ComponentPage.Path(entry.Kind)}"]
        where !page.Contains($"\n## {entry.Name}\n", StringComparison.Ordinal)
            || (entry.Kind is not (CatalogueKind.Metric or CatalogueKind.Augmentation or CatalogueKind.Model) && !(Files.ContainsKey($"docs/{ComponentPage.PlotPath(entry)}") && page.Contains($"({ComponentPage.PlotPath(entry)})", StringComparison.Ordinal)))
        select $"{entry.Name} has no section or no drawing.");

    [Fact]
    public void LinksLeadSomewhere() => Checkout.AssertNone(
        from path in Checkout.Files("docs", "*.md")
        let page = Files.GetValueOrDefault(path) ?? Checkout.Read(path)
        from target in Markup.Links(page)
        where !target.Contains("://", StringComparison.Ordinal)
        let parts = target.Split('#')
        let file = parts[0].Length == 0 ? path : Path.GetRelativePath(Checkout.Root, Path.GetFullPath(Path.Combine(Checkout.Root, Path.GetDirectoryName(path)!, parts[0]))).Replace('\\', '/')
        where !(Files.ContainsKey(file) || Checkout.Has(file)) || (parts.Length > 1 && !Markup.HasAnchor(Files.GetValueOrDefault(file) ?? Checkout.Read(file), parts[1]))
        select $"{path}: {target} leads nowhere.");

    [Fact]
    public void DrawingsAreSmallAndWellFormed()
    {
        foreach ((string path, string text) in Files.Where(file => file.Key.EndsWith(".svg", StringComparison.Ordinal)))
        {
            Assert.True(Encoding.UTF8.GetByteCount(text) < LargestPlot, $"{path} has {Encoding.UTF8.GetByteCount(text)} bytes.");
            XElement svg = XDocument.Parse(text).Root!;
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "path" && ((string?)element.Attribute("class"))?.StartsWith("curve", StringComparison.Ordinal) == true);
        }
    }

    /// <summary>The pages below docs that people write, with their titles.</summary>
    private static IEnumerable<(string Path, string Title)> Written() =>
        from path in Checkout.Files("docs", "*.md")
        let text = Checkout.Read(path)
        where !text.Contains(Generated.Remark, StringComparison.Ordinal)
        select (path["docs/".Length..], text.Split('\n').First(line => line.StartsWith("# ", StringComparison.Ordinal))[2..].Trim());

    // Generated once, and now of nothing.
    private static IEnumerable<string> Forgotten() =>
        from path in Checkout.Files("docs/plots", "*").Concat(Checkout.Files("docs", "*.md").Where(page => Checkout.Read(page).Contains(Generated.Remark, StringComparison.Ordinal)))
        where !Files.ContainsKey(path)
        select path;

    private static void Write()
    {
        foreach (string path in Forgotten().ToArray())
        {
            File.Delete(Path.Combine(Checkout.Root, path));
        }

        foreach ((string path, string text) in Files)
        {
            string full = Path.Combine(Checkout.Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    }
}
