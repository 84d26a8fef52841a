using System.Text.RegularExpressions;

namespace Descent.Formats;

/// <summary>
/// The methods that generated code calls. A file has only those that it needs. All functions are written once, over <c>Lane</c>, which is a register or a single
/// number; only the operations of a lane differ.
/// </summary>
internal static partial class CodeHelpers
{
    /// <summary>The methods of codings and predictions, which are the same everywhere.</summary>
    public static IReadOnlyDictionary<string, string> Tables => s_tables;

    /// <summary>All methods for .NET 10.</summary>
    public static IReadOnlyDictionary<string, string> Net10 => Union(s_tables, s_layers, s_functions, s_net10);

    /// <summary>The methods of networks for .NET Standard 2.1 over registers.</summary>
    public static IReadOnlyDictionary<string, string> Registers => Union(s_layers, s_functions, s_standard);

    /// <summary>The methods of networks for .NET Standard 2.1 over single numbers.</summary>
    public static IReadOnlyDictionary<string, string> Singles => Union(s_layers, s_singles);

    /// <summary>Makes single numbers of the lanes in a code.</summary>
    public static string OfSingles(string code) => Lane().Replace(code.Replace("Lane.Count", "1", StringComparison.Ordinal), "float");

    /// <summary>Adds the methods that code calls, and those that they call themselves.</summary>
    public static void Append(CodeText code, string body, IReadOnlyDictionary<string, string> methods)
    {
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

    private static Dictionary<string, string> Union(params ReadOnlySpan<Dictionary<string, string>> parts)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        foreach (Dictionary<string, string> part in parts)
        {
            foreach ((string name, string method) in part)
            {
                all.Add(name, method);
            }
        }

        return all;
    }

    [GeneratedRegex(@"\bLane\b", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Lane();

    [GeneratedRegex(@"\b(?<name>[A-Z][A-Za-z0-9]*)\(", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Calls();
}
