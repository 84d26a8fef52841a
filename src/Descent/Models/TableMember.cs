namespace Descent;

/// <summary>One network among those whose predictions a <see cref="TableModel"/> averages.</summary>
/// <param name="Model">The network with its weights.</param>
/// <param name="Coding">The coding of the preprocessed rows for this network; null, the default, to use them unchanged.</param>
/// <param name="Weight">Its share in the prediction, above 0; default 1. The shares of all members must add up to 1.</param>
/// <param name="Recipe">The recipe by which it was trained; null if there was none.</param>
/// <param name="Fold">The fold that chose its epoch, from 0; null if there were no folds.</param>
public sealed record TableMember(Model<float> Model, InputCoding? Coding = null, double Weight = 1, string? Recipe = null, int? Fold = null)
{
    /// <summary>Its share in the prediction.</summary>
    public double Weight { get; init => field = Check.Positive(value, nameof(Weight)); } = Check.Positive(Weight);

}
