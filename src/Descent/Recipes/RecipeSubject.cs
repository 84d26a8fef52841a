namespace Descent;

/// <summary>The properties of a table that a recipe needs.</summary>
/// <param name="Rows">The number of training rows.</param>
/// <param name="Outputs">The number of outputs of the network.</param>
/// <param name="Last">The activation of the last layer.</param>
/// <param name="Loss">The loss.</param>
/// <param name="HasNumbers">Whether any input is a number rather than a category code.</param>
internal sealed record RecipeSubject(int Rows, int Outputs, Activation Last, Loss Loss, bool HasNumbers = true)
{
    /// <summary>Whether outputs are unbounded numbers that are not scores of classes.</summary>
    public bool IsRegression => Last is Linear && Loss is not (Hinge or SquaredHinge or CategoricalHinge or CosineProximity);

    /// <summary>The default batch size of recipes.</summary>
    public int BatchSize => Rows < 2_000 ? 32 : Rows < 20_000 ? 64 : 128;
}
