namespace Descent.Cli.Verbs;

/// <summary>Lists everything in the catalogue, the recipes and the ensemble methods.</summary>
internal sealed class ListVerb : Verb
{
    private readonly Argument<string?> kind = new("KIND") { Description = $"One kind only: {string.Join(", ", All.Select(listed => listed.Plural))}.", Arity = ArgumentArity.ZeroOrOne };

    public ListVerb()
        : base("list", "Lists everything with a name: layers, activations, losses, optimizers, recipes, ensembles and so on, each with its use.",
            new("list", "Everything:"),
            new("list activations", "One kind, with ranges and limits:"),
            new("list --json", "For programs, with formulas and options:")) =>
        Add(kind);

    protected override bool IsRandom => false;

    // Recipes and ensemble methods are no entries of the catalogue, but are listed like them.
    private static Listed[] All =>
    [
        .. Kinds.All.Select(kind => new Listed(Kinds.Word(kind), Kinds.Plural(kind), "Range", Catalogue.Of(kind).Select(entry => (string[])[entry.Name, entry.Range, entry.Use, entry.Limits])) { Kind = kind }),
        new(RecipeText.Word, RecipeText.Plural, "Layers", Recipe.ByName.Values.Select(recipe => (string[])[recipe.Name, recipe.Facts.Layers, recipe.Facts.Use, recipe.Facts.Limits])),
        new(EnsembleText.Word, EnsembleText.Plural, "Prediction", EnsembleMethod.ByName.Values.Select(method => (string[])[method.Name, method.Facts.Prediction, method.Facts.Use, method.Facts.Limits])),
    ];

    public override int Run(Call call)
    {
        string? wanted = call.Value(kind);
        Listed[] shown = wanted is null ? All : [Array.Find(All, listed => listed.IsCalled(wanted)) ?? throw new UsageException($"There is no kind '{wanted}'. {Wording.Hint(wanted, [.. All.Select(listed => listed.Plural)])}")];
        bool Has(string word) => Array.Exists(shown, listed => listed.Word == word);
        return call.Respond(
            () =>
            [
                new ListDocument(
                    shown.Select(listed => listed.Kind).OfType<CatalogueKind>().SelectMany(Catalogue.Of).Select(EntryDocument.Of),
                    Has(RecipeText.Word) ? Recipe.ByName.Values.Select(RecipeDocument.Of) : null,
                    Has(EnsembleText.Word) ? EnsembleMethod.ByName.Values.Select(EnsembleMethodDocument.Of) : null),
            ],
            screen =>
            {
                if (wanted is null)
                {
                    WriteOverview(screen);
                }
                else
                {
                    screen.Table([shown[0].Title, shown[0].Second, "Use", "Limits"], shown[0].Rows, firstSentence: 1);
                }

                call.People.Line("descent explain NAME says more about each of them.");
            });
    }

    private static void WriteOverview(Screen screen)
    {
        foreach ((int i, Listed listed) in All.Where(listed => listed.Rows.Any()).Index())
        {
            screen.Lines(i == 0 ? [] : [""]);
            screen.Table([listed.Title, "Use"], listed.Rows.Select(row => (string[])[row[0], row[2]]), wrapLast: true);
        }
    }

    /// <summary>Everything of one kind: rows of a name, a fact, a use and limits.</summary>
    private sealed record Listed(string Word, string Plural, string Second, IEnumerable<string[]> Rows)
    {
        public CatalogueKind? Kind { get; init; }

        public string Title => FitText.Capital(Plural);

        public bool IsCalled(string word) => word.Equals(Word, StringComparison.OrdinalIgnoreCase) || word.Equals(Plural, StringComparison.OrdinalIgnoreCase);
    }
}
