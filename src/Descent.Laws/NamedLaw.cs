namespace Descent.Laws;

/// <summary>A law of one part.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Objection">What is wrong, or null.</param>
internal sealed record NamedLaw(string Name, Func<string?> Objection)
{
    public LawResult Check()
    {
        try
        {
            string? objection = Objection();
            return new(Name, objection is null, objection ?? "");
        }
        catch (Exception fault)
        {
            // What a part throws while it is tried is what is wrong with it. The library's own refusals are written to be read.
            return new(Name, false, fault is ArgumentException or FormatException ? fault.Message : $"{fault.GetType().Name}: {fault.Message}");
        }
    }
}
