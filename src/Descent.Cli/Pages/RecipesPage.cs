using static Descent.Cli.Pages.Markdown;

namespace Descent.Cli.Pages;

internal static class RecipesPage
{
    public const string Path = "recipes.md";

    public static StringBuilder Of()
    {
        StringBuilder page = new("Ways to train one network on a table. `descent train` tries several and averages their networks ([what that is worth](defaults.md)); `--recipe` takes one alone. All take every task, every loss that fits it, missing values, and weights of rows and classes.\n\n");
        foreach (Recipe recipe in Recipe.ByName.Values)
        {
            page.Append($"## {recipe.Name}\n\n{Text(recipe.Facts.Use)}\n\n");
            page.AppendTable(["", ""], RecipeText.Lines(recipe).Where(line => line.Name is not ("kind" or "use")).Select(line => (string[])[line.Name, line.Name is "C#" or "command line" ? Code(line.Text!) : Text(line.Text!)]));
        }

        return page;
    }

    public static string Links => $"**[Recipes]({Path})**: {string.Join(", ", Recipe.ByName.Keys.Select(name => $"[{name}]({Path}#{name})"))}";
}
