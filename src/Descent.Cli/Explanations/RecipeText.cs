namespace Descent.Cli.Explanations;

internal static class RecipeText
{
    public const string Word = "recipe", Plural = "recipes";

    public static IEnumerable<(string Name, string? Text)> Lines(Recipe recipe)
    {
        RecipeFacts facts = recipe.Facts;
        (string Name, string? Text)[] lines =
        [
            ("kind", $"{Word}: a way to train one network on a table"), ("also called", string.Join(", ", AliasesOf(recipe))), ("use", facts.Use), ("numbers", facts.Numbers), ("categories", facts.Categories), ("layers", facts.Layers), ("training", facts.Training),
            ("batch", facts.BatchSize), ("options", Options(recipe)), ("limits", facts.Limits), ("source", facts.Source), ("C#", CSharp(recipe)),
            ("command line", CommandLine(recipe)),
        ];
        return lines.Where(line => line.Text is not "");
    }

    public static IEnumerable<string> AliasesOf(Recipe recipe) => Recipe.Aliases.Where(alias => alias.Value == recipe.Name).Select(alias => alias.Key);

    /// <summary>Its options, with its values as their defaults.</summary>
    public static IReadOnlyList<CatalogueOption> OptionsOf(Recipe recipe) => new CatalogueEntry(recipe.Name, recipe).Options;

    private static string Options(Recipe recipe) => OptionsOf(recipe) is { Count: 0 } ? "none"
        : string.Join("; ", OptionsOf(recipe));

    public static string CSharp(Recipe recipe)
    {
        CatalogueOption[] changed = recipe == Recipe.ByName[recipe.Name] ? [] : [.. OptionsOf(recipe)];
        return $"new {recipe.GetType().Name}({string.Join(", ", changed.Select(option => option.Default))})";
    }

    public static string CommandLine(Recipe recipe) => recipe.ToString() is var text && text.Contains('(', StringComparison.Ordinal) ? $"--recipe \"{text}\"" : $"--recipe {text}";
}
