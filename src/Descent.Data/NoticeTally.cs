namespace Descent.Data;

/// <summary>How a notice about some of a table's rows is said of several parts of the table together.</summary>
/// <param name="Key">The same for notices that say the same of other rows.</param>
/// <param name="Part">Of how many rows it is true.</param>
/// <param name="Text">The text for so many of so many rows.</param>
internal sealed record NoticeTally(string Key, long Part, Func<long, long, string> Text);
