namespace Descent.Cli.Explanations;

internal static class EnsembleText
{
    public const string Word = "ensemble", Plural = "ensembles";

    public static void Write(Screen screen, EnsembleMethod method)
    {
        screen.Line($"{method}", Ink.Bold);
        EnsembleFacts facts = method.Facts;
        screen.Facts(
        [
            ("kind", $"{Word}: a way to train several networks and to combine their predictions"), ("use", facts.Use),
            ("members", method.Networks == 1 ? "1 network" : $"{method.Networks:#,0} networks that differ in {facts.Members}"), ("prediction", facts.Prediction),
            ("options", string.Join("; ", OptionsOf(method)).Replace("(none: ", "(", StringComparison.Ordinal)), ("limits", facts.Limits), ("source", facts.Source),
            ("lessons", Concept.LessonsText(method.Name)), ("C#", CSharp(method)), ("command line", CommandLine(method)),
        ]);
    }

    /// <summary>Its options, with its values as their defaults.</summary>
    public static IReadOnlyList<CatalogueOption> OptionsOf(EnsembleMethod method) => new CatalogueEntry(method.Name, method).Options;

    public static string CSharp(EnsembleMethod method)
    {
        IEnumerable<string> options = method == EnsembleMethod.ByName[method.Name] ? []
            : method is StackingEnsemble stacking ? [$"[{string.Join(", ", stacking.Recipes.Select(RecipeText.CSharp))}]", $"{stacking.Folds}"]
            : OptionsOf(method).Select(option => option.Default == "none" ? "null" : option.Default);
        return $"new {method.GetType().Name}({string.Join(", ", options)})";
    }

    /// <summary>The option, with the options of the method after a colon.</summary>
    public static string CommandLine(EnsembleMethod method)
    {
        string text = $"{method}";
        int open = text.IndexOf('(', StringComparison.Ordinal);
        string written = open < 0 ? text : $"{text[..open]}:{text[(open + 1)..^1].Replace(", ", ",", StringComparison.Ordinal)}";
        return $"--ensemble {(written.Contains('(', StringComparison.Ordinal) ? $"\"{written}\"" : written)}";
    }
}
