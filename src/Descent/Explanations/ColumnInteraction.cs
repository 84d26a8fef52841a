namespace Descent;

/// <summary>How much of what two columns do together is more than the sum of what each does alone.</summary>
/// <param name="First">One column.</param>
/// <param name="Second">The other.</param>
/// <param name="Squared">
/// H², the share of the joint effect's variance that is interaction: Σ (f_jk − f_j − f_k)² / Σ f_jk², with the partial dependences f centered, over the rows
/// and all outputs. 0 where effects add up; large also where both columns do next to nothing, so it is not what pairs are ordered by.
/// </param>
/// <param name="Strength">√(mean of (f_jk − f_j − f_k)²), the typical size of the interaction in the unit of the prediction; what pairs are ordered by.</param>
/// <remarks>Friedman and Popescu, "Predictive learning via rule ensembles", 2008. Of classes the effects are those on probabilities: what adds up in the log odds may interact there.</remarks>
public sealed record ColumnInteraction(string First, string Second, double Squared, double Strength);
