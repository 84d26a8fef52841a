namespace Descent;

/// <summary>The interaction of two columns: the part of their joint effect that is not the sum of their separate effects.</summary>
/// <param name="First">The first column.</param>
/// <param name="Second">The second column.</param>
/// <param name="Squared">
/// H², the share of the joint effect's variance that is interaction: Σ (f_jk − f_j − f_k)² / Σ f_jk², with the partial dependences f centered, over the rows
/// and all outputs. It is 0 if the effects are additive. It can be large even if both columns have almost no effect, so pairs are not ordered by it.
/// </param>
/// <param name="Strength">√(mean of (f_jk − f_j − f_k)²), the typical size of the interaction in the unit of the prediction, by which pairs are ordered.</param>
/// <remarks>Friedman and Popescu, "Predictive learning via rule ensembles", 2008. For classes, the effects are those on probabilities; effects that are additive in the log odds may interact there.</remarks>
public sealed record ColumnInteraction(string First, string Second, double Squared, double Strength);
