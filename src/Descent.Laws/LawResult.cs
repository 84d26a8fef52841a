namespace Descent.Laws;

/// <summary>Whether a part keeps a law.</summary>
/// <param name="Name">The law, such as <c>gradient</c>.</param>
/// <param name="Passed">Whether it is kept.</param>
/// <param name="Message">If it is broken, where and with which numbers; otherwise empty.</param>
public sealed record LawResult(string Name, bool Passed, string Message);
