namespace Descent.Laws;

/// <summary>The result of checking a law.</summary>
/// <param name="Name">The name of the law, such as <c>gradient</c>.</param>
/// <param name="Passed">Whether the law holds.</param>
/// <param name="Message">If it is broken, where and with which numbers; otherwise empty.</param>
public sealed record LawResult(string Name, bool Passed, string Message);
