namespace Descent;

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
