using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>A complete way to train one network on a table: the coding of its inputs, its layers and its training. Everything else follows from the table.</summary>
/// <remarks>The recipes are <see cref="LinearRecipe"/>, <see cref="PerceptronRecipe"/>, <see cref="MlpRecipe"/>, <see cref="RealMlpRecipe"/> and <see cref="TabMRecipe"/>.</remarks>
public abstract record Recipe
{
    private static readonly Dictionary<string, Recipe> s_byName = new Recipe[] { new LinearRecipe(), new PerceptronRecipe(), new MlpRecipe(), new RealMlpRecipe(), new TabMRecipe() }.ToDictionary(recipe => recipe.Name, StringComparer.Ordinal);

    private protected Recipe()
    {
    }

    /// <summary>The name of the recipe.</summary>
    public abstract string Name { get; }

    /// <summary>A description of the recipe, with its settings.</summary>
    public abstract RecipeFacts Facts { get; }

    /// <summary>The options of the recipe, in the order in which <see cref="Parse"/> accepts them.</summary>
    public virtual IReadOnlyList<RecipeOption> Options => [];

    /// <summary>The name with the options that differ from their defaults.</summary>
    internal virtual string Label => Name;

    /// <summary>All recipes by name, with their default options.</summary>
    public static IReadOnlyDictionary<string, Recipe> ByName => s_byName;

    /// <summary>Old names of recipes, each with the current name, because saved models may contain them. They are accepted wherever a name is read, and never written.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["dropout"] = "mlp", ["realmlp_td"] = "realmlp" };

    /// <summary>The scaling of numbers for its network.</summary>
    internal virtual NumberCoding Numbers => NumberCoding.Standard;

    /// <summary>Whether categories enter its network as codes.</summary>
    internal virtual bool Codes => false;

    /// <summary>Finds the recipe with a name or an alias, with its default options. Case, dashes and underscores are ignored.</summary>
    /// <param name="name">The name or alias.</param>
    /// <returns>The recipe, or null if there is none.</returns>
    public static Recipe? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = Fold(name);
        string? meant = Aliases.FirstOrDefault(alias => Fold(alias.Key) == wanted).Value;
        return s_byName.Values.FirstOrDefault(recipe => Fold(recipe.Name) == wanted || recipe.Name == meant);
    }

    /// <summary>Parses a recipe such as <c>realmlp</c>, <c>realmlp:256,256</c> or <c>realmlp(units=256, epochs=256)</c>: a name and, if they differ from the defaults, options in order or by name.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="FormatException">If there is no such recipe or option, or a number is out of range; the message lists what is allowed.</exception>
    public static Recipe Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split([':', '(', ' '], 2);
        string name = parts[0].Trim(), rest = parts.Length == 1 ? "" : parts[1].Trim();
        Recipe recipe = Find(name) ?? throw new FormatException($"There is no recipe '{name}'. {Wording.Hint(name, [.. s_byName.Keys])}");
        if (text.Contains('(', StringComparison.Ordinal))
        {
            rest = rest.EndsWith(')') ? rest[..^1] : throw new FormatException($"The parenthesis after '{name}' is not closed.");
        }

        foreach ((int place, string given) in rest.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Index())
        {
            string[] sides = given.Split('=', 2, StringSplitOptions.TrimEntries);
            RecipeOption[] options = [.. recipe.Options];
            RecipeOption option = sides.Length == 2
                ? options.FirstOrDefault(option => Fold(option.Name) == Fold(sides[0])) ?? throw new FormatException($"The recipe {recipe.Name} has no option '{sides[0]}'. {Known(options)}")
                : place < options.Length ? options[place] : throw new FormatException($"The recipe {recipe.Name} has no option for '{given}'. {Known(options)}");
            recipe = option.With(sides[^1]);
        }

        return recipe;
    }

    /// <summary>Creates the network and the training options for a table.</summary>
    internal abstract (Network Network, TrainingOptions Options) For(RecipeSubject subject);

    /// <summary>Formats the recipe for <see cref="Parse"/>: its name and, if they are not all defaults, its options.</summary>
    /// <returns>The text, such as <c>realmlp(units=256, epochs=256)</c>.</returns>
    public sealed override string ToString() =>
        this == s_byName[Name] ? Name : $"{Name}({string.Join(", ", Options.Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Name}={option.Value}")))})";

    private static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string Known(RecipeOption[] options) => options.Length == 0 ? "It has no options." : $"Its options are: {string.Join(", ", options.Select(option => option.Name))}.";
}
