using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>A way to train one network on a table: how it takes the inputs, its layers, its loss and its training. Everything else follows from the table.</summary>
/// <remarks>The recipes are <see cref="LinearRecipe"/>, <see cref="PerceptronRecipe"/>, <see cref="MlpRecipe"/>, <see cref="RealMlpRecipe"/> and <see cref="TabMRecipe"/>.</remarks>
public abstract record Recipe
{
    private static readonly Dictionary<string, Recipe> s_byName = new Recipe[] { new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(), new TabMRecipe() }.ToDictionary(recipe => recipe.Name, StringComparer.Ordinal);

    private protected Recipe()
    {
    }

    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, with its numbers.</summary>
    public abstract RecipeFacts Facts { get; }

    /// <summary>Its numbers, in the order in which <see cref="Parse"/> takes them.</summary>
    public virtual IReadOnlyList<RecipeOption> Options => [];

    /// <summary>The name with what differs from its usual numbers.</summary>
    internal virtual string Label => Name;

    /// <summary>All recipes by name, with their usual numbers.</summary>
    public static IReadOnlyDictionary<string, Recipe> ByName => s_byName;

    /// <summary>Other names, each with the recipe's own; models that were saved before have them. They are understood wherever a name is read, and never written.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["dropout"] = "mlp", ["realmlp_td"] = "realmlp" };

    /// <summary>In what measure its network takes numbers.</summary>
    internal virtual NumberCoding Numbers => NumberCoding.Standard;

    /// <summary>Whether its network takes categories as codes.</summary>
    internal virtual bool Codes => false;

    /// <summary>The recipe with a name or an alias, with its usual numbers. Capitals, dashes and underscores do not matter.</summary>
    /// <param name="name">What it is called.</param>
    /// <returns>The recipe, or null.</returns>
    public static Recipe? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = Fold(name);
        string? meant = Aliases.FirstOrDefault(alias => Fold(alias.Key) == wanted).Value;
        return s_byName.Values.FirstOrDefault(recipe => Fold(recipe.Name) == wanted || recipe.Name == meant);
    }

    /// <summary>Reads <c>realmlp</c>, <c>realmlp:256,256</c> or <c>realmlp(units=256, epochs=256)</c>: a name and, where they are not the usual ones, numbers in order or by name.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="FormatException">If there is no such recipe or option, or a number is out of range; the message says what there is.</exception>
    public static Recipe Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split([':', '(', ' '], 2);
        string name = parts[0].Trim(), rest = parts.Length == 1 ? "" : parts[1].Trim();
        Recipe recipe = Find(name) ?? throw new FormatException($"There is no recipe '{name}'. {Wording.Hint(name, [.. s_byName.Keys])}");
        if (text.Contains('(', StringComparison.Ordinal))
        {
            rest = rest.EndsWith(')') ? rest[..^1] : throw new FormatException($"The parenthesis behind '{name}' is not closed.");
        }

        foreach ((int place, string given) in rest.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Index())
        {
            string[] sides = given.Split('=', 2, StringSplitOptions.TrimEntries);
            RecipeOption[] options = [.. recipe.Options];
            RecipeOption option = sides.Length == 2
                ? options.FirstOrDefault(option => Fold(option.Name) == Fold(sides[0])) ?? throw new FormatException($"The recipe {recipe.Name} has no option '{sides[0]}'. {Known(options)}")
                : place < options.Length ? options[place] : throw new FormatException($"The recipe {recipe.Name} takes no number '{given}'. {Known(options)}");
            recipe = option.With(sides[^1]);
        }

        return recipe;
    }

    /// <summary>Network and training for a table.</summary>
    internal abstract (Network Network, TrainingOptions Options) For(RecipeSubject subject);

    /// <summary>The recipe as <see cref="Parse"/> reads it: its name, and its numbers where they are not all the usual ones.</summary>
    /// <returns>Text such as <c>realmlp(units=256, epochs=256)</c>.</returns>
    public sealed override string ToString() =>
        this == s_byName[Name] ? Name : $"{Name}({string.Join(", ", Options.Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Name}={option.Value}")))})";

    private static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string Known(RecipeOption[] options) => options.Length == 0 ? "It has none." : $"It has: {string.Join(", ", options.Select(option => option.Name))}.";
}
