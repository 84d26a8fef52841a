namespace Descent.Steps;

/// <summary>One intermediate result of a network: what a step reads or gives.</summary>
/// <param name="Number">Its number in the network; the inputs are 0.</param>
/// <param name="Rows">Numbers per sample.</param>
internal readonly record struct Value(int Number, int Rows);
