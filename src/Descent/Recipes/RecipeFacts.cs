namespace Descent;

/// <summary>A description of a recipe.</summary>
/// <param name="Use">The purpose of the recipe.</param>
/// <param name="Numbers">The coding of numbers.</param>
/// <param name="Categories">The coding of categories.</param>
/// <param name="Layers">The layers, from the inputs on.</param>
/// <param name="Training">The optimizer, learning rates, penalties and epochs, and the choice of the best epoch.</param>
/// <param name="BatchSize">The number of rows per update.</param>
/// <param name="Limits">The limits of the recipe, and when another one is better.</param>
/// <param name="Source">The source of the recipe.</param>
public sealed record RecipeFacts(string Use, string Numbers, string Categories, string Layers, string Training, string BatchSize, string Limits, string Source)
{
    /// <summary>The description of numbers that are not changed after the preprocessing.</summary>
    internal const string Standardized = "standardized; a missing number is replaced by the median, with a second input that indicates it";

    /// <summary>The description of numbers that are coded by rank.</summary>
    internal const string ByRank = "the normal quantile of their rank among the training rows, within ±3.09; a missing number is replaced by the median, with a second input that indicates it";

    /// <summary>The description of categories that are not changed after the preprocessing.</summary>
    internal const string Ones = "one-hot; rare values share a column; a value that training has not seen is all zeros";

    /// <summary>The description of the default batch size.</summary>
    internal const string UsualBatch = "32 below 2,000 training rows, 64 below 20,000, then 128";
}
