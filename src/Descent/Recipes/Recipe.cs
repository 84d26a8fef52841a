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

    /// <summary>Its options with their values, for <see cref="ToString"/>.</summary>
    internal virtual IReadOnlyList<(string Name, double Value)> Settings => [];

    /// <summary>The name for people, with the options that differ from their defaults, such as <c>realmlp (units 128, learning rate factor 0.5)</c>.</summary>
    internal string Label => this == s_byName[Name] ? Name
        : $"{Name} ({string.Join(", ", Settings.Except(s_byName[Name].Settings).Select(option => string.Create(CultureInfo.InvariantCulture, $"{Word(option.Name)} {option.Value:G3}")))})";

    /// <summary>An option in words: "rate" alone is that of dropout, which a reader would take for the learning rate.</summary>
    private static string Word(string option) => option switch
    {
        "rate" => "dropout",
        "rateFactor" => "learning rate factor",
        "decay" => "weight decay",
        "deviation" => "frequency deviation",
        _ => string.Concat(option.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")),
    };

    /// <summary>All recipes by name, with their default options.</summary>
    public static IReadOnlyDictionary<string, Recipe> ByName => s_byName;

    /// <summary>Old names of recipes, each with the current name, because saved models may contain them. They are accepted wherever a name is read, and never written.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["dropout"] = "mlp", ["realmlp_td"] = "realmlp" };

    /// <summary>Gets the scaling of numbers for its network.</summary>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="rows">The number of rows from which networks and folds are made.</param>
    internal virtual NumberCoding NumbersOf(IReadOnlyList<EncodedColumn> columns, int rows) => NumberCoding.Standard;

    /// <summary>Whether categories enter its network as codes.</summary>
    internal virtual bool Codes => false;

    /// <summary>Creates the network and the training options for a table.</summary>
    internal abstract (Network Network, TrainingOptions Options) For(RecipeSubject subject);

    /// <summary>Formats the recipe for <c>Catalogue.Parse</c>: its name and the options that differ from their defaults.</summary>
    /// <returns>The text, such as <c>realmlp(units=256, epochs=256)</c>.</returns>
    public sealed override string ToString() =>
        this == s_byName[Name] ? Name : $"{Name}({string.Join(", ", Settings.Except(s_byName[Name].Settings).Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Name}={option.Value}")))})";
}
