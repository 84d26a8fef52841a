using System.Text;
using Descent.Cli.Explanations;
using static Descent.Cli.Pages.Markdown;

namespace Descent.Cli.Pages;

/// <summary>The page of a kind: a table of all entries, then a section for each.</summary>
internal static class ComponentPage
{
    /// <summary>Where the page of a kind lies, below <c>docs</c>.</summary>
    public static string Path(CatalogueKind kind) => $"{Kinds.Plural(kind)}.md";

    /// <summary>Where the drawing of an entry lies, below <c>docs</c>.</summary>
    public static string PlotPath(CatalogueEntry entry) => $"plots/{entry.Name}.svg";

    /// <summary>A link to the section of an entry.</summary>
    public static string Link(CatalogueEntry entry, bool samePage = false) => $"[{entry.Name}]({(samePage ? "" : Path(entry.Kind))}#{entry.Name})";

    /// <summary>The page.</summary>
    public static string Of(CatalogueKind kind, IReadOnlyList<Entry> entries)
    {
        StringBuilder page = new();
        page.Append($"# {Kinds.Title(kind)}\n\n{Generated.Remark}\n\n{Beginning(kind)}\n\n");
        page.AppendTable(
            [Kinds.Title(kind), "Range", "Use", "Limits"],
            entries.Select(entry => (string[])[Link(entry.Row, samePage: true), Text(entry.Row.Facts.Range), Text(entry.Row.Use), Text(entry.Row.Limits)]));
        if (DecisionTables.All.FirstOrDefault(table => table.Kind == kind) is { } advice)
        {
            page.Append($"Which of them when: [{advice.Title}](choosing.md#{advice.Name}).\n\n");
        }

        foreach (Entry entry in entries)
        {
            Append(page, entry);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string Beginning(CatalogueKind kind) => kind switch
    {
        CatalogueKind.Layer => "A network is a list of layers; every [activation](activations.md) is one, too. Drawn is what a layer makes of a batch in training.",
        CatalogueKind.Activation => "An activation works on every neuron by itself, softmax and its logarithm on the layer as a whole. Drawn are the value and the derivative that training uses.",
        CatalogueKind.Loss => "What training makes small; ŷ is what the network says, y the target, p a probability. The reduction is an option of all. Drawn is the loss of one sample, and the derivative that training uses.",
        CatalogueKind.Optimizer => "How gradients change parameters: g is the gradient, θ a parameter, η the learning rate. Each is drawn on its way down the same ravine. The learning rate is the best of a few there: one for your network has to be found with your network.",
        CatalogueKind.Regularizer => "Penalties and limits that keep weights small. Drawn is the penalty of one weight and the derivative that is added to its gradient. See also [dropout](layers.md#dropout) and [gaussian_noise](layers.md#gaussian_noise).",
        CatalogueKind.Initializer => "How weights begin. Without a word dense takes what suits the activation. Drawn are the weights of a layer.",
        CatalogueKind.Schedule => "A number that changes while training, as a function of the epoch. Every learning rate takes one. Drawn are 100 epochs, or the beginning of a warm-up.",
        CatalogueKind.Metric => "How good predictions are. Each is worked out for a few rows, by the library.",
        _ => "",
    };

    private static void Append(StringBuilder page, Entry entry)
    {
        page.Append($"## {entry.Row.Name}\n\n```text\n{entry.Row.Formula}\n```\n\n");
        if (entry.Drawing is { } drawing)
        {
            string shown = drawing.Walk is null ? string.Join(" and ", drawing.Curves.Select(curve => curve.Name)) : "the way through a ravine";
            page.Append($"![{entry.Row.Name}: {shown}]({PlotPath(entry.Row)})\n\n");
            page.Append(drawing.Remark.Length > 0 ? $"{Text(drawing.Remark)}\n\n" : "");
        }

        if (entry.Example is { } example)
        {
            page.Append($"For a {$"{example.Form}".ToLowerInvariant()} outcome:\n\n");
            page.AppendTable(["wanted", "given"], example.Rows.Select(row => (string[])[row.Wanted, row.Given]));
            page.Append($"{entry.Row.Name} = {example.Result}; {(example.HigherIsBetter ? "more" : "less")} is better.\n\n");
        }

        (string Name, string Value)[] facts =
        [
            ("range", Text(entry.Row.Facts.Range)), ("use", Text(entry.Row.Use)), ("limits", Text(entry.Row.Limits)),
            ("options, with defaults", string.Join("<br>", entry.Options.Select(Text))),
            .. entry.Variants.Select(variant => (variant.Who, Text(variant.What))), ("source", Text(entry.Row.Source)),
            ("C#", Code(entry.Spelling.CSharp)), ("JSON", entry.Spelling.Json is { } json ? Code(json) : ""), ("command line", entry.Spelling.CommandLine is { } line ? Code(line) : ""),
        ];
        page.AppendTable(["", ""], facts.Where(fact => fact.Value.Length > 0).Select(fact => (string[])[$"**{fact.Name}**", fact.Value]));
    }
}
