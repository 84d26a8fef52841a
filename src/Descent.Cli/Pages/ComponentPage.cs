using static Descent.Cli.Pages.Markdown;

namespace Descent.Cli.Pages;

/// <summary>The page of a kind: a table of all entries, then a section for each.</summary>
internal static class ComponentPage
{
    public static string Path(CatalogueKind kind) => $"{Kinds.Plural(kind)}.md";

    public static string PlotPath(CatalogueEntry entry) => $"plots/{entry.Name}.svg";

    public static string Link(CatalogueEntry entry, bool samePage = false) => $"[{entry.Name}]({(samePage ? "" : Path(entry.Kind))}#{entry.Name})";

    public static StringBuilder Of(CatalogueKind kind, IReadOnlyList<Entry> entries)
    {
        StringBuilder page = new($"{Beginning(kind)}\n\n");
        page.AppendTable(
            [Kinds.Title(kind), "Range", "Use", "Limits"],
            entries.Select(entry => (string[])[Link(entry.Row, samePage: true), Text(entry.Row.Range), Text(entry.Row.Use), Text(entry.Row.Limits)]));
        if (DecisionTables.All.FirstOrDefault(table => table.Kind == kind) is { } advice)
        {
            page.Append($"Which of them when: [{advice.Title}](choosing.md#{advice.Name}).\n\n");
        }

        foreach (Entry entry in entries)
        {
            Append(page, entry);
        }

        return page;
    }

    private static string Beginning(CatalogueKind kind) => kind switch
    {
        CatalogueKind.Layer => "A network is a list of layers; every [activation](activations.md) is one as well. The plots show the values of a batch before and after the layer, in training.",
        CatalogueKind.Activation => "An activation is applied to each neuron by itself; only softmax and log_softmax look at the whole layer. The plots show the value and the derivative that training uses.",
        CatalogueKind.Loss => "The quantity that training minimizes: ŷ is the output of the network, y the target, p a probability. Every loss has a reduction. The plots show the loss of one sample and the derivative that training uses.",
        CatalogueKind.Optimizer => "How gradients change parameters: g is the gradient, θ a parameter, η the learning rate. The plots show the path of each down the same ravine, with the best of a few learning rates for that ravine. The right rate for your network has to be found with your network.",
        CatalogueKind.Regularizer => "Penalties and limits that keep weights small. The plots show the penalty on one weight and the derivative that is added to its gradient. See also [dropout](layers.md#dropout) and [gaussian_noise](layers.md#gaussian_noise).",
        CatalogueKind.Initializer => "How the first weights are drawn. By default a dense layer uses what suits its activation. The plots show the distribution of the weights of one layer.",
        CatalogueKind.Schedule => "A number that changes during training, as a function of the epoch. Every learning rate can be a schedule, and so can most other numbers of optimizers and penalties. The plots show the length of the schedule, or 100 epochs.",
        CatalogueKind.Metric => "How good predictions are. Each page has an example computed by the library for a few rows.",
        CatalogueKind.Augmentation => "Ways to get more, or different, training rows out of those there are. Validation and test rows are never touched. In the tool: `--augment`.",
        CatalogueKind.Model => "Models with a learning rule of their own, beside networks trained by gradients.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A page needs an introduction."),
    };

    private static void Append(StringBuilder page, Entry entry)
    {
        page.Append($"## {entry.Row.Name}\n\n```text\n{entry.Formula.Text}\n{(entry.Formula.Where.Length > 0 ? $"where {entry.Formula.Where}\n" : "")}```\n\n");
        if (entry.Drawing is { } drawing)
        {
            string shown = drawing.Walk is null ? string.Join(" and ", drawing.Curves.Select(curve => curve.Name)) : "the way through a ravine";
            page.Append($"![{entry.Row.Name}: {shown}]({PlotPath(entry.Row)})\n\n");
            page.Append(drawing.Remark.Length > 0 ? $"{Text(drawing.Remark)}\n\n" : "");
        }

        if (entry.Example is { } example)
        {
            page.Append($"For a {$"{example.Form}".ToLowerInvariant()} outcome:\n\n");
            page.AppendTable(["target", "prediction"], example.Rows.Select(row => (string[])[row.Wanted, row.Given]));
            page.Append($"{entry.Row.Name} = {example.Result}; {(example.HigherIsBetter ? "higher" : "lower")} is better.\n\n");
        }

        (string Name, string Value)[] facts =
        [
            ("range", Text(entry.Row.Range)), ("use", Text(entry.Row.Use)), ("limits", Text(entry.Row.Limits)),
            ("options (default)", string.Join("<br>", entry.Options.Select(Text))),
            .. entry.Others.Select(other => (other.Option, Text(other.Formula.Text + (other.Formula.Where.Length > 0 && other.Formula.Where != entry.Formula.Where ? $" ({other.Formula.Where})" : "")))),
            .. entry.Variants.Select(variant => (variant.Who, Text(variant.What))), ("source", Text(entry.Row.Source)),
            ("C#", Code(entry.Spelling.CSharp)), ("JSON", entry.Spelling.Json is { } json ? Code(json) : ""), ("command line", entry.Spelling.CommandLine is { } line ? Code(line) : ""),
        ];
        page.AppendTable(["", ""], facts.Where(fact => fact.Value.Length > 0).Select(fact => (string[])[$"**{fact.Name}**", fact.Value]));
    }
}
