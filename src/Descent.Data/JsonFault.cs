using System.Text.Json;

namespace Descent.Data;

/// <summary>Says why JSON was not accepted, without the names of types and positions in bytes that the runtime's messages contain.</summary>
internal static class JsonFault
{
    private const string Place = " Path: ", Line = " LineNumber: ";

    /// <summary>The reason as a sentence.</summary>
    /// <param name="fault">What the serializer threw.</param>
    public static string Reason(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault is not (JsonException or NotSupportedException))
        {
            return fault.Message;
        }

        string[] parts = fault.Message.Split(Place, 2);
        string path = parts.Length == 2 ? parts[1].Split(" | ", 2)[0].TrimEnd('.') : "$", where = path == "$" ? "" : $" at {path}";
        string[] quoted = parts[0].Split('\'');
        return parts[0].Contains("discriminator", StringComparison.Ordinal) || fault is NotSupportedException ? $"The object{where} does not begin with the name of a known type."
            : parts[0].Contains("could not be mapped", StringComparison.Ordinal) ? $"'{quoted[1]}'{where} is not known."
            : parts[0].StartsWith("Duplicate property", StringComparison.Ordinal) ? $"'{quoted[1]}'{where} occurs twice."
            : parts[0].Split("missing required properties including: ", 2) is [_, var names] ? $"The object{where} lacks {names}"
            : parts[0].Contains("Descent.", StringComparison.Ordinal) || parts[0].Contains("System.", StringComparison.Ordinal) ? $"{(where.Length == 0 ? "It" : $"What is{where}")} is not of the expected form."
            : parts[0].Split(Line, 2)[0] is var message && message.EndsWith('.') ? $"{message[..^1]}{where}." : message + where;
    }
}
