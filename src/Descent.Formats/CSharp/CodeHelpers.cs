using System.Text.RegularExpressions;

namespace Descent.Formats;

/// <summary>
/// The methods that generated code calls. A file has only those that it needs. All functions are written once, over <c>Lane</c>, which is a register in
/// <see cref="CSharpStyle.Net10"/> and a number in <see cref="CSharpStyle.Standard21"/>; only the operations of a lane differ.
/// </summary>
internal static partial class CodeHelpers
{
    /// <summary>Adds the methods that code calls, and those that they call themselves.</summary>
    public static void Append(CodeText code, string body, CSharpStyle style)
    {
        Dictionary<string, string> methods = s_layers.Concat(s_tables).Concat(style == CSharpStyle.Net10 ? s_registers : s_numbers).ToDictionary(method => method.Key, method => method.Value, StringComparer.Ordinal);
        SortedSet<string> needed = new(StringComparer.Ordinal);
        Queue<string> texts = new([body]);
        while (texts.TryDequeue(out string? text))
        {
            foreach (Match call in Calls().Matches(text))
            {
                if (methods.TryGetValue(call.Groups[1].Value, out string? method) && needed.Add(call.Groups[1].Value))
                {
                    texts.Enqueue(method);
                }
            }
        }

        foreach (string name in needed)
        {
            // A function of a register costs less than its call.
            code.Line().Line(methods[name].Replace("private static Lane ", "[MethodImpl(MethodImplOptions.AggressiveInlining)]\nprivate static Lane ", StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"\b(?<name>[A-Z][A-Za-z0-9]*)\(", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Calls();
}
