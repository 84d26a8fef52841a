namespace Descent.Cli.Verbs;

/// <summary>Explains an entry of the catalogue, with a drawing if there is one, or gives advice on a choice.</summary>
internal sealed class ExplainVerb : Verb
{
    /// <summary>The name of the argument.</summary>
    public const string NameForm = "NAME[:OPTION=VALUE,…]";

    private readonly Argument<string[]> name = new(NameForm)
    {
        Arity = ArgumentArity.OneOrMore,
        Description = $"Such as swish, adam, leaky_relu:slope=0.2 or \"cosine(0.1, epochs=50)\" (descent list shows all); a recipe: {string.Join(", ", Recipe.ByName.Keys)}; an ensemble: {string.Join(", ", EnsembleMethod.ByName.Keys)}; {string.Join(", ", DecisionTables.All.Select(table => table.Name))}; a verdict of a training: {string.Join(", ", Verdicts.Names)}; a finding of the doctor: {string.Join(", ", Findings.Names)}; or a concept: {string.Join(", ", Concepts.All.Select(concept => concept.Name))}.",
    };

    public ExplainVerb()
        : base("explain", "Explains an activation, loss, optimizer, recipe, ensemble …: its formula, options, uses and limits. Or advises which to choose, or explains a concept or the verdict of a training.",
            new("explain swish", "An activation, with its curve and its derivative:"),
            new("explain leaky_relu:slope=0.2", "With options of your own:"),
            new("explain step_schedule", "A learning rate over 100 epochs:"),
            new("explain realmlp", "A recipe: its layers, rates, and how it takes numbers and categories:"),
            new("explain choosing-an-optimizer", "Which optimizer when:"),
            new("explain backpropagation", "A concept:"),
            new("explain overfitting", "A concept that is a verdict as well, and how that is found:")) =>
        Add(name);

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        string text = Known(string.Join(' ', call.Value(name)!));
        if (DecisionTables.Find(text) is { } advice)
        {
            return call.Respond(() => [AdviceDocument.Of(advice)], screen => Write(screen, advice));
        }

        Concept? concept = Concept.Find(text);
        ConceptPartDocument? part = concept is null ? null : new ConceptPartDocument(ConceptDocument.Of(concept));
        if (Findings.Find(text) is { } kinds)
        {
            return call.Respond(() => [Findings.Document(kinds), part], screen => AfterConcept(screen, () => Findings.Write(screen, kinds)));
        }

        if (Verdicts.Find(text) is { } verdicts)
        {
            return call.Respond(() => [Verdicts.Document(verdicts), part], screen => AfterConcept(screen, () => Verdicts.Write(screen, verdicts)));
        }

        if (concept is not null)
        {
            return call.Respond(() => [ConceptDocument.Of(concept)], screen => PartText.Write(screen, concept));
        }

        // A word may name a component and a recipe: linear, perceptron, dropout. With options, it means the component if there is one.
        string wanted = Catalogue.Find(text) is null ? text.Split([':', '(', ' '], 2)[0] : text;
        bool hasOptions = text.Length > wanted.Length;
        CatalogueEntry? row = Catalogue.Find(wanted);
        Recipe? recipe = Catalogue.Find(wanted, typeof(Recipe)) is null || (hasOptions && row is not null) ? null : Catalogue.Parse<Recipe>(text);
        if (row is null && Catalogue.Find(wanted, typeof(EnsembleMethod)) is not null)
        {
            EnsembleMethod method = UsageException.Checked(() => Catalogue.Parse<EnsembleMethod>(text));
            return call.Respond(() => [EnsembleMethodDocument.Of(method)], screen => EnsembleText.Write(screen, method));
        }

        if (row is null)
        {
            Recipe only = recipe ?? throw new UsageException($"Nothing is called '{text}'. {DecisionTables.Hint(text)}(descent list shows all components and recipes, descent explain --help the names of advice, verdicts and concepts.)");
            return call.Respond(() => [RecipeDocument.Of(only)], screen =>
            {
                screen.Line($"{only}", Ink.Bold);
                screen.Facts(RecipeText.Lines(only));
            });
        }

