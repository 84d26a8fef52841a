using System.Text;
using System.Text.RegularExpressions;
using Descent.Numerics;
using Descent.Tests.Laws;
using Descent.Tests.Repository;

namespace Descent.Tests.Coverage;

/// <summary>One line of the table: what is proven of an entry. Null stands for what does not apply to it.</summary>
internal sealed record CoverageRow(CatalogueEntry Entry, bool Built, bool? Gradient, bool Peer, int LawsKept, int LawsOver, bool Documented)
{
    public bool KeepsLaws => LawsKept == LawsOver;
}

/// <summary>docs/catalogue.md, computed from the catalogue, the tests' own marks and data, the pages and the source files.</summary>
internal static class CoverageTable
{
    public static IReadOnlyList<CoverageRow> Rows { get; } = [.. Subjects.Entries.Select(RowOf)];

    /// <summary>The page.</summary>
    public static string Page()
    {
        StringBuilder page = new();
        page.Append("# The catalogue and its proofs\n\n");
        page.Append("Written by a test from what the other tests contain; `eng/accept` writes it anew. A mark stands where a test that runs has the entry among its data; an empty cell is a gap.\n");
        foreach (IGrouping<CatalogueKind, CoverageRow> kind in Rows.GroupBy(r => r.Entry.Kind))
        {
            page.Append($"\n## {kind.Key}\n\n| entry | built | gradient | peer | laws | documented |\n|---|:-:|:-:|:-:|:-:|:-:|\n");
            foreach (CoverageRow row in kind)
            {
                string laws = row.KeepsLaws ? Mark(true) : $"{row.LawsKept} of {row.LawsOver}";
                page.Append($"| `{row.Entry.Name}` | {Mark(row.Built)} | {Mark(row.Gradient)} | {Mark(row.Peer)} | {laws} | {Mark(row.Documented)} |\n");
            }
        }

        page.Append("\n## What the columns say\n\n");
        page.Append("- **built**: the entry can be named, made, described in JSON and read again; a metric judges an outcome.\n");
        page.Append("- **gradient**: its derivatives by inputs, by learnable numbers and by the weights before it equal finite differences in double, within 1e-8.\n");
        page.Append("- **peer**: its numbers are those of PyTorch, scikit-learn, mpmath, MathNet or a published formula of Keras, kept beside the script that made them in `tests/Goldens`; where there is no such peer, those of a closed form: the moments of what is drawn, the place of what is made, a finite difference.\n");
        page.Append("- **laws**: it is among the data of every law that its kind is under:\n");
        foreach (CatalogueKind kind in Enum.GetValues<CatalogueKind>())
        {
            page.Append($"  - {kind}: {string.Join("; ", Law.Of(kind, trains: true))}\n");
        }

        page.Append("- **documented**: a page below `docs` has a heading with its name.\n");
        page.Append("\n\"–\" says that there is nothing to differentiate: optimizers, schedules and initializers are no part of the function that is trained, metrics judge it from outside, augmentations change its data, a perceptron has a rule without derivatives, ");
        page.Append("and an activation that training refuses because its derivative is 0 wherever it exists (`step`) is under the laws of prediction only.\n");
        page.Append("\n## Lines of code\n\n");
        page.Append(SourceLines.Text());
        return page.ToString();
    }

    private static CoverageRow RowOf(CatalogueEntry entry)
    {
        bool trains = entry.Example is not Activation activation || Trains(activation);
        IReadOnlyList<string> laws = Law.Of(entry.Kind, trains);
        bool? gradient = trains && entry.Kind is CatalogueKind.Layer or CatalogueKind.Activation or CatalogueKind.Loss or CatalogueKind.Regularizer ? Evidence.Has(entry, Proof.Gradient) : null;
        return new(entry, IsBuilt(entry), trains ? gradient : null, Evidence.Has(entry, Proof.Peer), laws.Count(law => Evidence.Has(entry, Proof.Law, law)), laws.Count, IsDocumented(entry));
    }

    private static bool Trains(Activation activation)
    {
        Network network = [new Dense(3, activation)];
        try
        {
            _ = network.Compile<double>(2, LaneWidth.Current, new MeanSquaredError());
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsBuilt(CatalogueEntry entry) => entry.Example switch
    {
        Layer layer => IsRead(layer),
        Loss loss => IsRead(loss),
        Optimizer optimizer => IsRead(optimizer),
        Regularizer regularizer => IsRead(regularizer),
        Initializer initializer => IsRead(initializer),
        Schedule schedule => IsRead(schedule),
        Augmentation augmentation => IsRead(augmentation),
        Perceptron perceptron => Catalogue.FromJson<Perceptron>(Catalogue.ToJson(perceptron)).Equals(perceptron),
        Metric metric => Enum.GetValues<OutcomeForm>().Any(metric.Fits),
        _ => false,
    };

    private static bool IsRead<T>(T example)
        where T : class => Catalogue.FromJson<T>(Catalogue.ToJson(example)).Equals(example) && Subjects.Instances(example.GetType()).Count > 0;

    private static bool IsDocumented(CatalogueEntry entry)
    {
        string page = $"docs/{entry.Kind switch { CatalogueKind.Loss => "losses", var kind => kind.ToString().ToLowerInvariant() + "s" }}.md";
        return Checkout.Has(page) && Regex.IsMatch(Checkout.Read(page), $@"^#+ .*(?<!\w){Regex.Escape(entry.Name)}(?!\w)", RegexOptions.Multiline);
    }

    private static string Mark(bool? holds) => holds switch { true => "✓", false => "", null => "–" };
}
