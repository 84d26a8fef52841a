namespace Descent.Laws;

/// <summary>A law of one object, with its check.</summary>
/// <param name="Name">The name of the law.</param>
/// <param name="FindFailure">Returns what is wrong, or null.</param>
internal sealed record NamedLaw(string Name, Func<string?> FindFailure)
{
    public LawResult Check()
    {
        try
        {
            string? failure = FindFailure();
            return new(Name, failure is null, failure ?? "");
        }
        catch (Exception fault)
        {
            // An exception during the check is the fault to report. The library's own messages are written for users.
            return new(Name, false, fault is ArgumentException or FormatException ? fault.Message : $"{fault.GetType().Name}: {fault.Message}");
        }
    }
}
