namespace Descent;

/// <summary>One network among those whose predictions a <see cref="TableModel"/> averages.</summary>
/// <param name="Model">The network with its weights.</param>
/// <param name="Coding">How it takes the numbers that the preprocessing makes; null, the default: as they are.</param>
/// <param name="Weight">Its share in the prediction, above 0; the shares of all members add up to 1.</param>
/// <param name="Recipe">By which recipe it was trained; null if by none.</param>
/// <param name="Fold">The fold that chose its epoch, from 0; null if there were no folds.</param>
public sealed record TableMember(Model<float> Model, InputCoding? Coding = null, double Weight = 1, string? Recipe = null, int? Fold = null)
{
    /// <summary>Its share in the prediction.</summary>
    public double Weight { get; init => field = Check.Positive(value, nameof(Weight)); } = Check.Positive(Weight);

}
