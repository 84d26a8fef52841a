using Descent.Formats;

namespace Descent.Build;

/// <summary>What the build passes to the program.</summary>
/// <param name="Model">The file of the model.</param>
/// <param name="Source">The file to write.</param>
/// <param name="Class">The name of the class.</param>
/// <param name="Namespace">Its namespace, or null.</param>
/// <param name="Style">The C# to write.</param>
internal sealed record BuildArguments(string Model, string Source, string Class, string? Namespace, CSharpStyle Style)
{
    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">If they are not of the expected form.</exception>
    public static BuildArguments Of(IReadOnlyList<string> words)
    {
        if (words is not [var model, var source, var name, var space, var style])
        {
            throw new ArgumentException("Expected MODEL SOURCE CLASS NAMESPACE STYLE, where the namespace may be empty.", nameof(words));
        }

        return new(model, source, name, space.Length == 0 ? null : space, style switch
        {
            "net10" => CSharpStyle.Net10,
            "standard21" => CSharpStyle.Standard21,
            _ => throw new ArgumentException($"The style must be net10 or standard21, but is '{style}'.", nameof(words)),
        });
    }
}
