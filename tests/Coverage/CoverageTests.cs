using Descent.Tests.Laws;
using Descent.Tests.Repository;

namespace Descent.Tests.Coverage;

/// <summary>The table of proofs is the one in docs/catalogue.md, and it has no empty cell.</summary>
public class CoverageTests
{
    private const string Page = "docs/catalogue.md";

    public static TheoryData<string> Kinds => [.. Enum.GetNames<CatalogueKind>()];

    [Fact]
    public void ThePageIsTheOneThatTheTestsGive()
    {
        Subjects.SkipUnlessComplete();
        string actual = CoverageTable.Page(), file = Path.Combine(Checkout.Root, Page);
        if (Environment.GetEnvironmentVariable("DESCENT_ACCEPT_CATALOGUE") == "1")
        {
            File.WriteAllText(file, actual);
        }

        string[] before = File.Exists(file) ? File.ReadAllLines(file) : [], after = actual.TrimEnd('\n').Split('\n');
        IEnumerable<string> changes = before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line));
        Assert.True(before.SequenceEqual(after), $"{Page} is not what the tests give; run eng/accept to write it anew.\n{string.Join('\n', changes.Take(20))}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoCellIsEmpty(string kind)
    {
        CatalogueKind wanted = Enum.Parse<CatalogueKind>(kind);
        CoverageRow[] rows = [.. CoverageTable.Rows.Where(r => r.Entry.Kind == wanted)];
        Assert.NotEmpty(rows);
        Checkout.AssertNone(
            from row in rows
            from cell in new (string Column, bool Full)[] { ("built", row.Built), ("gradient", row.Gradient ?? true), ("peer", row.Peer), ("laws", row.KeepsLaws), ("documented", row.Documented) }
            where !cell.Full
            select $"{row.Entry.Name}: nothing fills its cell in the column {cell.Column}; docs/architecture.md, \"An activation, step by step\", says what does");
    }

    [Fact]
    public void EveryTypeOfEveryKindIsInTheCatalogue() => Checkout.AssertNone(
        Subjects.Written.Concat(Concrete<Descent.Metric>()).Except(Catalogue.Entries.Select(e => e.Type))
            .Select(type => $"{type.Name} has no row in src/Descent/Catalogue.Rows.cs, so no law is held against it. docs/architecture.md, \"An activation, step by step\", has all that belongs to it; eng/accept writes what is generated."));

    [Fact]
    public void EveryRowHasItsOtherLines() => Checkout.AssertNone(
        Catalogue.Entries.Where(entry => !entry.HasJson).Select(entry => $"{entry.Name} lacks its line in src/Descent/CatalogueJson.cs: [JsonSerializable(typeof({entry.Type.Name}))]")
            .Concat(Catalogue.Entries.Where(entry => entry.Range.Length == 0).Select(entry => $"{entry.Name} has no range in src/Descent/Catalogue.Rows.cs.")));

    [Fact]
    public void NamesAreUsedOnce() => Assert.Empty(Catalogue.Entries.GroupBy(e => e.Name).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void ProofsDoNotCoverEverythingByThemselves()
    {
        // The table can be empty: what no test names has no mark, and a law that nobody proves is kept by none.
        CatalogueEntry entry = Catalogue.Find("relu")!;
        Assert.False(Evidence.Has(entry, Proof.Law, "no such law"));
        Assert.False(Evidence.Has(entry with { Name = "unheard_of" }, Proof.Peer));
        Assert.False(Evidence.Has(Catalogue.Find("accuracy")!, Proof.Gradient));
        Assert.All(Evidence.All, e => Assert.NotEmpty(e.Entries));
    }

    [Fact]
    public void TheLongestFilesHaveAReason() => Assert.Empty(SourceLines.WithoutReason);

    private static IEnumerable<Type> Concrete<T>() => typeof(T).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsSealed: true } && t.IsSubclassOf(typeof(T)));
}
