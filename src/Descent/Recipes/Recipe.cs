namespace Descent;

/// <summary>A way to train one network on a table: how it takes the inputs, its layers, its loss and its training. Everything else follows from the table.</summary>
/// <remarks>The recipes are <see cref="LinearRecipe"/>, <see cref="PerceptronRecipe"/>, <see cref="DropoutRecipe"/>, <see cref="RealMlpRecipe"/> and <see cref="TabMRecipe"/>.</remarks>
public abstract record Recipe
{
    private static readonly Dictionary<string, Recipe> s_byName = new Recipe[] { new LinearRecipe(), new PerceptronRecipe(), new DropoutRecipe(), new RealMlpRecipe(), new TabMRecipe() }.ToDictionary(recipe => recipe.Name, StringComparer.Ordinal);

    private protected Recipe()
    {
    }

    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>The name with what differs from its usual numbers.</summary>
    internal virtual string Label => Name;

    /// <summary>All recipes by name, with their usual numbers.</summary>
    public static IReadOnlyDictionary<string, Recipe> ByName => s_byName;

    /// <summary>In what measure its network takes numbers.</summary>
    internal virtual NumberCoding Numbers => NumberCoding.Standard;

    /// <summary>Whether its network takes categories as codes.</summary>
    internal virtual bool Codes => false;

    /// <summary>Network and training for a table.</summary>
    internal abstract (Network Network, TrainingOptions Options) For(RecipeSubject subject);
}

/// <summary>What a recipe must know of a table.</summary>
/// <param name="Rows">Training rows.</param>
/// <param name="Outputs">Outputs of the network.</param>
/// <param name="Last">The last layer's activation.</param>
/// <param name="Loss">What training makes small.</param>
/// <param name="HasNumbers">Whether any input is a number rather than the code of a category.</param>
internal sealed record RecipeSubject(int Rows, int Outputs, Activation Last, Loss Loss, bool HasNumbers = true)
{
    /// <summary>Whether outputs are numbers without a bound, not scores of classes.</summary>
    public bool IsRegression => Last is Linear && Loss is not (Hinge or SquaredHinge or CategoricalHinge or CosineProximity);

    /// <summary>Rows per update where a recipe has no view of its own.</summary>
    public int BatchSize => Rows < 2_000 ? 32 : Rows < 20_000 ? 64 : 128;
}
