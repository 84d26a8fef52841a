namespace Descent.Data;

/// <summary>Combines notices about some rows of several parts of a table.</summary>
/// <param name="Key">A key that is equal for notices that say the same about other rows.</param>
/// <param name="Part">The number of rows concerned.</param>
/// <param name="Text">The text, given the number of rows concerned and the number of all rows.</param>
internal sealed record NoticeTally(string Key, long Part, Func<long, long, string> Text);
