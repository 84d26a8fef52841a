namespace Descent.Data;

/// <summary>A label that training has not seen.</summary>
/// <param name="Row">The row's place among the transformed rows.</param>
/// <param name="Target">The target column.</param>
/// <param name="Label">The label.</param>
internal readonly record struct UnknownLabel(int Row, string Target, string Label);