        // If a metric has the name of a loss, options are those of the loss: mse:reduction=Sum.
        row = hasOptions && row.Kind == CatalogueKind.Metric ? Catalogue.Find(wanted, typeof(Loss)) ?? row : row;
        Entry entry = UsageException.Checked(() => new Entry(row, hasOptions ? Kinds.Parse(row.Kind, text) : row.Example));
        return call.Respond(() => [EntryDocument.Of(row, entry.Formula), CurvesDocument.Of(entry), recipe is null ? null : new RecipePartDocument(RecipeDocument.Of(recipe))], screen =>
        {
            Write(screen, entry);
            if (recipe is not null)
            {
                screen.Heading($"The recipe {recipe.Name}");
                screen.Facts(RecipeText.Lines(recipe));
            }
        });

        void AfterConcept(Screen screen, Action write)
        {
            if (concept is not null)
            {
                PartText.Write(screen, concept);
                screen.Line();
            }

            write();
        }
    }

    /// <summary>The text, or the singular of a word or the advice on a kind if only that is known: layers, optimizers.</summary>
    private static string Known(string text)
    {
        if (IsKnown(text))
        {
            return text;
        }

        string[] singulars = [.. new[] { ("ies", "y"), ("es", ""), ("s", "") }.Where(end => text.EndsWith(end.Item1, StringComparison.OrdinalIgnoreCase)).Select(end => text[..^end.Item1.Length] + end.Item2)];
        return singulars.FirstOrDefault(IsKnown)
            ?? DecisionTables.All.FirstOrDefault(table => table.Kind is { } kind && (Catalogue.AreSame(text, Kinds.Word(kind)) || Catalogue.AreSame(text, Kinds.Plural(kind))))?.Name
            ?? text;
    }

    private static bool IsKnown(string text) => DecisionTables.Find(text) is not null || Concept.Find(text) is not null || Findings.Find(text) is not null || Verdicts.Find(text) is not null || Catalogue.Find(text) is not null
        || text.Split([':', '(', ' '], 2)[0] is var head && (Catalogue.Find(head) is not null || Catalogue.Find(head, typeof(Recipe)) is not null || Catalogue.Find(head, typeof(EnsembleMethod)) is not null);

    private static void Write(Screen screen, Entry entry)
    {
        screen.Line(entry.Row.Name, Ink.Bold);
        screen.Facts(
        [
            ("kind", Kinds.Word(entry.Row.Kind)), ("formula", entry.Formula.Text), ("where", entry.Formula.Where), .. entry.Others.Select(other => (other.Option, other.Formula.Text)),
            ("range", entry.Row.Range), ("options", entry.Options.Count > 0 ? string.Join("; ", entry.Options) : "none"),
            ("use", entry.Row.Use), ("limits", entry.Row.Limits), .. entry.Variants, ("source", entry.Row.Source),
            ("lessons", Concept.LessonsText(entry.Row.Name)),
            ("C#", entry.Spelling.CSharp), ("JSON", entry.Spelling.Json?.Replace(",\"", ", \"", StringComparison.Ordinal)), ("command line", entry.Spelling.CommandLine),
        ]);
        if (entry.Example is { } example)
        {
            WriteExample(screen, example);
        }

        if (entry.Drawing is { } drawing)
        {
            WriteDrawing(screen, drawing);
        }
    }

    private static void WriteExample(Screen screen, MetricExample example)
    {
        screen.Heading($"Worked example: a {$"{example.Form}".ToLowerInvariant()} outcome");
        screen.Table(["target", "prediction"], example.Rows.Select(row => (string[])[row.Wanted, row.Given]));
        screen.Line($"= {example.Result} ({(example.HigherIsBetter ? "higher" : "lower")} is better)");
    }

    private static void WriteDrawing(Screen screen, Drawing drawing)
    {
        TextPlot.Write(screen, [.. drawing.Curves.Select(curve => new TextPlot(curve.Title, curve.At, drawing.Low, drawing.High))]);
        if (drawing.Remark.Length > 0)
        {
            screen.Line();
            screen.Line(drawing.Remark);
        }
    }

    private static void Write(Screen screen, DecisionTable advice)
    {
        screen.Line(advice.Title, Ink.Bold);
        screen.Line(advice.Beginning);
        screen.Line();
        TextTable table = new("Choose", "When", "Why") { FirstSentence = 1 };
        foreach (Decision row in advice.Rows)
        {
            // The name is never broken, so of several each has a line of its own.
            table.Add(row.Choose.Select((name, i) => i == 0 ? name : $"  or {name}"), row.When, row.Why);
        }

        screen.Table(table);
    }
}
