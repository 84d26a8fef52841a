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
    public IReadOnlyList<PlannedRecipe> Recipes { get; init; } = Recipes is { Count: > 0 } ? [.. Recipes] : throw new ArgumentException("A plan needs at least one recipe.", nameof(Recipes));

    /// <summary>The number of folds into which the training rows are divided.</summary>
    public int Folds { get; init; } = Check.Within(Folds, 1, 1_000);

    /// <summary>The largest number of divisions into folds.</summary>
    public int Divisions { get; init; } = Check.Within(Divisions, 1, 1_000);

    /// <summary>The largest number of multiply-adds for the prediction of a row; null for no limit.</summary>
    public double? MultiplyAdds { get; init; } = MultiplyAdds is { } limit ? Check.Positive(limit, nameof(MultiplyAdds)) : null;

    /// <summary>Converts the plan to JSON.</summary>
    /// <returns>The text for <c>Catalogue.PlanFromJson</c>.</returns>
    public string ToJson() => JsonSerializer.Serialize(
        new EnsemblePlanState([.. Recipes.Select(planned => new PlannedRecipeState(planned.Recipe.ToString(), planned.Operations))], Folds, Divisions, MultiplyAdds), EnsemblePlanJson.Default.EnsemblePlanState);
}

/// <summary>A recipe in a plan.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Operations">The largest number of multiplications and additions for its training on all folds, which limits first the divisions into folds and then the epochs; null, the default, for no limit.</param>
public sealed record PlannedRecipe(Recipe Recipe, double? Operations = null)
{
    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; init; } = Recipe ?? throw new ArgumentNullException(nameof(Recipe));

    /// <summary>The largest number of multiplications and additions for its training; null for no limit.</summary>
    public double? Operations { get; init; } = Operations is { } limit ? Check.Positive(limit, nameof(Operations)) : null;
}

/// <summary>The JSON form of a plan.</summary>
internal sealed record EnsemblePlanState(IReadOnlyList<PlannedRecipeState> Recipes, int Folds, int Divisions, double? MultiplyAdds = null);

/// <summary>The JSON form of a recipe in a plan.</summary>
internal sealed record PlannedRecipeState(string Recipe, double? Operations = null);

/// <summary>Reads and writes plans without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 8, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EnsemblePlanState))]
internal sealed partial class EnsemblePlanJson : JsonSerializerContext;
