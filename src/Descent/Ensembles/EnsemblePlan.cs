using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>A plan of what is trained on a table: which recipes, on how many folds, with how much work. The same plan with the same table and seed gives the same model, bit for bit, on any machine.</summary>
/// <param name="Recipes">The recipes in their order, at least one.</param>
/// <param name="Folds">The number of folds into which the training rows are divided; 1 to hold out a fifth of them, which chooses the epoch.</param>
/// <param name="Divisions">The largest number of divisions into folds, at least 1.</param>
/// <param name="MultiplyAdds">The largest number of multiply-adds for the prediction of a row, which limits the number of divisions kept in the model to at least one. Null, the default, for no limit.</param>
public sealed record EnsemblePlan(IReadOnlyList<PlannedRecipe> Recipes, int Folds, int Divisions, double? MultiplyAdds = null)
{
    /// <summary>The recipes in their order.</summary>
    public IReadOnlyList<PlannedRecipe> Recipes { get; init => field = Checked(value); } = Checked(Recipes);

    /// <summary>The number of folds into which the training rows are divided.</summary>
    public int Folds { get; init; } = Check.Within(Folds, 1, 1_000);

    /// <summary>The largest number of divisions into folds.</summary>
    public int Divisions { get; init; } = Check.Within(Divisions, 1, 1_000);

    /// <summary>The largest number of multiply-adds for the prediction of a row; null for no limit.</summary>
    public double? MultiplyAdds { get; init; } = MultiplyAdds is { } limit ? Check.Positive(limit, nameof(MultiplyAdds)) : null;

    /// <summary>Converts the plan to JSON.</summary>
    /// <returns>The text for <c>Catalogue.PlanFromJson</c>.</returns>
    public string ToJson() => JsonSerializer.Serialize(
        new EnsemblePlanState([.. Recipes.Select(planned => new PlannedRecipeState(planned.Recipe.ToString(), planned.Operations, planned.Weight))], Folds, Divisions, MultiplyAdds), EnsemblePlanJson.Default.EnsemblePlanState);

    private static PlannedRecipe[] Checked(IReadOnlyList<PlannedRecipe>? recipes) =>
        recipes is not { Count: > 0 } ? throw new ArgumentException("A plan needs at least one recipe.", nameof(Recipes))
        : recipes.Any(planned => planned.Weight is null) && recipes.Any(planned => planned.Weight is not null) ? throw new ArgumentException("Some recipes of the plan have a weight and others have none. Give each a weight, or none of them, so that the weights are chosen.", nameof(Recipes))
        : [.. recipes];
}

/// <summary>A recipe in a plan.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Operations">The largest number of multiplications and additions for its training on all folds, which limits first the divisions into folds and then the epochs; null, the default, for no limit.</param>
/// <param name="Weight">The share of its networks in the prediction, above 0, relative to the sum of the weights. Null, the default, if the shares are chosen by out-of-fold predictions: then no recipe of the plan has one.</param>
public sealed record PlannedRecipe(Recipe Recipe, double? Operations = null, double? Weight = null)
{
    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; init; } = Recipe ?? throw new ArgumentNullException(nameof(Recipe));

    /// <summary>The largest number of multiplications and additions for its training; null for no limit.</summary>
    public double? Operations { get; init; } = Operations is { } limit ? Check.Positive(limit, nameof(Operations)) : null;

    /// <summary>The share of its networks in the prediction; null if the shares are chosen.</summary>
    public double? Weight { get; init; } = Weight is { } weight ? Check.Positive(weight, nameof(Weight)) : null;
}

/// <summary>The JSON form of a plan.</summary>
internal sealed record EnsemblePlanState(IReadOnlyList<PlannedRecipeState> Recipes, int Folds, int Divisions, double? MultiplyAdds = null);

/// <summary>The JSON form of a recipe in a plan.</summary>
internal sealed record PlannedRecipeState(string Recipe, double? Operations = null, double? Weight = null);

/// <summary>Reads and writes plans without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 8, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EnsemblePlanState))]
internal sealed partial class EnsemblePlanJson : JsonSerializerContext;
