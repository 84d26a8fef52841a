using System.CommandLine;
using Descent.Cli.Documents;
using Descent.Cli.Explanations;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Lists everything in the catalogue, the recipes and the ensemble methods.</summary>
internal sealed class ListVerb : Verb
{
    private readonly Argument<string?> kind = new("KIND") { Description = $"One kind only: {string.Join(", ", Words)}.", Arity = ArgumentArity.ZeroOrOne };

    public ListVerb()
        : base("list", "Lists everything with a name: layers, activations, losses, optimizers, recipes, ensembles and so on, each with its use.") => Arguments.Add(kind);

    protected override bool IsRandom => false;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("list", "Everything:"),
        new("list activations", "One kind, with ranges and limits:"),
        new("list --json", "For programs, with formulas and options:"),
    ];

    public override int Run(Call call)
    {
        string? wanted = call.Value(kind);
        bool recipesAlone = wanted is not null && RecipeText.IsKind(wanted), ensemblesAlone = wanted is not null && EnsembleText.IsKind(wanted);
        IReadOnlyList<CatalogueKind> kinds = recipesAlone || ensemblesAlone ? [] : wanted is not null ? [Wanted(wanted)] : Kinds.All;
        IEnumerable<RecipeDocument>? recipes = recipesAlone || wanted is null ? Recipe.ByName.Values.Select(RecipeDocument.Of) : null;
        IEnumerable<EnsembleMethodDocument>? ensembles = ensemblesAlone || wanted is null ? EnsembleMethod.ByName.Values.Select(EnsembleMethodDocument.Of) : null;
        return call.Respond(() => [new ListDocument(kinds.SelectMany(Catalogue.Of).Select(EntryDocument.Of), recipes, ensembles)], screen =>
        {
            if (wanted is null)
            {
                WriteOverview(screen);
            }
            else if (recipesAlone)
            {
                RecipeText.WriteKind(screen);
            }
            else if (ensemblesAlone)
            {
                EnsembleText.WriteKind(screen);
            }
            else
            {
                WriteKind(screen, kinds[0]);
            }

            call.People.Line("descent explain NAME says more about each of them.");
        });
    }

    private static void WriteOverview(Screen screen)
    {
        foreach (CatalogueKind shown in Kinds.All.Where(shown => Catalogue.Of(shown).Any()))
        {
            screen.Table([Kinds.Title(shown), "Use"], Catalogue.Of(shown).Select(entry => (string[])[entry.Name, entry.Use]), wrapLast: true);
            screen.Line();
        }

        RecipeText.WriteOverview(screen);
        screen.Line();
        EnsembleText.WriteOverview(screen);
    }

    private static void WriteKind(Screen screen, CatalogueKind shown)
    {
        TextTable table = new(Kinds.Title(shown), "Range", "Use", "Limits") { FirstSentence = 1 };
        foreach (CatalogueEntry entry in Catalogue.Of(shown))
        {
            table.Add(entry.Name, entry.Range, entry.Use, entry.Limits);
        }

        screen.Table(table);
    }

    private static CatalogueKind Wanted(string word) =>
        Kinds.Find(word) ?? throw new UsageException($"There is no kind '{word}'. {Wording.Hint(word, [.. Words])}");

    private static IEnumerable<string> Words => [.. Kinds.All.Select(Kinds.Plural), RecipeText.Plural, EnsembleText.Plural];
}
