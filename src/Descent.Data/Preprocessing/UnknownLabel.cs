namespace Descent.Data;

/// <summary>A label that did not occur in training.</summary>
/// <param name="Row">The row's index among the transformed rows.</param>
/// <param name="Target">The target column.</param>
/// <param name="Label">The label.</param>
internal readonly record struct UnknownLabel(int Row, string Target, string Label);
