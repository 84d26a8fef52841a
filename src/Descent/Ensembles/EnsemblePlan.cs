using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>What is trained on a table: which recipes, on how many folds, for how much work. The same plan on the same table and seed gives the same model to the bit, on any machine.</summary>
/// <param name="Recipes">The recipes in their order, at least one.</param>
/// <param name="Folds">Into how many folds the training rows are divided; 1 for a fifth of them that chooses the epoch.</param>
/// <param name="Divisions">How often they are divided at most, at least 1.</param>
/// <param name="MultiplyAdds">Multiply-adds that the prediction of a row may cost; so many divisions are kept in the model, but one in any case. Null for no limit.</param>
public sealed record EnsemblePlan(IReadOnlyList<PlannedRecipe> Recipes, int Folds, int Divisions, double? MultiplyAdds = null)
{
    /// <summary>The recipes in their order.</summary>
    public IReadOnlyList<PlannedRecipe> Recipes { get; init; } = Recipes is { Count: > 0 } ? [.. Recipes] : throw new ArgumentException("A plan needs at least one recipe.", nameof(Recipes));

    /// <summary>Into how many folds the training rows are divided.</summary>
    public int Folds { get; init; } = Check.Within(Folds, 1, 1_000);

    /// <summary>How often they are divided at most.</summary>
    public int Divisions { get; init; } = Check.Within(Divisions, 1, 1_000);

    /// <summary>Multiply-adds that the prediction of a row may cost; null for no limit.</summary>
    public double? MultiplyAdds { get; init; } = MultiplyAdds is { } limit ? Check.Positive(limit, nameof(MultiplyAdds)) : null;

    /// <summary>The plan as JSON.</summary>
    /// <returns>Text that <see cref="FromJson"/> reads.</returns>
    public string ToJson() => JsonSerializer.Serialize(
        new EnsemblePlanState([.. Recipes.Select(planned => new PlannedRecipeState(planned.Recipe.ToString(), planned.Operations))], Folds, Divisions, MultiplyAdds), EnsemblePlanJson.Default.EnsemblePlanState);

    /// <summary>Reads a plan.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="FormatException">If it is none; the message says why.</exception>
    public static EnsemblePlan FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            EnsemblePlanState state = JsonSerializer.Deserialize(json, EnsemblePlanJson.Default.EnsemblePlanState) ?? throw new FormatException("A plan is an object, not null.");
            return new EnsemblePlan([.. state.Recipes.Select(planned => new PlannedRecipe(Recipe.Parse(planned.Recipe), planned.Operations))], state.Folds, state.Divisions, state.MultiplyAdds);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            throw new FormatException($"This is no plan of a training: {fault.Message}", fault);
        }
    }
}

/// <summary>A recipe in a plan.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Operations">Multiplications and additions that its training may cost on all folds, which limits divisions into folds and then epochs; null for no limit.</param>
public sealed record PlannedRecipe(Recipe Recipe, double? Operations = null)
{
    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; init; } = Recipe ?? throw new ArgumentNullException(nameof(Recipe));

    /// <summary>Multiplications and additions that its training may cost; null for no limit.</summary>
    public double? Operations { get; init; } = Operations is { } limit ? Check.Positive(limit, nameof(Operations)) : null;
}

/// <summary>A plan as JSON has it.</summary>
internal sealed record EnsemblePlanState(IReadOnlyList<PlannedRecipeState> Recipes, int Folds, int Divisions, double? MultiplyAdds = null);

/// <summary>A recipe of it.</summary>
internal sealed record PlannedRecipeState(string Recipe, double? Operations = null);

/// <summary>Reads and writes it without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 8, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EnsemblePlanState))]
internal sealed partial class EnsemblePlanJson : JsonSerializerContext;
